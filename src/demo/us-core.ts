/** What US Core 6.1.0 asks of a server, and where each search parameter finds its values. */

export const usCoreVersion = '6.1.0';

export type SearchType = 'token' | 'date' | 'reference' | 'string' | 'uri';

/** A search parameter: its type, and the elements of the resource that it looks at. */
export interface SearchParameter {
  readonly type: SearchType;
  /** Dotted element names; arrays on the way are walked through. */
  readonly paths: readonly string[];
  /** Of an extension, `paths` name what is inside it. */
  readonly extension?: string;
  /** Types a reference may point to, where the parameter means only some of them. */
  readonly target?: string;
}

/** A combination that the server answers, and whether US Core demands it. */
interface Combination {
  readonly expectation: 'SHALL' | 'SHOULD';
  readonly required: readonly string[];
}

export interface ResourceSupport {
  /** Last segments of US Core profile addresses. */
  readonly profiles: readonly string[];
  readonly search: { readonly [name: string]: SearchParameter };
  /** Names of parameters US Core demands on their own. */
  readonly alone: readonly string[];
  readonly together: readonly Combination[];
  readonly includes: readonly string[];
  /** Part of a patient's record, found through `patient` (or being the patient); the rest is shared by all. */
  readonly personal: boolean;
  /** `false`: read only, no search. */
  readonly searchable: boolean;
}

const of =
  (type: SearchType) =>
  (...paths: string[]): SearchParameter => ({ type, paths });
const token = of('token');
const date = of('date');
const text = of('string');
const reference = of('reference');
const patient = (...paths: string[]): SearchParameter => ({ type: 'reference', paths, target: 'Patient' });

interface Brief {
  readonly profiles?: string;
  readonly search?: { readonly [name: string]: SearchParameter };
  readonly alone?: string;
  readonly shall?: readonly string[];
  readonly should?: readonly string[];
  readonly includes?: string;
  readonly shared?: true;
  readonly readOnly?: true;
}

const words = (list: string | undefined) => (list ? list.split(' ') : []);

function support(brief: Brief): ResourceSupport {
  const combination = (expectation: Combination['expectation']) => (names: string) => ({
    expectation,
    required: names.split(' '),
  });
  return {
    profiles: words(brief.profiles),
    search: brief.search ?? {},
    alone: words(brief.alone),
    together: [...(brief.shall ?? []).map(combination('SHALL')), ...(brief.should ?? []).map(combination('SHOULD'))],
    includes: words(brief.includes),
    personal: !brief.shared,
    searchable: !brief.readOnly,
  };
}

const observationDate = date('effectiveDateTime', 'effectivePeriod', 'effectiveInstant', 'effectiveTiming.event');

