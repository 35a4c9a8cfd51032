import { describe, expect, test } from 'vitest';
import { wayToEndpoint } from '../../../src/facts/service-base-urls/linkage.ts';
import { listIn } from '../../../src/facts/service-base-urls/list-document.ts';
import { bundle, endpoint, organization, practices } from '../../../src/facts/service-base-urls/samples.ts';

const text = JSON.stringify(bundle(practices));
const names = (list: ReturnType<typeof listIn>) => [...list.organizations].map(({ name }) => name);
const ways = (list: ReturnType<typeof listIn>) => [...list.organizations].map(wayToEndpoint);

describe('what a list may look like', () => {
  test('a Bundle', () => {
    const list = listIn(text);
    expect(list).toMatchObject({ form: 'bundle', is: 'a FHIR Bundle', entries: 4, entriesWithoutResource: 0 });
    expect([...list.endpoints].map(({ address }) => address)).toEqual([
      'https://fhir.larkspur.example/t/alder/r4',
      'https://fhir.larkspur.example/t/cedar/r4',
    ]);
    expect([...list.organizations][0]).toMatchObject({
      entry: 1,
      id: 'alder',
      name: 'Alder Family Medicine',
      location: '12 Mill Lane, alder, VT',
      identifiers: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: '2902400011' }],
      unresolved: [],
    });
    expect(list.break).toBeUndefined();
  });

  test.each([
    ['with a byte-order mark', `\ufeff${text}`],
    [
      'with types in other letters',
      text.replaceAll('"Organization"', '"organization"').replaceAll('"Endpoint"', '"ENDPOINT"'),
    ],
    ['with the member in other letters', text.replaceAll('"resourceType"', '"ResourceType"')],
    [
      'with entries before the type',
      JSON.stringify({ entry: bundle(practices).entry, resourceType: 'Bundle' } as never),
    ],
  ])('a Bundle %s', (_, variant) => {
    const list = listIn(variant);
    expect(list.form).toBe('bundle');
    expect(names(list)).toEqual(['Alder Family Medicine', 'Cedar Family Medicine']);
    expect(ways(list)).toEqual(['own', 'own']);
  });

  test('a Bundle in UTF-16', () => {
    expect(names(listIn(Buffer.from(`\ufeff${text}`, 'utf16le')))).toHaveLength(2);
  });

  test.each([
    ['array', 'a JSON array of resources', JSON.stringify(practices)],
    ['array', 'a JSON array of resources', `[${text},${text}]`],
    ['lines', 'resources one after the other, in no Bundle', practices.map(one => JSON.stringify(one)).join('\n')],
    ['wrapped', 'a list of resources inside other JSON', `{"data":${text}}`],
    ['other', 'a CapabilityStatement', '{"resourceType":"CapabilityStatement","rest":[]}'],
    ['other', 'an OperationOutcome', '{"resourceType":"OperationOutcome"}'],
    ['other', 'a SMART configuration', '{"token_endpoint":"https://a.example","capabilities":[]}'],
    ['other', 'an OpenAPI description', '{"swagger":"2.0","paths":{}}'],
    ['other', 'JSON with the members Entries', '{"Entries":[{"OrganizationName":"Alder"}]}'],
    ['other', 'an empty JSON object', '{}'],
    ['other', 'a JSON array without FHIR resources', '[{"url":"https://a.example"}]'],
    ['other', 'JSON that is no object', '42 '],
  ])('%s: %s', (form, is, json) => expect(listIn(json)).toMatchObject({ form, is }));

  test('a Bundle inside a Bundle, as SMART user-access brands may come', () => {
    const inner = bundle(practices);
    const list = listIn(bundle([{ ...inner, id: 'brands' }]));
    expect(names(list)).toHaveLength(2);
    expect(list.others.get('Bundle')).toBe(1);
  });

  test('entries without a resource, and numbers where text belongs', () => {
    const list = listIn({
      resourceType: 'Bundle',
      entry: [{ fullUrl: 'x' }, null, 7, { resource: { ...organization('alder'), id: 12 } }],
    } as never);
    expect(list).toMatchObject({ entries: 4, entriesWithoutResource: 3 });
    expect([...list.organizations][0]?.id).toBe('12');
  });

  test('pages of a search, read as one', () => {
    const page = (some: typeof practices, next?: string) =>
      bundle(some, { type: 'searchset', total: 4, ...(next ? { link: [{ relation: 'next', url: next }] } : {}) });
    const list = listIn(page(practices.slice(0, 1), '?page=2'), page(practices.slice(1)));
    expect(list).toMatchObject({ form: 'bundle', entries: 4, total: 4 });
    expect(list.next).toBeUndefined();
    expect(ways(list)).toEqual(['own', 'own']);
  });
});

