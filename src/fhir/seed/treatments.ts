import type { Dosage, Resource } from '@medplum/fhirtypes';
import type { Chance } from './chance.ts';
import type { Visit } from './observations.ts';
import { absentReason, coding, concept, follows, hl7, quantity, rxnorm, snomed, to, usCoreCodes } from './words.ts';

const dosage: Dosage = {
  text: 'Take one tablet by mouth each day',
  timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd' } },
  route: concept(snomed, '26643006', 'Oral route'),
  doseAndRate: [
    { type: concept(hl7('dose-rate-type'), 'ordered', 'Ordered'), doseQuantity: quantity(1, 'tablet', '{tbl}') },
  ],
};

/** Medicines, vaccines, devices, orders, procedures and the insurance that pays for them. */
export function treatments(visits: readonly Visit[], chance: Chance): Resource[] {
  const visit = visits[0]!;
  const { patient, encounter, day } = visit;
  const subject = to('Patient', patient);
  const seen = to('Encounter', encounter);
  const prescriber = to('Practitioner', 'practitioner-1', 'Linden Samplewood');
  const order = (id: string): Extract<Resource, { resourceType: 'MedicationRequest' }> => ({
    resourceType: 'MedicationRequest',
    id,
    meta: follows('us-core-medicationrequest'),
    status: 'active',
    intent: 'order',
    category: [concept(hl7('medicationrequest-category'), 'outpatient', 'Outpatient')],
    reportedBoolean: false,
    subject,
    encounter: seen,
    authoredOn: day,
    requester: prescriber,
    reasonCode: [concept(snomed, '59621000', 'Essential hypertension')],
    dosageInstruction: [dosage],
    dispenseRequest: { numberOfRepeatsAllowed: chance.whole(0, 3), quantity: quantity(30, 'tablet', '{tbl}') },
  });
  const udi = `${chance.whole(10_000_000, 99_999_999)}00000`;
  return [
    { ...order(`${patient}-medication-request-1`), medicationReference: to('Medication', 'medication-1') },
    {
      ...order(`${patient}-medication-request-2`),
      status: 'completed',
      reportedBoolean: true,
      medicationCodeableConcept: concept(rxnorm, '197361', 'amlodipine 5 MG Oral Tablet'),
    },
    {
      resourceType: 'MedicationDispense',
      id: `${patient}-medication-dispense-1`,
      meta: follows('us-core-medicationdispense'),
      status: 'completed',
      medicationReference: to('Medication', 'medication-1'),
      subject,
      context: seen,
      performer: [{ actor: to('Organization', 'organization-1') }],
      authorizingPrescription: [to('MedicationRequest', `${patient}-medication-request-1`)],
      type: concept(hl7('v3-ActCode'), 'FF', 'First Fill'),
      quantity: quantity(30, 'tablet', '{tbl}'),
      whenHandedOver: `${day}T15:00:00-05:00`,
      dosageInstruction: [dosage],
    },
    {
      resourceType: 'Immunization',
      id: `${patient}-immunization-1`,
      meta: follows('us-core-immunization'),
      status: 'completed',
      vaccineCode: concept('http://hl7.org/fhir/sid/cvx', '140', 'Influenza, seasonal, injectable, preservative free'),
      patient: subject,
      encounter: seen,
      occurrenceDateTime: day,
      primarySource: true,
      lotNumber: 'SAMPLE-LOT',
    },
    {
      resourceType: 'Immunization',
      id: `${patient}-immunization-2`,
      meta: follows('us-core-immunization'),
      status: 'not-done',
      statusReason: concept(hl7('v3-ActReason'), 'PATOBJ', 'patient objection'),
      vaccineCode: concept('http://hl7.org/fhir/sid/cvx', '33', 'pneumococcal polysaccharide PPV23'),
      patient: subject,
      occurrenceDateTime: day,
      primarySource: true,
    },
    {
      resourceType: 'Device',
      id: `${patient}-device-1`,
      meta: follows('us-core-implantable-device'),
      udiCarrier: [{ deviceIdentifier: udi, carrierHRF: `(01)${udi}(17)300101(10)SAMPLE(21)${patient}` }],
      distinctIdentifier: 'SAMPLE-DISTINCT',
      status: 'active',
      manufactureDate: '2021-02-01',
      expirationDate: '2030-01-01',
      lotNumber: 'SAMPLE',
      serialNumber: patient,
      type: concept(snomed, '14106009', 'Cardiac pacemaker'),
      patient: subject,
    },
    {
      resourceType: 'Procedure',
      id: `${patient}-procedure-1`,
      meta: follows('us-core-procedure'),
      status: 'completed',
      code: concept(snomed, '73761001', 'Colonoscopy'),
      subject,
      encounter: seen,
      performedDateTime: day,
      basedOn: [to('ServiceRequest', `${patient}-service-request-1`)],
    },
    {
      resourceType: 'ServiceRequest',
      id: `${patient}-service-request-1`,
      meta: follows('us-core-servicerequest'),
      status: 'completed',
      intent: 'order',
      category: [concept(snomed, '386053000', 'Evaluation procedure')],
      code: concept(snomed, '73761001', 'Colonoscopy'),
      subject,
      encounter: seen,
      occurrenceDateTime: day,
      authoredOn: day,
      requester: prescriber,
    },
    {
      resourceType: 'ServiceRequest',
      id: `${patient}-service-request-2`,
      meta: follows('us-core-servicerequest'),
      status: 'active',
      intent: 'order',
      category: [concept(usCoreCodes('us-core-category'), 'sdoh', 'SDOH')],
      code: concept(snomed, '467771000124109', 'Assistance with application for food pantry program'),
      subject,
      encounter: seen,
      occurrencePeriod: { start: day },
      authoredOn: day,
      requester: prescriber,
    },
    {
      resourceType: 'Coverage',
      id: `${patient}-coverage-1`,
      meta: follows('us-core-coverage'),
      identifier: [
        {
          type: concept(hl7('v2-0203'), 'MB', 'Member Number'),
          system: 'https://payers.example/members',
          value: `MEMBER-${patient}`,
        },
      ],
      status: 'active',
      type: concept('https://nahdo.org/sopt', '5', 'PRIVATE HEALTH INSURANCE'),
      subscriberId: `SUBSCRIBER-${patient}`,
      beneficiary: subject,
      relationship: concept(hl7('subscriber-relationship'), 'self', 'Self'),
      period: { start: '2023-01-01', end: '2026-12-31' },
      payor: [to('Organization', 'payer-1')],
      class: [
        {
          type: { coding: [coding(hl7('coverage-class'), 'group', 'Group')] },
          value: 'GROUP-0',
          name: 'Placeholder Group',
        },
        {
          type: { coding: [coding(hl7('coverage-class'), 'plan', 'Plan')] },
          value: 'PLAN-0',
          name: 'Placeholder Plan',
        },
      ],
    },
    {
      // An order whose medicine was not written down says so in the way US Core asks.
      resourceType: 'MedicationRequest',
      id: `${patient}-medication-request-3`,
      meta: follows('us-core-medicationrequest'),
      status: 'stopped',
      intent: 'plan',
      category: [concept(hl7('medicationrequest-category'), 'community', 'Community')],
      reportedReference: to('Practitioner', 'practitioner-2'),
      medicationCodeableConcept: concept(absentReason, 'unknown', 'Unknown'),
      subject,
      encounter: seen,
      authoredOn: day,
      requester: prescriber,
    },
  ];
}
