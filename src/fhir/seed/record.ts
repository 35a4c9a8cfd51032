import type { Patient, Resource } from '@medplum/fhirtypes';
import type { Chance } from './chance.ts';
import { encounter } from './encounters.ts';
import { notes } from './notes.ts';
import { history, laboratoryResults, type Visit, vitalSigns } from './observations.ts';
import { type Person, person } from './person.ts';
import { problems } from './problems.ts';
import { provenances } from './provenance.ts';
import { questionnaireResponse } from './questionnaire.ts';
import { reports } from './reports.ts';
import { treatments } from './treatments.ts';
import { concept, follows, snomed, to } from './words.ts';

const visitsToShow = 3;

/** One whole made-up record: the person, three visits, and every US Core profile that fits the person. */
export function record(who: Person, chance: Chance): Resource[] {
  const patient = person(who, chance);
  const id = patient.id!;
  const year = 2023;
  const visits: Visit[] = Array.from({ length: visitsToShow }, (_, index) => ({
    patient: id,
    encounter: `${id}-encounter-${index + 1}`,
    day: `${year + index}-${String(chance.whole(1, 9)).padStart(2, '0')}-${String(chance.whole(10, 28))}`,
  }));
  const clinical: Resource[] = [
    ...visits.map((visit, index) => encounter(visit, index === visitsToShow - 1)),
    ...visits.flatMap(visit => [
      ...vitalSigns(visit, chance),
      specimen(visit),
      ...laboratoryResults(visit, specimenId(visit), chance),
    ]),
    ...history(visits[0]!, { birthDate: patient.birthDate!, female: who.female }, chance),
    ...problems(visits, chance),
    ...treatments(visits, chance),
    ...notes(visits),
    ...reports(visits[0]!),
    questionnaireResponse(visits[0]!),
    relative(patient),
  ];
  return [patient, ...clinical, ...provenances(id, [patient, ...clinical])];
}

const specimenId = ({ encounter }: Visit) => `${encounter}-specimen`;

function specimen(visit: Visit): Resource {
  return {
    resourceType: 'Specimen',
    id: specimenId(visit),
    meta: follows('us-core-specimen'),
    identifier: [{ system: 'https://clinic.example/specimens', value: visit.encounter }],
    status: 'available',
    type: concept(snomed, '122555007', 'Venous blood specimen'),
    subject: to('Patient', visit.patient),
    collection: { collectedDateTime: `${visit.day}T10:10:00-05:00` },
  };
}

function relative(patient: Patient): Resource {
  return {
    resourceType: 'RelatedPerson',
    id: `${patient.id}-related-person-1`,
    meta: follows('us-core-relatedperson'),
    active: true,
    patient: to('Patient', patient.id!),
    relationship: [concept('http://terminology.hl7.org/CodeSystem/v3-RoleCode', 'SIB', 'sibling')],
    name: [{ use: 'official', family: patient.name![0]!.family!, given: ['Rowan'] }],
    telecom: [{ system: 'phone', value: '555-0111', use: 'home' }],
    address: [
      {
        use: 'home',
        line: ['9 Pretend Street'],
        city: 'Specimen Springs',
        state: 'VT',
        postalCode: '05999',
        country: 'US',
      },
    ],
  };
}
