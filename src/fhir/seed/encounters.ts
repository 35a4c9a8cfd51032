import type { Encounter } from '@medplum/fhirtypes';
import type { Visit } from './observations.ts';
import { coding, concept, follows, hl7, snomed, to } from './words.ts';

/** A visit to the clinic, or a stay when the person was admitted. */
export function encounter({ patient, encounter: id, day }: Visit, admitted: boolean): Encounter {
  const period = { start: `${day}T10:00:00-05:00`, end: `${day}T${admitted ? '18' : '10'}:45:00-05:00` };
  return {
    resourceType: 'Encounter',
    id,
    meta: follows('us-core-encounter'),
    identifier: [{ system: 'https://clinic.example/encounters', value: id }],
    status: 'finished',
    class: admitted
      ? coding(hl7('v3-ActCode'), 'IMP', 'inpatient encounter')
      : coding(hl7('v3-ActCode'), 'AMB', 'ambulatory'),
    type: [concept(snomed, '185349003', 'Encounter for check up')],
    subject: to('Patient', patient),
    participant: [
      {
        type: [concept(hl7('v3-ParticipationType'), 'PPRF', 'primary performer')],
        period,
        individual: to('Practitioner', 'practitioner-1', 'Linden Samplewood'),
      },
    ],
    period,
    reasonCode: [concept(snomed, '185349003', 'Encounter for check up')],
    reasonReference: [to('Condition', `${id}-diagnosis`)],
    hospitalization: { dischargeDisposition: concept(hl7('discharge-disposition'), 'home', 'Home') },
    location: [{ location: to('Location', 'location-1', 'Specimen Springs Clinic, main building') }],
    serviceProvider: to('Organization', 'organization-1'),
  };
}