export const resources: { readonly [type: string]: ResourceSupport } = {
  AllergyIntolerance: support({
    profiles: 'us-core-allergyintolerance',
    search: { patient: patient('patient'), 'clinical-status': token('clinicalStatus') },
    alone: 'patient',
    should: ['patient clinical-status'],
  }),
  Binary: support({ readOnly: true }),
  CarePlan: support({
    profiles: 'us-core-careplan',
    search: { patient: patient('subject'), category: token('category'), status: token('status'), date: date('period') },
    shall: ['patient category'],
    should: ['patient category status', 'patient category date', 'patient category status date'],
  }),
  CareTeam: support({
    profiles: 'us-core-careteam',
    search: {
      patient: patient('subject'),
      status: token('status'),
      role: token('participant.role'),
      participant: reference('participant.member'),
    },
    shall: ['patient status'],
    should: ['patient role'],
    includes: 'CareTeam:participant',
  }),
  Condition: support({
    profiles: 'us-core-condition-encounter-diagnosis us-core-condition-problems-health-concerns',
    search: {
      patient: patient('subject'),
      category: token('category'),
      'clinical-status': token('clinicalStatus'),
      code: token('code'),
      encounter: reference('encounter'),
      'onset-date': date('onsetDateTime', 'onsetPeriod'),
      'abatement-date': date('abatementDateTime', 'abatementPeriod'),
      'recorded-date': date('recordedDate'),
      'asserted-date': {
        ...date('valueDateTime'),
        extension: 'http://hl7.org/fhir/StructureDefinition/condition-assertedDate',
      },
    },
    alone: 'patient',
    shall: ['patient category'],
    should: [
      'patient clinical-status',
      'patient category clinical-status',
      'patient category encounter',
      'patient code',
      'patient onset-date',
      'patient abatement-date',
      'patient recorded-date',
      'patient asserted-date',
    ],
  }),
  Coverage: support({
    profiles: 'us-core-coverage',
    search: { patient: patient('beneficiary') },
    alone: 'patient',
  }),
  Device: support({
    profiles: 'us-core-implantable-device',
    search: { patient: patient('patient'), type: token('type'), status: token('status') },
    alone: 'patient',
    should: ['patient type', 'patient status'],
  }),
  DiagnosticReport: support({
    profiles: 'us-core-diagnosticreport-note us-core-diagnosticreport-lab',
    search: {
      patient: patient('subject'),
      category: token('category'),
      code: token('code'),
      status: token('status'),
      date: date('effectiveDateTime', 'effectivePeriod'),
    },
    alone: 'patient',
    shall: ['patient category', 'patient code', 'patient category date'],
    should: ['patient status', 'patient code date'],
  }),
  DocumentReference: support({
    profiles: 'us-core-documentreference',
    search: {
      patient: patient('subject'),
      category: token('category'),
      type: token('type'),
      status: token('status'),
      date: date('date'),
      period: date('context.period'),
    },
    alone: '_id patient',
    shall: ['patient category', 'patient type', 'patient category date'],
    should: ['patient status', 'patient type period'],
  }),
  Encounter: support({
    profiles: 'us-core-encounter',
    search: {
      patient: patient('subject'),
      class: token('class'),
      date: date('period'),
      identifier: token('identifier'),
      location: reference('location.location'),
      status: token('status'),
      type: token('type'),
      'discharge-disposition': token('hospitalization.dischargeDisposition'),
    },
    alone: '_id patient',
    shall: ['date patient'],
    should: ['patient type', 'class patient', 'patient status', 'patient location', 'patient discharge-disposition'],
  }),
  Endpoint: support({ search: { organization: reference('managingOrganization') }, shared: true }),
  Goal: support({
    profiles: 'us-core-goal',
    search: {
      patient: patient('subject'),
      'lifecycle-status': token('lifecycleStatus'),
      'target-date': date('target.dueDate'),
      description: token('description'),
    },
    alone: 'patient',
    should: ['patient lifecycle-status', 'patient target-date', 'patient description'],
  }),
  Group: support({ shared: true }),
  Immunization: support({
    profiles: 'us-core-immunization',
    search: { patient: patient('patient'), status: token('status'), date: date('occurrenceDateTime') },
    alone: 'patient',
    should: ['patient date', 'patient status'],
  }),
  Location: support({
    profiles: 'us-core-location',
    search: {
      name: text('name', 'alias'),
      address: text('address'),
      'address-city': text('address.city'),
      'address-state': text('address.state'),
      'address-postalcode': text('address.postalCode'),
    },
    alone: 'name address',
    shared: true,
  }),
  Media: support({ search: { patient: patient('subject'), status: token('status') } }),
  Medication: support({ profiles: 'us-core-medication', search: { code: token('code') }, shared: true }),
  MedicationDispense: support({
    profiles: 'us-core-medicationdispense',
    search: {
      patient: patient('subject'),
      status: token('status'),
      type: token('type'),
      medication: reference('medicationReference'),
    },
    alone: 'patient',
    should: ['patient status', 'patient status type'],
    includes: 'MedicationDispense:medication',
  }),
  MedicationRequest: support({
    profiles: 'us-core-medicationrequest',
    search: {
      patient: patient('subject'),
      status: token('status'),
      intent: token('intent'),
      encounter: reference('encounter'),
      authoredon: date('authoredOn'),
      medication: reference('medicationReference'),
    },
    shall: ['patient intent', 'patient intent status'],
    should: ['patient intent encounter', 'patient intent authoredon'],
    includes: 'MedicationRequest:medication',
  }),
  Observation: support({
    profiles: [
      'us-core-observation-lab us-core-observation-pregnancystatus us-core-observation-pregnancyintent',
      'us-core-observation-occupation us-core-respiratory-rate us-core-simple-observation us-core-heart-rate',
      'us-core-body-temperature pediatric-weight-for-height us-core-pulse-oximetry us-core-smokingstatus',
      'us-core-observation-sexual-orientation us-core-head-circumference us-core-body-height us-core-bmi',
      'us-core-observation-screening-assessment us-core-blood-pressure us-core-observation-clinical-result',
      'pediatric-bmi-for-age head-occipital-frontal-circumference-percentile us-core-body-weight us-core-vital-signs',
    ].join(' '),
    search: {
      patient: patient('subject'),
      category: token('category'),
      code: token('code'),
      status: token('status'),
      date: observationDate,
    },
    shall: ['patient category', 'patient code', 'patient category date'],
    should: ['patient category status', 'patient code date'],
  }),
  Organization: support({
    profiles: 'us-core-organization',
    search: { name: text('name', 'alias'), address: text('address'), identifier: token('identifier') },
    alone: 'name address',
    shared: true,
  }),
  Patient: support({
    profiles: 'us-core-patient',
    search: {
      identifier: token('identifier'),
      name: text('name'),
      family: text('name.family'),
      given: text('name.given'),
      birthdate: date('birthDate'),
      'death-date': date('deceasedDateTime'),
      gender: token('gender'),
    },
    alone: '_id identifier name',
    shall: ['birthdate name', 'gender name'],
    should: ['birthdate family', 'family gender', 'death-date family'],
  }),
  Practitioner: support({
    profiles: 'us-core-practitioner',
    search: { name: text('name'), identifier: token('identifier') },
    alone: 'name identifier',
    shared: true,
  }),
  PractitionerRole: support({
    profiles: 'us-core-practitionerrole',
    search: {
      specialty: token('specialty'),
      practitioner: reference('practitioner'),
      organization: reference('organization'),
      endpoint: reference('endpoint'),
    },
    alone: 'specialty practitioner',
    includes: 'PractitionerRole:practitioner PractitionerRole:endpoint',
    shared: true,
  }),
  Procedure: support({
    profiles: 'us-core-procedure',
    search: {
      patient: patient('subject'),
      status: token('status'),
      code: token('code'),
      date: date('performedDateTime', 'performedPeriod'),
    },
    alone: 'patient',
    shall: ['patient date'],
    should: ['patient status', 'patient code date'],
  }),
  Provenance: support({
    profiles: 'us-core-provenance',
    search: { target: reference('target'), recorded: date('recorded') },
  }),
  QuestionnaireResponse: support({
    profiles: 'us-core-questionnaireresponse',
    search: {
      patient: patient('subject'),
      status: token('status'),
      authored: date('authored'),
      questionnaire: { type: 'uri', paths: ['questionnaire'] },
    },
    alone: '_id patient',
    should: ['patient status', 'patient authored', 'patient questionnaire'],
  }),
  RelatedPerson: support({
    profiles: 'us-core-relatedperson',
    search: { patient: patient('patient'), name: text('name') },
    alone: '_id',
    should: ['patient name'],
  }),
  ServiceRequest: support({
    profiles: 'us-core-servicerequest',
    search: {
      patient: patient('subject'),
      category: token('category'),
      code: token('code'),
      status: token('status'),
      authored: date('authoredOn'),
    },
    alone: '_id patient',
    shall: ['patient category', 'patient code', 'patient category authored'],
    should: ['patient status', 'patient code authored'],
  }),
  Specimen: support({
    profiles: 'us-core-specimen',
    search: { patient: patient('subject') },
    alone: '_id',
  }),
};

/** Parameters that every searchable type answers. */
export const commonSearch: { readonly [name: string]: SearchParameter } = {
  _id: token('id'),
  _lastUpdated: date('meta.lastUpdated'),
  _profile: { type: 'uri', paths: ['meta.profile'] },
};

export const searchParameter = (type: string, name: string): SearchParameter | undefined =>
  commonSearch[name] ?? resources[type]?.search[name];

export const profileAddress = (name: string): string => `http://hl7.org/fhir/us/core/StructureDefinition/${name}`;

/** Types of a patient's record whose origin can be asked for with `_revinclude=Provenance:target`. */
export const withProvenance = (type: string): boolean =>
  type === 'Patient' ||
  (resources[type]!.personal && resources[type]!.profiles.length > 0 && type !== 'Provenance' && type !== 'Specimen');
