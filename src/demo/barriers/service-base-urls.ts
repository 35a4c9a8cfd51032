import { fhirBase, origin, pages, tenantBase, testHost } from '../addresses.ts';
import type { BarrierSwitch } from '../behaviour.ts';
import { serviceBaseUrls } from '../service-base-urls.ts';

// biome-ignore lint/suspicious/noExplicitAny: a FHIR Bundle, about to be made wrong on purpose
type Json = any;

type Vice = Pick<BarrierSwitch, 'id' | 'barrier' | 'says'> & {
  /** Names of rules of this topic. */
  readonly rules: readonly [string, ...string[]];
  readonly excludes?: readonly string[];
};

const named = ({ rules: [first, ...rest], ...vice }: Vice): Omit<BarrierSwitch, 'apply'> => ({
  ...vice,
  topic: 'service-base-urls',
  rules: [`service-base-urls/${first}`, ...rest.map(rule => `service-base-urls/${rule}`)],
});

/** Makes the list wrong, in place. */
const list = (vice: Vice, how: (bundle: Json) => void): BarrierSwitch => ({
  ...named(vice),
  apply: behaviour => void behaviour.serviceBaseUrls.push(how),
});

/** Makes one resource of the list wrong, in place. */
const one = (vice: Vice, type: 'Endpoint' | 'Organization', id: string, how: (resource: Json) => void): BarrierSwitch =>
  list(vice, bundle => {
    const entry = bundle.entry.find(({ resource }: Json) => resource?.resourceType === type && resource.id === id);
    if (entry) how(entry.resource);
  });
const organization = (vice: Vice, id: string, how: (resource: Json) => void) => one(vice, 'Organization', id, how);
const endpoint = (vice: Vice, id: string, how: (resource: Json) => void) => one(vice, 'Endpoint', `${id}-fhir-r4`, how);

const drop = (bundle: Json, isLost: (resource: Json) => boolean) => {
  bundle.entry = bundle.entry.filter(({ resource }: Json) => !isLost(resource));
};

