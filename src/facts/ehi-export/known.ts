import { around } from './dates.ts';
import { dayWord, numberWord, wordsOf } from './words.ts';

/** One thing that is known of a patient and so must stand somewhere in the export. */
export interface KnownValue {
  /** The record it is of, by its place among the known. */
  readonly record: number;
  /** `Observation.valueQuantity.value`. */
  readonly path: string;
  readonly text: string;
  /** Pieces that must all be found; of each, the ways in which it may be written. */
  readonly pieces: readonly (readonly (readonly string[])[])[];
  /** A code of FHIR's own that others write in their own way: sought in FHIR alone. */
  readonly ofFhir: boolean;
}

export interface KnownRecord {
  /** `Observation/heart-rate-1`, or the row of a manifest. */
  readonly name: string;
  readonly type: string;
  /** What the export may know it by, in lower case. */
  readonly id?: string;
  /** A USCDI data class, or one of what lies beyond. */
  readonly dataClass: string;
  /** The day it is about, where it has one. */
  readonly day?: string;
}

export interface Known {
  readonly records: readonly KnownRecord[];
  readonly values: readonly KnownValue[];
}

// biome-ignore lint/suspicious/noExplicitAny: FHIR resources of whatever type
type Json = any;

const byType: Readonly<Record<string, string>> = {
  Patient: 'Patient Demographics',
  RelatedPerson: 'Care Team Members',
  AllergyIntolerance: 'Allergies and Intolerances',
  CarePlan: 'Assessment and Plan of Treatment',
  CareTeam: 'Care Team Members',
  Condition: 'Problems',
  Coverage: 'Health Insurance Information',
  Binary: 'Clinical Notes',
  Device: 'Unique Device Identifiers',
  DiagnosticReport: 'Diagnostic Reports',
  DocumentReference: 'Clinical Notes',
  Encounter: 'Encounter Information',
  Goal: 'Goals',
  Immunization: 'Immunizations',
  Location: 'Facilities and Care Team',
  Medication: 'Medications',
  MedicationDispense: 'Medications',
  MedicationRequest: 'Medications',
  MedicationAdministration: 'Medications',
  MedicationStatement: 'Medications',
  Observation: 'Health Status and Observations',
  Organization: 'Facilities and Care Team',
  Practitioner: 'Facilities and Care Team',
  PractitionerRole: 'Facilities and Care Team',
  Procedure: 'Procedures',
  Provenance: 'Provenance',
  ServiceRequest: 'Orders',
  Specimen: 'Laboratory',
  Account: 'Billing',
  ChargeItem: 'Billing',
  Claim: 'Billing',
  ClaimResponse: 'Billing',
  ExplanationOfBenefit: 'Billing',
  Invoice: 'Billing',
  PaymentNotice: 'Billing',
  PaymentReconciliation: 'Billing',
  Appointment: 'Appointments',
  Schedule: 'Appointments',
  Slot: 'Appointments',
  Communication: 'Messages',
  CommunicationRequest: 'Messages',
  Consent: 'Consents',
  QuestionnaireResponse: 'Questionnaires',
  Media: 'Images and Documents',
  ImagingStudy: 'Images and Documents',
};

/** What no data class of USCDI asks for, and every product that stores it must export. */
export const beyondUscdi: ReadonlySet<string> = new Set([
  'Billing',
  'Appointments',
  'Messages',
  'Consents',
  'Questionnaires',
  'Images and Documents',
]);

const byCategory: readonly (readonly [RegExp, string])[] = [
  [/vital-signs/, 'Vital Signs'],
  [/laboratory/, 'Laboratory'],
  [/imaging/, 'Diagnostic Imaging'],
];

export function dataClassOf(resource: Json): string {
  const { resourceType: type } = resource;
  if (type === 'Observation' || type === 'DiagnosticReport') {
    const categories = JSON.stringify(resource.category ?? '').toLowerCase();
    const found = byCategory.find(([category]) => category.test(categories));
    if (found) return found[1];
  }
  return byType[type] ?? 'Other';
}

