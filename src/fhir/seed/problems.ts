import type { CodeableConcept, Condition, Resource } from '@medplum/fhirtypes';
import type { Chance } from './chance.ts';
import type { Visit } from './observations.ts';
import { concept, follows, hl7, rxnorm, snomed, to, usCoreCodes } from './words.ts';

const diagnoses: readonly [CodeableConcept, ...CodeableConcept[]] = [
  concept(snomed, '59621000', 'Essential hypertension'),
  concept(snomed, '44054006', 'Type 2 diabetes mellitus'),
  concept(snomed, '195967001', 'Asthma'),
  concept(snomed, '36971009', 'Sinusitis'),
];
const allergens: readonly [CodeableConcept, ...CodeableConcept[]] = [
  concept(rxnorm, '7980', 'penicillin G'),
  concept(snomed, '762952008', 'Peanut'),
  concept(snomed, '111088007', 'Latex'),
];

/** Conditions of all three kinds, an allergy, a goal, a plan and a team. */
export function problems(visits: readonly Visit[], chance: Chance): Resource[] {
  const first = visits[0]!;
  const subject = to('Patient', first.patient);
  const listed = chance.pick(diagnoses);
  return [
    ...visits.map(visit =>
      condition(
        visit,
        `${visit.encounter}-diagnosis`,
        ['us-core-condition-encounter-diagnosis'],
        [concept(hl7('condition-category'), 'encounter-diagnosis', 'Encounter Diagnosis')],
        chance.pick(diagnoses),
        true,
      ),
    ),
    condition(
      first,
      `${first.patient}-problem-1`,
      ['us-core-condition-problems-health-concerns'],
      [concept(hl7('condition-category'), 'problem-list-item', 'Problem List Item')],
      listed,
      false,
    ),
    condition(
      first,
      `${first.patient}-health-concern-1`,
      ['us-core-condition-problems-health-concerns'],
      [
        concept(usCoreCodes('condition-category'), 'health-concern', 'Health Concern'),
        concept(usCoreCodes('us-core-category'), 'sdoh', 'SDOH'),
      ],
      concept(snomed, '733423003', 'Food insecurity'),
      false,
    ),
    {
      resourceType: 'AllergyIntolerance',
      id: `${first.patient}-allergy-1`,
      meta: follows('us-core-allergyintolerance'),
      clinicalStatus: concept(hl7('allergyintolerance-clinical'), 'active', 'Active'),
      verificationStatus: concept(hl7('allergyintolerance-verification'), 'confirmed', 'Confirmed'),
      code: chance.pick(allergens),
      patient: subject,
      recordedDate: first.day,
      reaction: [{ manifestation: [concept(snomed, '271807003', 'Eruption of skin')], severity: 'mild' }],
    },
    {
      resourceType: 'Goal',
      id: `${first.patient}-goal-1`,
      meta: follows('us-core-goal'),
      lifecycleStatus: 'active',
      description: concept(snomed, '289169006', 'Weight loss'),
      subject,
      startDate: first.day,
      target: [{ dueDate: '2027-06-30' }],
      expressedBy: subject,
    },
    {
      resourceType: 'CarePlan',
      id: `${first.patient}-care-plan-1`,
      meta: follows('us-core-careplan'),
      text: {
        status: 'additional',
        div: `<div xmlns="http://www.w3.org/1999/xhtml"><p>Walk for half an hour each day; measure blood pressure each week.</p></div>`,
      },
      status: 'active',
      intent: 'plan',
      category: [concept(usCoreCodes('careplan-category'), 'assess-plan', 'Assessment and Plan of Treatment')],
      subject,
      period: { start: first.day },
      addresses: [to('Condition', `${first.patient}-problem-1`)],
      goal: [to('Goal', `${first.patient}-goal-1`)],
    },
    {
      resourceType: 'CareTeam',
      id: `${first.patient}-care-team-1`,
      meta: follows('us-core-careteam'),
      status: 'active',
      subject,
      participant: [
        { role: [concept(snomed, '17561000', 'Cardiologist')], member: to('Practitioner', 'practitioner-1') },
        {
          role: [concept(snomed, '224535009', 'Registered nurse')],
          member: to('PractitionerRole', 'practitioner-role-1'),
        },
        { role: [concept(snomed, '116154003', 'Patient')], member: subject },
        {
          role: [concept(snomed, '133932002', 'Caregiver')],
          member: to('RelatedPerson', `${first.patient}-related-person-1`),
        },
      ],
    },
  ];
}

function condition(
  visit: Visit,
  id: string,
  profiles: string[],
  category: CodeableConcept[],
  code: CodeableConcept,
  over: boolean,
): Condition {
  return {
    resourceType: 'Condition',
    id,
    meta: follows(...profiles),
    extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/condition-assertedDate', valueDateTime: visit.day }],
    clinicalStatus: over
      ? concept(hl7('condition-clinical'), 'resolved', 'Resolved')
      : concept(hl7('condition-clinical'), 'active', 'Active'),
    verificationStatus: concept(hl7('condition-ver-status'), 'confirmed', 'Confirmed'),
    category,
    code,
    subject: to('Patient', visit.patient),
    encounter: to('Encounter', visit.encounter),
    onsetDateTime: visit.day,
    ...(over && { abatementDateTime: `${Number(visit.day.slice(0, 4)) + 1}${visit.day.slice(4)}` }),
    recordedDate: visit.day,
  };
}
