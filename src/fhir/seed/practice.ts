import type { Resource } from '@medplum/fhirtypes';
import { coding, concept, follows, hl7, npi, npiSystem, rxnorm, snomed, to } from './words.ts';

const address = {
  use: 'work' as const,
  line: ['100 Sample Parkway'],
  city: 'Specimen Springs',
  state: 'VT',
  postalCode: '05999',
  country: 'US',
};
const phone = [{ system: 'phone' as const, value: '555-0100', use: 'work' as const }];

/** The people, places and medicines that all synthetic records point to. */
export function practice(): Resource[] {
  return [
    {
      resourceType: 'Organization',
      id: 'organization-1',
      meta: follows('us-core-organization'),
      identifier: [{ system: npiSystem, value: npi(90_000_001) }],
      active: true,
      type: [concept(hl7('organization-type'), 'prov', 'Healthcare Provider')],
      name: 'Specimen Springs Clinic',
      telecom: phone,
      address: [address],
    },
    {
      resourceType: 'Organization',
      id: 'payer-1',
      meta: follows('us-core-organization'),
      identifier: [{ system: 'https://payers.example/ids', value: 'PLACEHOLDER-1' }],
      active: true,
      type: [concept(hl7('organization-type'), 'pay', 'Payer')],
      name: 'Placeholder Mutual Health Plan',
      telecom: phone,
      address: [{ ...address, line: ['200 Sample Parkway'] }],
    },
    {
      resourceType: 'Location',
      id: 'location-1',
      meta: follows('us-core-location'),
      identifier: [{ system: 'https://clinic.example/locations', value: 'MAIN' }],
      status: 'active',
      name: 'Specimen Springs Clinic, main building',
      type: [concept(hl7('v3-RoleCode'), 'OF', 'Outpatient facility')],
      telecom: phone,
      address: { ...address },
      managingOrganization: to('Organization', 'organization-1'),
    },
    practitioner('practitioner-1', 90_000_002, 'Samplewood', 'Linden', 'MD'),
    practitioner('practitioner-2', 90_000_003, 'Mockridge', 'Hazel', 'RN'),
    {
      resourceType: 'PractitionerRole',
      id: 'practitioner-role-1',
      meta: follows('us-core-practitionerrole'),
      active: true,
      practitioner: to('Practitioner', 'practitioner-1', 'Linden Samplewood'),
      organization: to('Organization', 'organization-1', 'Specimen Springs Clinic'),
      code: [concept('http://nucc.org/provider-taxonomy', '208D00000X', 'General Practice Physician')],
      specialty: [concept('http://nucc.org/provider-taxonomy', '208D00000X', 'General Practice Physician')],
      location: [to('Location', 'location-1')],
      telecom: phone,
      endpoint: [to('Endpoint', 'direct-1')],
    },
    {
      resourceType: 'Endpoint',
      id: 'direct-1',
      meta: follows(),
      status: 'active',
      connectionType: coding(hl7('endpoint-connection-type'), 'direct-project'),
      name: 'Direct address of the clinic',
      managingOrganization: to('Organization', 'organization-1'),
      payloadType: [{ text: 'C-CDA documents' }],
      address: 'mailto:records@direct.clinic.example',
    },
    {
      resourceType: 'Medication',
      id: 'medication-1',
      meta: follows('us-core-medication'),
      status: 'active',
      code: concept(rxnorm, '314076', 'lisinopril 10 MG Oral Tablet'),
      form: concept(snomed, '385055001', 'Tablet'),
    },
  ];
}

function practitioner(id: string, number: number, family: string, given: string, suffix: string): Resource {
  return {
    resourceType: 'Practitioner',
    id,
    meta: follows('us-core-practitioner'),
    identifier: [{ system: npiSystem, value: npi(number) }],
    active: true,
    name: [{ use: 'official', family, given: [given], suffix: [suffix] }],
    telecom: phone,
    address: [address],
  };
}