/** Members that are FHIR's scaffolding, or lead elsewhere: no value of the patient's stands in them. */
const scaffolding = new Set([
  'resourceType',
  'id',
  'meta',
  'implicitRules',
  'system',
  'reference',
  'contained',
  'url',
  'profile',
  'versionId',
  'contentType',
  'hash',
  'size',
  'target',
  'fullUrl',
  'linkId',
  'questionnaire',
  'userSelected',
  'securityContext',
  'instantiatesCanonical',
]);
/** Of a record as a whole: a narrative made of the rest, and the language it is in. */
const aboutTheRecord = new Set(['text', 'language']);
/** Codes that others write in their own way. */
const ofFhirAlone =
  /^(http:\/\/terminology\.hl7\.org\/|http:\/\/hl7\.org\/fhir\/(?!sid\/)|urn:oid:2\.16\.840\.1\.113883\.4\.642|http:\/\/unitsofmeasure\.org)/;
/** Elements of type `code`, whose values are FHIR's own. */
const codeElements = new Set([
  'status',
  'intent',
  'gender',
  'use',
  'rank',
  'docStatus',
  'priority',
  'lifecycleStatus',
  'relationship',
  'criticality',
  'type',
  'required',
  'linkType',
  'mode',
  'outcome',
  'kind',
  'unit',
  'code',
  'comparator',
  'class',
  'currency',
]);
const pieceLength = 12;

/** Reads what is known from FHIR resources; the same one twice counts once. */
export function knownOf(resources: Iterable<Json>): Known {
  const records: KnownRecord[] = [];
  const values: KnownValue[] = [];
  const seen = new Set<string>();
  for (const resource of resources) {
    if (typeof resource?.resourceType !== 'string') continue;
    const name = `${resource.resourceType}/${resource.id ?? records.length + 1}`;
    if (seen.has(name)) continue;
    seen.add(name);
    const day = dayOf(resource);
    records.push({
      name,
      type: resource.resourceType,
      ...(resource.id ? { id: String(resource.id).toLowerCase() } : {}),
      dataClass: dataClassOf(resource),
      ...(day ? { day } : {}),
    });
    gather(resource, resource.resourceType, { record: records.length - 1, values });
  }
  return { records, values };
}

const dayOf = (resource: Json): string | undefined => {
  const candidates = [
    resource.effectiveDateTime,
    resource.effectivePeriod?.start,
    resource.period?.start,
    resource.onsetDateTime,
    resource.recordedDate,
    resource.authoredOn,
    resource.occurrenceDateTime,
    resource.performedDateTime,
    resource.performedPeriod?.start,
    resource.date,
    resource.start,
    resource.sent,
    resource.created,
    resource.recorded,
    resource.authored,
    resource.collection?.collectedDateTime,
    resource.dateTime,
    resource.startDate,
  ];
  return candidates.find(one => typeof one === 'string')?.slice(0, 10);
};

interface Gathering {
  readonly record: number;
  readonly values: KnownValue[];
}

function gather(value: Json, path: string, into: Gathering): void {
  if (Array.isArray(value)) {
    for (const one of value) gather(one, path, into);
    return;
  }
  if (value === null || value === undefined) return;
  if (typeof value !== 'object') {
    put(
      String(value),
      path,
      into,
      typeof value === 'boolean' || codeElements.has(path.slice(path.lastIndexOf('.') + 1)),
    );
    return;
  }
  if (typeof value.value === 'number' && (value.unit !== undefined || value.code !== undefined)) {
    putPieces(`${value.value} ${value.unit ?? value.code}`, `${path}.value`, into, [
      amounts(value.value, value.code ?? value.unit).map(one => [one]),
    ]);
    return;
  }
  const isCoding = typeof value.system === 'string' && typeof value.code === 'string';
  for (const [name, member] of Object.entries<Json>(value)) {
    const inner = `${path}.${name}`;
    const isTop = !path.includes('.');
    if (name.startsWith('_') || scaffolding.has(name) || (isTop && aboutTheRecord.has(name))) continue;
    if (name === 'data' && typeof member === 'string') putAttachment(member, value.contentType, inner, into);
    else if (isCoding && (name === 'code' || name === 'display'))
      put(String(member), inner, into, ofFhirAlone.test(value.system));
    else if (name === 'extension' || name === 'modifierExtension') gatherExtensions(member, path, into);
    else if (name === 'value' && isContact(value)) putPhone(String(member), inner, into);
    else gather(member, inner, into);
  }
}

const isContact = ({ system }: Json): boolean => system === 'phone' || system === 'fax' || system === 'sms';

