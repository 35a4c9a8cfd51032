import type { CatalogueOfTheDay } from '../../model/requirement.ts';

/**
 * What the US Core server CapabilityStatement (`us-core-server`) demands with SHALL, in our own short form: resource
 * types that have a profile, their profiles, the search parameters demanded alone, and those demanded together.
 * Source: the CapabilityStatement in the packages hl7.fhir.us.core 6.1.0 and 7.0.0; a test compiles it again from there.
 */
export interface ResourceDemand {
  /** Last segments of profile addresses under {@link profileBase}. */
  readonly profiles: readonly string[];
  /** Search parameters that each must work alone. */
  readonly alone: readonly string[];
  /** Sets of search parameters that must work together. */
  readonly together: readonly (readonly string[])[];
}
export type ServerDemands = Readonly<Record<string, ResourceDemand>>;

export const profileBase = 'http://hl7.org/fhir/us/core/StructureDefinition/';

const words = (list: string): string[] => list.split(' ').filter(word => word !== '');
const demand = (profiles: string, alone = '', ...together: string[]): ResourceDemand => ({
  profiles: words(profiles),
  alone: words(alone),
  together: together.map(words),
});

const observationProfiles = [
  'us-core-observation-lab us-core-observation-pregnancystatus us-core-observation-pregnancyintent',
  'us-core-observation-occupation us-core-respiratory-rate us-core-simple-observation us-core-heart-rate',
  'us-core-body-temperature pediatric-weight-for-height us-core-pulse-oximetry us-core-smokingstatus',
  'us-core-observation-sexual-orientation us-core-head-circumference us-core-body-height us-core-bmi',
  'us-core-observation-screening-assessment us-core-blood-pressure us-core-observation-clinical-result',
  'pediatric-bmi-for-age head-occipital-frontal-circumference-percentile us-core-body-weight us-core-vital-signs',
].join(' ');
const observationSearches = ['patient category date', 'patient category', 'patient code'];

const release6: ServerDemands = {
  AllergyIntolerance: demand('us-core-allergyintolerance', 'patient'),
  CarePlan: demand('us-core-careplan', '', 'patient category'),
  CareTeam: demand('us-core-careteam', '', 'patient status'),
  Condition: demand(
    'us-core-condition-encounter-diagnosis us-core-condition-problems-health-concerns',
    'patient',
    'patient category',
  ),
  Coverage: demand('us-core-coverage', 'patient'),
  Device: demand('us-core-implantable-device', 'patient'),
  DiagnosticReport: demand(
    'us-core-diagnosticreport-note us-core-diagnosticreport-lab',
    'patient',
    'patient category date',
    'patient category',
    'patient code',
  ),
  DocumentReference: demand(
    'us-core-documentreference',
    '_id patient',
    'patient type',
    'patient category date',
    'patient category',
  ),
  Encounter: demand('us-core-encounter', '_id patient', 'date patient'),
  Goal: demand('us-core-goal', 'patient'),
  Immunization: demand('us-core-immunization', 'patient'),
  Location: demand('us-core-location', 'name address'),
  Medication: demand('us-core-medication'),
  MedicationDispense: demand('us-core-medicationdispense', 'patient'),
  MedicationRequest: demand('us-core-medicationrequest', '', 'patient intent status', 'patient intent'),
  Observation: demand(observationProfiles, '', ...observationSearches),
  Organization: demand('us-core-organization', 'name address'),
  Patient: demand('us-core-patient', '_id identifier name', 'birthdate name', 'gender name'),
  Practitioner: demand('us-core-practitioner', 'name identifier'),
  PractitionerRole: demand('us-core-practitionerrole', 'specialty practitioner'),
  Procedure: demand('us-core-procedure', 'patient', 'patient date'),
  Provenance: demand('us-core-provenance'),
  RelatedPerson: demand('us-core-relatedperson', '_id'),
  ServiceRequest: demand(
    'us-core-servicerequest',
    '_id patient',
    'patient category authored',
    'patient category',
    'patient code',
  ),
  Specimen: demand('us-core-specimen', '_id'),
};

const release7: ServerDemands = {
  ...release6,
  Observation: demand(
    `${observationProfiles} us-core-average-blood-pressure us-core-treatment-intervention-preference us-core-care-experience-preference`,
    '',
    ...observationSearches,
  ),
};

/** By US Core version. Later versions than these have no table here yet; rules say so instead of guessing. */
export const serverDemands: Readonly<Record<string, ServerDemands>> = { '6.1.0': release6, '7.0.0': release7 };

/**
 * Profiles that US Core demands and certification does not: Medication only where references to it are used;
 * Practitioner or PractitionerRole; Location may be contained until US Core 7. `us-core-vital-signs` is the parent of the
 * profiles listed beside it. Blaming a vendor for one of these would be a false alarm.
 */
const notAsked = ['us-core-medication', 'us-core-practitionerrole', 'us-core-vital-signs'];
const notAskedBefore7 = [...notAsked, 'us-core-location'];
/** Types that come with the profiles above, so that nobody need search for them. */
const notSearched = ['Medication', 'PractitionerRole'];

/**
 * What a certified server must say it supports in one US Core version, less what ONC does not ask for on the day;
 * `undefined` where we have no table of the version.
 */
export function demandsOfCertification(version: string, catalogue: CatalogueOfTheDay): ServerDemands | undefined {
  const table = serverDemands[version];
  if (!table) return undefined;
  const before7 = version.startsWith('6.');
  const covered = (discretion: string) => catalogue.discretion(discretion)?.covers ?? [];
  const spared = [...covered('EDN2025.01'), ...(before7 ? notAskedBefore7 : notAsked)];
  const unsearched = [
    ...notSearched,
    ...covered('search-of-organization-and-practitioner'),
    ...(before7 ? covered('search-of-location') : []),
  ];
  const asked = Object.entries(table).map(([type, demand]) => {
    const profiles = demand.profiles.filter(profile => !spared.includes(profile));
    return [type, unsearched.includes(type) ? { profiles, alone: [], together: [] } : { ...demand, profiles }] as const;
  });
  return Object.fromEntries(asked.filter(([, { profiles }]) => profiles.length > 0));
}