const inTheList: readonly BarrierSwitch[] = [
  organization(
    {
      id: 'practice-without-name',
      rules: ['organization-name'],
      barrier: 'sbu-bundle-invalid',
      says: 'The list does not name one practice.',
    },
    'kettle-pond',
    resource => delete resource.name,
  ),
  organization(
    {
      id: 'practice-without-location',
      rules: ['organization-location'],
      barrier: 'sbu-bundle-invalid',
      says: 'The list does not say where one practice is.',
    },
    'osprey-point',
    resource => delete resource.address,
  ),
  organization(
    {
      id: 'practice-without-identifier',
      rules: ['organization-facility-identifier'],
      barrier: 'sbu-bundle-invalid',
      says: 'One practice has no identifier.',
    },
    'quarry-falls',
    resource => delete resource.identifier,
  ),
  organization(
    {
      id: 'npi-mistyped',
      rules: ['npi-check-digit'],
      barrier: 'sbu-bundle-invalid',
      says: 'The NPI of one practice has two digits swapped.',
    },
    'dove-harbor',
    resource => {
      resource.identifier[0].value = '2902400073';
    },
  ),
  organization(
    {
      id: 'npi-system-misspelt',
      rules: ['npi-system'],
      barrier: 'sbu-bundle-invalid',
      says: 'The system of one NPI is written with a dot for a slash.',
    },
    'alder-creek',
    resource => {
      resource.identifier[0].system = 'http://hl7.org.fhir/sid/us-npi';
    },
  ),
  organization(
    {
      id: 'link-from-endpoint-alone',
      rules: ['linkage-direction'],
      barrier: 'sbu-bundle-invalid',
      says: 'One practice is linked to its address only by the Endpoint.',
    },
    'bramble-hill',
    resource => delete resource.endpoint,
  ),
  organization(
    {
      id: 'reference-into-nothing',
      rules: ['references'],
      barrier: 'sbu-bundle-invalid',
      says: 'One practice references an Endpoint that was taken off the list.',
    },
    'cedar-ford',
    resource => resource.endpoint.push({ reference: 'Endpoint/cedar-ford-fhir-dstu2' }),
  ),
  list(
    {
      id: 'practice-without-endpoint',
      rules: ['organization-endpoint'],
      barrier: 'sbu-bundle-invalid',
      says: 'One practice stands on the list without an address.',
    },
    bundle => {
      drop(bundle, resource => resource?.id === 'alder-creek-fhir-r4');
      const found = bundle.entry.find(({ resource }: Json) => resource?.id === 'alder-creek');
      if (found) delete found.resource.endpoint;
    },
  ),
  list(
    {
      id: 'address-of-nobody',
      rules: ['endpoint-organization'],
      barrier: 'sbu-bundle-invalid',
      says: 'One address belongs to no practice.',
    },
    bundle => bundle.entry.push(looseEndpoint('unclaimed', fhirBase)),
  ),
  list(
    {
      id: 'practice-listed-twice',
      rules: ['organizations-once'],
      barrier: 'sbu-bundle-invalid',
      says: 'One practice is on the list twice.',
    },
    bundle => {
      const found = bundle.entry.find(({ resource }: Json) => resource?.id === 'willow-bend');
      if (!found) return;
      const again = structuredClone(found);
      again.fullUrl += '-again';
      again.resource.id += '-again';
      bundle.entry.push(again);
    },
  ),
  list(
    {
      id: 'entry-without-resource',
      rules: ['entry-resource'],
      barrier: 'sbu-bundle-invalid',
      says: 'One entry only says where its resource would be.',
    },
    bundle => bundle.entry.push({ fullUrl: `${fhirBase}/Organization/elsewhere` }),
  ),
  endpoint(
    {
      id: 'endpoint-without-status',
      rules: ['endpoint-status-and-connection-type'],
      barrier: 'sbu-bundle-invalid',
      says: 'One Endpoint does not say whether it is in use.',
    },
    'kettle-pond',
    resource => delete resource.status,
  ),
  endpoint(
    {
      id: 'endpoint-without-address',
      rules: ['endpoint-address'],
      barrier: 'sbu-bundle-invalid',
      says: 'One Endpoint has no address.',
    },
    'osprey-point',
    resource => delete resource.address,
  ),
  endpoint(
    {
      id: 'address-over-http',
      rules: ['addresses-over-https'],
      barrier: 'sbu-bundle-invalid',
      says: 'One address begins with http.',
    },
    'quarry-falls',
    resource => {
      resource.address = `${origin('www').replace('https:', 'http:')}/fhir/r4`;
    },
  ),
  endpoint(
    {
      id: 'address-with-white-space',
      rules: ['address-form'],
      barrier: 'sbu-bundle-invalid',
      says: 'One address ends in a blank.',
    },
    'dove-harbor',
    resource => {
      resource.address += ' ';
    },
  ),
  endpoint(
    {
      id: 'address-of-metadata',
      rules: ['base-addresses'],
      barrier: 'sbu-bundle-invalid',
      says: 'One address is that of the metadata behind the base.',
    },
    'cedar-ford',
    resource => {
      resource.address += '/metadata';
    },
  ),
  endpoint(
    {
      id: 'address-template',
      rules: ['address-templates'],
      barrier: 'sbu-unpublished-or-gated',
      says: 'One address has a place to fill in.',
    },
    'juniper',
    resource => {
      resource.address = tenantBase('{practiceId}');
    },
  ),
  endpoint(
    {
      id: 'address-that-has-moved',
      rules: ['fhir-behind-addresses'],
      barrier: 'sbu-endpoint-dead-or-stale',
      says: 'Behind one address there is no FHIR server any more.',
    },
    'willow-bend',
    resource => {
      resource.address = tenantBase('willow-bend-until-2023');
    },
  ),
  {
    ...named({
      id: 'address-in-trouble',
      rules: ['living-addresses'],
      barrier: 'sbu-endpoint-dead-or-stale',
      says: 'One address answers every request with an error of its own.',
    }),
    apply: behaviour =>
      void behaviour.answers.push(request =>
        request.url.startsWith(`${tenantBase('marigold')}/`) ? new Response('Down', { status: 503 }) : undefined,
      ),
  },
  list(
    {
      id: 'list-cut-short',
      rules: ['every-customer'],
      barrier: 'sbu-customers-omitted',
      says: 'The list is the first page of a search, and names no second.',
    },
    bundle => {
      bundle.type = 'searchset';
      bundle.total = 120;
      delete bundle.timestamp;
    },
  ),
  list(
    {
      id: 'list-left-alone',
      rules: ['quarterly-review', 'fhir-behind-addresses'],
      barrier: 'sbu-endpoint-dead-or-stale',
      says: 'Nobody has looked at the list for years, and an address on it is gone.',
    },
    bundle => {
      const longAgo = '2023-03-06T00:00:00.000Z';
      bundle.timestamp = longAgo;
      for (const { meta } of [bundle, ...bundle.entry.map(({ resource }: Json) => resource ?? {})]) {
        if (meta) meta.lastUpdated = longAgo;
      }
      const moved = bundle.entry.find(({ resource }: Json) => resource?.id === 'willow-bend-fhir-r4');
      if (moved) moved.resource.address = tenantBase('willow-bend-until-2023');
    },
  ),
  list(
    {
      id: 'list-of-test-systems',
      rules: ['addresses-for-production'],
      barrier: 'sbu-unpublished-or-gated',
      says: 'Every address on the list is of a system for acceptance tests.',
      excludes: ['address-over-http', 'address-in-trouble', 'address-that-has-moved', 'address-template'],
    },
    bundle => {
      for (const { resource } of bundle.entry) {
        if (resource?.resourceType === 'Endpoint') resource.address = `https://${testHost}/r4`;
      }
    },
  ),
];