function gatherExtensions(extensions: Json, path: string, into: Gathering): void {
  for (const { url, extension, ...own } of Array.isArray(extensions) ? extensions : []) {
    const name = String(url).slice(String(url).lastIndexOf('/') + 1);
    if (name === 'data-absent-reason') continue;
    if (extension) gatherExtensions(extension, `${path}.${name}`, into);
    for (const [member, value] of Object.entries<Json>(own)) {
      if (member.startsWith('value')) gather(value, `${path}.${name}`, into);
    }
  }
}

const wholeDay = /^\d{4}-\d{2}-\d{2}(T|$)/;

function put(text: string, path: string, into: Gathering, ofFhir: boolean): void {
  if (wholeDay.test(text)) {
    const day = text.slice(0, 10);
    const days = text.length > 10 ? around(day) : [day];
    putPieces(text, path, into, [days.map(one => [dayWord(one)])]);
    return;
  }
  const words = wordsOf(text);
  if (words.length === 0) return;
  const pieces: string[][][] = [];
  for (let at = 0; at < words.length; at += pieceLength) pieces.push([words.slice(at, at + pieceLength)]);
  putPieces(text, path, into, pieces, ofFhir);
}

function putPieces(
  text: string,
  path: string,
  { record, values }: Gathering,
  pieces: KnownValue['pieces'],
  ofFhir = false,
): void {
  values.push({ record, path, text, pieces, ofFhir });
}

/** Numbers of a telephone, with or without what parts them. */
function putPhone(text: string, path: string, into: Gathering): void {
  const figures = text.replace(/\D/g, '');
  const words = wordsOf(text);
  if (figures.length < 7 || words.length === 0) put(text, path, into, false);
  else putPieces(text, path, into, [[words, wordsOf(figures), wordsOf(figures.replace(/^1(?=\d{10}$)/, ''))]]);
}

/** An attached text must stand in the export, encoded or not; other attachments are files, which are counted elsewhere. */
function putAttachment(data: string, contentType: unknown, path: string, into: Gathering): void {
  if (typeof contentType !== 'string' || !/^text\/|xml|json/.test(contentType)) return;
  put(
    Buffer.from(data, 'base64')
      .toString('utf8')
      .replace(/<[^>]{0,2000}>/g, ' '),
    path,
    into,
    false,
  );
}

/** Pairs of units that products show one for the other: factor, and what is added after. */
const conversions: Readonly<Record<string, readonly (readonly [factor: number, plus: number])[]>> = {
  kg: [
    [2.20462262, 0],
    [1000, 0],
    [35.2739619, 0],
  ],
  g: [
    [0.001, 0],
    [0.0352739619, 0],
    [0.00220462262, 0],
  ],
  lb: [[0.45359237, 0]],
  '[lb_av]': [[0.45359237, 0]],
  '[lb_us]': [[0.45359237, 0]],
  cm: [
    [0.39370079, 0],
    [0.01, 0],
  ],
  m: [
    [100, 0],
    [39.370079, 0],
  ],
  '[in_i]': [[2.54, 0]],
  '[in_us]': [[2.54, 0]],
  Cel: [[1.8, 32]],
  '[degF]': [[1 / 1.8, -32 / 1.8]],
};

function amounts(value: number, unit: string | undefined): string[] {
  const ways = new Set([numberWord(value)]);
  const add = (other: number) => {
    for (const digits of [0, 1, 2]) {
      const word = numberWord(Number(other.toFixed(digits)));
      // Shorter numbers are everywhere.
      if (word.replace(/\D|^0[.]0*/g, '').length >= 3) ways.add(word);
    }
  };
  add(value);
  for (const [factor, plus] of conversions[unit ?? ''] ?? []) add(value * factor + plus);
  return [...ways];
}

/** Reads what is known from rows of a table that names, for each value, its class, record and element. */
export function knownOfRows(rows: readonly { readonly [column: string]: string }[]): Known {
  const records: KnownRecord[] = [];
  const values: KnownValue[] = [];
  const places = new Map<string, number>();
  for (const row of rows) {
    const { value = '', element = 'value' } = row;
    const type = row.class ?? row.type ?? 'Other';
    const id = row.record ?? row.id ?? '';
    const name = `${type}/${id}`;
    let record = places.get(name);
    if (record === undefined) {
      record = records.length;
      places.set(name, record);
      const dataClass = byType[type] ?? type;
      records.push({ name, type, ...(id ? { id: id.toLowerCase() } : {}), dataClass });
    }
    if (value.trim() !== '') put(value, `${type}.${element}`, { record, values }, false);
  }
  return { records, values };
}
