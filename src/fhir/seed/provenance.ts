import type { Provenance, Resource } from '@medplum/fhirtypes';
import { concept, follows, hl7, to, touched, usCoreCodes } from './words.ts';

/** Types whose origin US Core has a server say. */
const types = new Set([
  'AllergyIntolerance',
  'CarePlan',
  'CareTeam',
  'Condition',
  'Coverage',
  'Device',
  'DiagnosticReport',
  'DocumentReference',
  'Encounter',
  'Goal',
  'Immunization',
  'MedicationDispense',
  'MedicationRequest',
  'Observation',
  'Patient',
  'Procedure',
  'QuestionnaireResponse',
  'RelatedPerson',
  'ServiceRequest',
]);

/** Who wrote a record and who sent it: one statement for each type in it. */
export function provenances(patient: string, record: readonly Resource[]): Provenance[] {
  const byType = new Map<Resource['resourceType'], Resource[]>();
  for (const resource of record) {
    if (!types.has(resource.resourceType)) continue;
    byType.set(resource.resourceType, [...(byType.get(resource.resourceType) ?? []), resource]);
  }
  return [...byType].map(([type, resources]) => ({
    resourceType: 'Provenance',
    id: `${patient}-provenance-${type.toLowerCase()}`,
    meta: follows('us-core-provenance'),
    target: resources.map(resource => to(type, resource.id!)),
    recorded: touched,
    agent: [
      {
        type: concept(hl7('provenance-participant-type'), 'author', 'Author'),
        who: to('Practitioner', 'practitioner-1', 'Linden Samplewood'),
        onBehalfOf: to('Organization', 'organization-1', 'Specimen Springs Clinic'),
      },
      {
        type: concept(usCoreCodes('us-core-provenance-participant-type'), 'transmitter', 'Transmitter'),
        who: to('Organization', 'organization-1', 'Specimen Springs Clinic'),
      },
    ],
  }));
}
