import { fhirBase, tenantBase } from './addresses.ts';

interface Customer {
  readonly id: string;
  readonly name: string;
  /** NPI unless another system is named. */
  readonly identifier: string | { readonly system: string; readonly value: string };
  readonly line: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  /** Has a base address of its own, named so. */
  readonly tenant?: string;
  /** Reached through its parent's endpoint. */
  readonly partOf?: string;
}

/** The numbers begin with 2, a series that has never been issued. */
const npi = 'http://hl7.org/fhir/sid/us-npi';
/** CMS certification number of a facility. */
const ccn = 'urn:oid:2.16.840.1.113883.4.336';

/** The practices and hospitals that run Larkspur EHR. */
export const customers: readonly Customer[] = [
  {
    id: 'alder-creek',
    name: 'Alder Creek Family Medicine',
    identifier: '2902400011',
    line: '12 Mill Lane',
    city: 'Alder Creek',
    state: 'VT',
    postalCode: '05001',
  },
  {
    id: 'bramble-hill',
    name: 'Bramble Hill Pediatrics',
    identifier: '2902400029',
    line: '400 Orchard Street',
    city: 'Bramble Hill',
    state: 'NH',
    postalCode: '03031',
  },
  {
    id: 'cedar-ford',
    name: 'Cedar Ford Community Hospital',
    identifier: { system: ccn, value: '209901' },
    line: '1 Hospital Drive',
    city: 'Cedar Ford',
    state: 'ME',
    postalCode: '04003',
  },
  {
    id: 'dove-harbor',
    name: "Dove Harbor Women's Health",
    identifier: '2902400037',
    line: '77 Quay Road',
    city: 'Dove Harbor',
    state: 'MA',
    postalCode: '01902',
  },
  {
    id: 'juniper',
    name: 'Juniper Health System',
    identifier: '2902400045',
    line: '2500 Summit Avenue',
    city: 'Juniper',
    state: 'CO',
    postalCode: '80444',
    tenant: 'juniper',
  },
  {
    id: 'juniper-east',
    name: 'Juniper Health East Clinic',
    identifier: '2902400052',
    line: '18 Canyon Road',
    city: 'Juniper',
    state: 'CO',
    postalCode: '80445',
    partOf: 'juniper',
  },
  {
    id: 'juniper-west',
    name: 'Juniper Health West Clinic',
    identifier: '2902400060',
    line: '960 Mesa Boulevard',
    city: 'Juniper',
    state: 'CO',
    postalCode: '80446',
    partOf: 'juniper',
  },
  {
    id: 'kettle-pond',
    name: 'Kettle Pond Orthopedics',
    identifier: '2902400078',
    line: '5 Glacier Way',
    city: 'Kettle Pond',
    state: 'NY',
    postalCode: '12907',
  },
  {
    id: 'marigold',
    name: 'Marigold Behavioral Health',
    identifier: '2902400086',
    line: '31 Prairie Court',
    city: 'Marigold',
    state: 'KS',
    postalCode: '66002',
    tenant: 'marigold',
  },
  {
    id: 'osprey-point',
    name: 'Osprey Point Cardiology',
    identifier: '2902400094',
    line: '220 Lighthouse Road',
    city: 'Osprey Point',
    state: 'RI',
    postalCode: '02804',
  },
  {
    id: 'quarry-falls',
    name: 'Quarry Falls Internal Medicine',
    identifier: '2902400102',
    line: '64 Granite Street',
    city: 'Quarry Falls',
    state: 'PA',
    postalCode: '18002',
  },
  {
    id: 'willow-bend',
    name: 'Willow Bend Urgent Care',
    identifier: '2902400110',
    line: '1408 River Street',
    city: 'Willow Bend',
    state: 'OH',
    postalCode: '44001',
    tenant: 'willow-bend',
  },
];

/** The names under which customers have base addresses of their own. */
export const tenants: ReadonlySet<string> = new Set(customers.flatMap(({ tenant }) => tenant ?? []));

export const baseOf = (customer: Customer): string => (customer.tenant ? tenantBase(customer.tenant) : fhirBase);

/** A fresh copy of the published list, in FHIR's own words: one Endpoint and one Organization for each customer. */
export function serviceBaseUrls(now = new Date()) {
  // Reviewed every week, always on a Monday.
  const monday = new Date(
    Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - ((now.getUTCDay() + 6) % 7)),
  );
  const reviewed = monday.toISOString();
  const entry = <R extends { readonly resourceType: string; readonly id: string }>(resource: R) => ({
    fullUrl: `${fhirBase}/${resource.resourceType}/${resource.id}`,
    resource,
  });
  return {
    resourceType: 'Bundle',
    id: 'larkspur-service-base-urls',
    meta: { lastUpdated: reviewed },
    type: 'collection',
    timestamp: reviewed,
    entry: customers.flatMap(customer => [
      ...(customer.partOf ? [] : [entry(endpoint(customer, reviewed))]),
      entry(organization(customer, reviewed)),
    ]),
  };
}

const endpointId = ({ id }: Customer) => `${id}-fhir-r4`;

export function endpoint(customer: Customer, lastUpdated: string) {
  return {
    resourceType: 'Endpoint' as const,
    id: endpointId(customer),
    meta: { lastUpdated },
    status: 'active' as const,
    connectionType: { system: 'http://terminology.hl7.org/CodeSystem/endpoint-connection-type', code: 'hl7-fhir-rest' },
    name: `${customer.name}: patients' FHIR API`,
    managingOrganization: { reference: `Organization/${customer.id}`, display: customer.name },
    payloadType: [
      {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/endpoint-payload-type', code: 'none' }],
        text: 'FHIR R4',
      },
    ],
    payloadMimeType: ['application/fhir+json'],
    address: baseOf(customer),
  };
}

export function organization(customer: Customer, lastUpdated: string) {
  const { id, name, identifier, line, city, state, postalCode, partOf } = customer;
  return {
    resourceType: 'Organization' as const,
    id,
    meta: { lastUpdated },
    identifier: [typeof identifier === 'string' ? { system: npi, value: identifier } : identifier],
    active: true,
    type: [
      {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/organization-type',
            code: 'prov',
            display: 'Healthcare Provider',
          },
        ],
      },
    ],
    name,
    address: [{ use: 'work' as const, line: [line], city, state, postalCode, country: 'US' }],
    ...(partOf
      ? { partOf: { reference: `Organization/${partOf}` } }
      : { endpoint: [{ reference: `Endpoint/${endpointId(customer)}` }] }),
  };
}