const contents = inTheList.map(({ id }) => id);

const emptied: readonly BarrierSwitch[] = [
  list(
    {
      id: 'list-without-organizations',
      rules: ['organization-details'],
      barrier: 'sbu-bundle-invalid',
      says: 'The list holds addresses and nobody behind them.',
      excludes: contents,
    },
    bundle => drop(bundle, resource => resource?.resourceType === 'Organization'),
  ),
  list(
    {
      id: 'list-empty',
      rules: ['list-contents'],
      barrier: 'sbu-bundle-invalid',
      says: 'The list is an empty Bundle.',
      excludes: [...contents, 'list-without-organizations'],
    },
    bundle => {
      bundle.entry = [];
    },
  ),
];

/** Puts something else in the place of the list; nothing in the list can then be seen. */
function instead(vice: Omit<Vice, 'excludes'>, answer: () => Response): BarrierSwitch {
  const isList = (request: Request) => request.method === 'GET' && request.url === pages.serviceBaseUrls;
  return {
    ...named({
      ...vice,
      excludes: [...contents, ...emptied.map(({ id }) => id), ...substitutes.filter(id => id !== vice.id)],
    }),
    apply: behaviour => void behaviour.answers.push(request => (isList(request) ? answer() : undefined)),
  };
}
const substitutes = [
  'list-behind-a-login',
  'list-for-money',
  'list-broken-off',
  'list-as-table',
  'list-of-one-server',
  'list-for-people-alone',
  'registered-address-gone',
];

const page = (body: string, status = 200) =>
  new Response(`<!doctype html><html lang="en"><title>Larkspur Health</title>${body}`, {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
  });
const signIn = '<h1>Sign in</h1><form><label>Password <input type="password"></label><button>Sign in</button></form>';

const inItsPlace: readonly BarrierSwitch[] = [
  instead(
    {
      id: 'list-behind-a-login',
      rules: ['list-opens-for-a-stranger'],
      barrier: 'sbu-unpublished-or-gated',
      says: 'Who has no account sees a page to sign in on.',
    },
    () => page(signIn, 401),
  ),
  instead(
    {
      id: 'list-for-money',
      rules: ['list-at-no-charge'],
      barrier: 'sbu-unpublished-or-gated',
      says: 'The list must be paid for.',
    },
    () => page('<h1>Our directory</h1><p>It comes with a partner subscription.', 402),
  ),
  instead(
    {
      id: 'list-broken-off',
      rules: ['whole-list'],
      barrier: 'sbu-bundle-invalid',
      says: 'The list ends in the middle of an entry.',
    },
    () => {
      const text = JSON.stringify(serviceBaseUrls());
      return new Response(text.slice(0, (text.length * 2) / 3), {
        headers: { 'content-type': 'application/fhir+json' },
      });
    },
  ),
  instead(
    {
      id: 'list-as-table',
      rules: ['list-as-fhir-bundle'],
      barrier: 'sbu-unpublished-or-gated',
      says: 'The list is a table of separated values.',
    },
    () =>
      new Response(`Practice,Address\r\nAlder Creek,${fhirBase}\r\nBramble Hill,${fhirBase}\r\n`, {
        headers: { 'content-type': 'text/csv' },
      }),
  ),
  instead(
    {
      id: 'list-of-one-server',
      rules: ['list-as-fhir-bundle'],
      barrier: 'sbu-unpublished-or-gated',
      says: "In the list's place there is a SMART configuration.",
    },
    () =>
      Response.json({
        authorization_endpoint: `${origin('auth')}/authorize`,
        token_endpoint: `${origin('auth')}/token`,
      }),
  ),
  instead(
    {
      id: 'list-for-people-alone',
      rules: ['list-as-fhir-bundle'],
      barrier: 'sbu-unpublished-or-gated',
      says: 'The list is a web page, and no Bundle is behind it.',
    },
    () => page(`<h1>Practices</h1><table><tr><td>Alder Creek<td>${fhirBase}</table>`),
  ),
  instead(
    {
      id: 'registered-address-gone',
      rules: ['registered-address'],
      barrier: 'sbu-unpublished-or-gated',
      says: 'The registered address of the list leads to nothing.',
    },
    () => page('<h1>There is no such page</h1>', 404),
  ),
];

function looseEndpoint(id: string, address: string) {
  return {
    fullUrl: `${fhirBase}/Endpoint/${id}`,
    resource: {
      resourceType: 'Endpoint',
      id,
      status: 'active',
      connectionType: {
        system: 'http://terminology.hl7.org/CodeSystem/endpoint-connection-type',
        code: 'hl7-fhir-rest',
      },
      payloadType: [{ text: 'FHIR R4' }],
      address,
    },
  };
}

export const barriers: readonly BarrierSwitch[] = [...inTheList, ...emptied, ...inItsPlace];