test('Organizations inside the Endpoints that they run are organizations of the list', () => {
  const inside = (name: string) => ({
    ...endpoint(name),
    managingOrganization: { reference: '#owner' },
    contained: [{ ...organization(name), id: 'owner', endpoint: undefined }],
  });
  const list = listIn(bundle([inside('alder'), inside('cedar')] as never));
  expect(list.organizations.length).toBe(2);
  expect(ways(list)).toEqual(['managed', 'managed']);
});

test('a thousand parts of one whole are looked at in no more time than they need', () => {
  const size = 20_000;
  const whole = { ...organization('whole'), endpoint: [] };
  const parts = Array.from({ length: size }, (_, i) => ({
    ...organization(`part${i}`),
    endpoint: [],
    partOf: { reference: 'Organization/whole' },
  }));
  const run = parts.map((_, i) => ({
    ...endpoint(`e${i}`),
    managingOrganization: { reference: 'Organization/whole' },
  }));
  const list = listIn(bundle([whole, ...parts, ...run] as never));
  const began = performance.now();
  expect(ways(list).filter(way => way === 'managed')).toHaveLength(size + 1);
  expect(performance.now() - began).toBeLessThan(5000);
});

describe('what breaks off', () => {
  test('keeps what came before, and says where', () => {
    const cut = text.slice(0, text.lastIndexOf('"resourceType"'));
    const list = listIn(cut);
    expect(list.form).toBe('bundle');
    expect(list.break).toMatchObject({ why: 'ends-early', entry: 3, byte: Buffer.byteLength(cut) });
    expect(names(list)).toEqual(['Alder Family Medicine']);
  });

  test('and what is no JSON from somewhere on', () => {
    const filler = JSON.stringify(bundle(Array.from({ length: 40 }, (_, i) => organization(`o${i}`)))).slice(0, -2);
    const list = listIn(`${filler},}{]`);
    expect(list.break).toMatchObject({ why: 'malformed' });
    expect(list.break?.entry).toBeGreaterThan(30);
    expect(list.break?.message).not.toMatch(/parser/i);
    expect(list.organizations.length).toBe(list.break?.entry);
  });
});

describe('references', () => {
  const linkOf = (reference: string, about: Partial<{ id: string; fullUrl: string }> = {}) =>
    listIn({
      resourceType: 'Bundle',
      entry: [
        {
          fullUrl: about.fullUrl ?? 'https://fhir.larkspur.example/r4/Endpoint/alder',
          resource: endpoint(about.id ?? 'alder'),
        },
        {
          fullUrl: 'https://fhir.larkspur.example/r4/Organization/alder',
          resource: organization('alder', { endpoint: [{ reference }] }),
        },
      ],
    } as never);

  test.each([
    ['by type and id', 'Endpoint/alder', {}],
    ['by address', 'https://fhir.larkspur.example/r4/Endpoint/alder', {}],
    ['by the address of another server', 'https://elsewhere.example/Endpoint/alder', {}],
    ['by a version', 'Endpoint/alder/_history/3', {}],
    ['in lower case', 'endpoint/ALDER', {}],
    ['by urn:uuid', 'urn:uuid:5f0e', { fullUrl: 'urn:uuid:5f0e' }],
    ['by urn:uuid of an id', 'urn:uuid:5f0e', { id: '5f0e' }],
    ['relative, to an entry with a urn:uuid', 'Endpoint/alder', { fullUrl: 'urn:uuid:5f0e' }],
  ])('resolve %s', (_, reference, about) => expect(ways(linkOf(reference, about))).toEqual(['own']));

  test('to another type, or to nothing, do not', () => {
    expect([...linkOf('Location/alder').organizations][0]?.unresolved).toEqual(['Location/alder']);
    expect([...linkOf('Endpoint/gone').organizations][0]?.unresolved).toEqual(['Endpoint/gone']);
  });

  test('tell two servers with the same ids apart', () => {
    const at = (server: string, address: string) => ({
      fullUrl: `${server}/Endpoint/1`,
      resource: endpoint('1', { address }),
    });
    const list = listIn({
      resourceType: 'Bundle',
      entry: [
        at('https://a.example', 'https://a.example/r4'),
        at('https://b.example', 'https://b.example/r4'),
        { resource: organization('b', { endpoint: [{ reference: 'https://b.example/Endpoint/1' }] }) },
      ],
    } as never);
    expect([...list.organizations][0]?.endpoints.map(({ address }) => address)).toEqual(['https://b.example/r4']);
  });

  test('lead through five parents, and no further', () => {
    const chain = (length: number) => [
      endpoint('o0'),
      organization('o0'),
      ...Array.from({ length }, (_, i) =>
        organization(`o${i + 1}`, { endpoint: undefined, partOf: { reference: `Organization/o${i}` } }),
      ),
    ];
    expect(ways(listIn(bundle(chain(5)))).at(-1)).toBe('parent');
    expect(ways(listIn(bundle(chain(6)))).at(-1)).toBeUndefined();
  });

  test('in a circle end', () => {
    const list = listIn(
      bundle([
        organization('a', { endpoint: [], partOf: { reference: 'Organization/b' } }),
        organization('b', { endpoint: [], partOf: { reference: 'Organization/a' } }),
        organization('c', { endpoint: [], partOf: { reference: 'Organization/c' } }),
      ]),
    );
    expect(ways(list)).toEqual([undefined, undefined, undefined]);
  });

  test('from an Endpoint to who manages it, by reference and by identifier', () => {
    const managed = (managingOrganization: object) =>
      ways(listIn(bundle([endpoint('x', { managingOrganization }), organization('alder', { endpoint: [] })])));
    expect(managed({ reference: 'Organization/alder' })).toEqual(['managed']);
    expect(managed({ identifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: '2902400011' } })).toEqual([
      'managed',
    ]);
    expect(managed({ identifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: '1' } })).toEqual([undefined]);
  });

  test('into the resource itself', () => {
    const list = listIn(
      bundle([organization('alder', { contained: [endpoint('in')], endpoint: [{ reference: '#in' }] })]),
    );
    expect([...list.organizations][0]?.endpoints.map(({ address }) => address)).toEqual([
      'https://fhir.larkspur.example/t/in/r4',
    ]);
  });
});

describe('hostile lists', () => {
  test('brackets without end', () => {
    expect(listIn('['.repeat(200_000)).break).toMatchObject({
      why: 'too-deep',
      message: expect.stringContaining('deep'),
    });
  });

  test('a text of megabytes is kept in part', () => {
    const list = listIn(bundle([organization('alder', { name: 'x'.repeat(3_000_000) })]));
    expect([...list.organizations][0]?.name).toHaveLength(4096);
  });

  test('a member called __proto__ changes nothing', () => {
    listIn('{"resourceType":"Bundle","__proto__":{"polluted":1},"entry":[{"resource":{"__proto__":{"polluted":1}}}]}');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test('the same id a hundred thousand times', () => {
    const began = performance.now();
    const list = listIn(
      `{"resourceType":"Bundle","entry":[${Array(100_000).fill('{"resource":{"resourceType":"Endpoint","id":"1"}}').join()}]}`,
    );
    expect(list.endpoints.length).toBe(100_000);
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});
