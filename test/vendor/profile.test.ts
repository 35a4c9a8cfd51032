import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parseProfile, readProfile, sameProfile } from '../../src/vendor/profile.ts';

const everything = `
vendor: Larkspur Health
product: { name: Larkspur EHR, version: 12.1, chpl: 15.04.04.1234.Lark.12.01.1.260101, criteria: [g10, b10] }
purpose: certification                 # certification | surveillance | connection (default)
audience: [patient, provider]
standards: { us-core: 6.1.0, smart: 2.2.0, bulk: 2.0.0 }
engagement: { by: Jane Doe, document: contract.pdf, until: 2027-03-31, permits: [consented, negative, load, write] }
deployments:
  - { id: sandbox, base: https://fhir.example/r4/, environment: sandbox, host: developer, data: synthetic }
  - { id: clinic, base: "https://clinic.example/fhir" }
pages:
  api: https://www.example/api
  registration: [https://www.example/register, { url: https://www.example/join, source: told }]
  service-base-urls: { url: https://www.example/endpoints, source: chpl }
access: { token: env:TOKEN }
patients: [{ id: "123", sign-in: alice }, { id: 0123 }]
clients: [{ id: app, kind: public, client-id: 007, redirect: https://app.example/callback }]
sign-in: { people: { alice: { username: alice, password: file:secrets/alice } } }
launch: { page: https://ehr.example/launch, sign-in: alice }
bulk: { group: 1.10, client: app }
ehi-export: { single-patient: { how: file, file: file:export.zip } }
parity: { own-app: { days: 1.5, steps: [download] } }
claims: [{ kind: fee-basis, says: "cost of calls" }]
endpoints: { knock: all, sample: 5 }
politeness: { requests-per-second: 2.5, connections: 1 }
network: { ca: file:ca.pem, resolve: { FHIR.example: "127.0.0.1:9443" }, proxy: http://proxy.example:3128 }
`;

describe('a profile', () => {
  it('becomes a vendor, with files named from the root', () => {
    expect(parseProfile(everything, '/profiles/larkspur.yaml')).toEqual({
      name: 'Larkspur Health',
      slug: 'larkspur-health',
      product: {
        name: 'Larkspur EHR',
        version: '12.1',
        chpl: '15.04.04.1234.Lark.12.01.1.260101',
        criteria: ['g10', 'b10'],
      },
      purpose: 'certification',
      audience: ['patient', 'provider'],
      standards: { 'us-core': '6.1.0', smart: '2.2.0', bulk: '2.0.0' },
      engagement: {
        by: 'Jane Doe',
        document: 'contract.pdf',
        until: '2027-03-31',
        permits: ['consented', 'negative', 'load', 'write'],
      },
      deployments: [
        {
          id: 'sandbox',
          base: 'https://fhir.example/r4',
          environment: 'sandbox',
          host: 'developer',
          data: 'synthetic',
        },
        { id: 'clinic', base: 'https://clinic.example/fhir', host: 'unknown' },
      ],
      pages: {
        api: [{ url: 'https://www.example/api' }],
        registration: [{ url: 'https://www.example/register' }, { url: 'https://www.example/join', source: 'told' }],
        'service-base-urls': [{ url: 'https://www.example/endpoints', source: 'chpl' }],
      },
      access: { token: 'env:TOKEN' },
      patients: [{ id: '123', signIn: 'alice' }, { id: '0123' }],
      clients: [{ id: 'app', kind: 'public', clientId: '007', redirect: 'https://app.example/callback' }],
      signIn: { people: { alice: { username: 'alice', password: 'file:/profiles/secrets/alice' } } },
      launch: { page: 'https://ehr.example/launch', 'sign-in': 'alice' },
      bulk: { group: '1.10', client: 'app' },
      ehiExport: { 'single-patient': { how: 'file', file: 'file:/profiles/export.zip' } },
      parity: { 'own-app': { days: 1.5, steps: ['download'] } },
      claims: [{ kind: 'fee-basis', says: 'cost of calls' }],
      endpoints: { knock: 'all', sample: 5 },
      politeness: { requestsPerSecond: 2.5, connections: 1 },
      network: {
        ca: 'file:/profiles/ca.pem',
        resolve: { 'fhir.example': '127.0.0.1:9443' },
        proxy: 'http://proxy.example:3128',
      },
    });
  });

  it('needs a name and nothing else', () => {
    expect(parseProfile('vendor: Acme', 'acme.yaml')).toEqual({
      name: 'Acme',
      slug: 'acme',
      product: {},
      purpose: 'connection',
      audience: ['patient'],
      standards: {},
      deployments: [],
      pages: {},
      patients: [],
      clients: [],
      claims: [],
      endpoints: { knock: 'sample', sample: 20 },
      politeness: { requestsPerSecond: 10, connections: 4 },
      network: { resolve: {} },
    });
  });

  it.each([
    '12.1',
    '1.10',
    '6.1.0',
    '0123',
    '0x1F',
    '1e3',
    '1_000',
    '2027-03-31',
    'true',
    'no',
    '.5',
    '12345678901234567890',
  ])('takes an unquoted %s as the text it is', text => {
    expect(parseProfile(`vendor: A\nproduct: { version: ${text} }`, 'a.yaml').product.version).toBe(text);
    expect(parseProfile(`vendor: A\nparity: { anything: ${text} }`, 'a.yaml').parity).toEqual({ anything: text });
  });

  it('may repeat a block by a YAML alias', () => {
    const { pages } = parseProfile('vendor: A\npages: { fees: &page https://a.example/, terms: *page }', 'a.yaml');
    expect(pages.terms).toEqual([{ url: 'https://a.example/' }]);
  });

  it('with an engagement that lists nothing permits to look only', () => {
    expect(parseProfile('vendor: A\nengagement: { by: Jane }', 'a.yaml').engagement?.permits).toEqual(['passive']);
  });

  it('is read from the example that is published', async () => {
    const vendor = await readProfile(new URL('../../profiles/vendors/example.yaml', import.meta.url).pathname);
    expect(vendor.deployments.map(({ base }) => base)).toEqual(['https://fhir.larkspur.example/r4']);
    expect(vendor.patients).toHaveLength(2);
  });
});

describe('the folder of a vendor', () => {
  const slug = (name: string) => parseProfile(`vendor: ${JSON.stringify(name)}`, 'a.yaml').slug;

  it.each([
    ['Larkspur Health, Inc.', 'larkspur-health-inc'],
    ['Société Médicale', 'societe-medicale'],
    ['  A&B  ', 'a-b'],
    ['../../etc', 'etc'],
  ])('of %s is %s', (name, folder) => expect(slug(name)).toBe(folder));

  it.each(['..', '.', '!!!', '日本', 'Łódź Health', 'CON', `${'very '.repeat(40)}long`])(
    'of %s is a safe name',
    name => {
      expect(slug(name)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(slug(name).length).toBeLessThanOrEqual(60);
      expect(slug(name)).not.toBe('con');
    },
  );

  it('differs where long names differ only at their ends', () => {
    expect(slug(`${'a'.repeat(80)}1`)).not.toBe(slug(`${'a'.repeat(80)}2`));
  });
});

describe('the same profile', () => {
  const one = parseProfile(everything, '/profiles/a.yaml');

  it('is the same after a run kept it, in whatever order', () => {
    const kept = JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(one).reverse())));
    expect(sameProfile(one, kept)).toBe(true);
  });

  it('is another when one word of it differs', () => {
    expect(sameProfile(one, parseProfile(everything.replace('knock: all', 'knock: none'), '/profiles/a.yaml'))).toBe(
      false,
    );
    expect(sameProfile(one, parseProfile(everything.replace('claims:', 'claims: []\n#'), '/profiles/a.yaml'))).toBe(
      false,
    );
  });
});

it('every field of the schema is described', async () => {
  const schema = JSON.parse(
    await readFile(new URL('../../profiles/schemas/vendor.schema.json', import.meta.url), 'utf8'),
  );
  const silent: string[] = [];
  const look = (node: unknown, path: string) => {
    if (node === null || typeof node !== 'object') return;
    const { properties = {} } = node as { properties?: Record<string, { description?: string }> };
    for (const [name, property] of Object.entries(properties))
      if (!property.description) silent.push(`${path}/${name}`);
    for (const [name, child] of Object.entries(node)) if (name !== 'examples') look(child, `${path}/${name}`);
  };
  look(schema, '');
  expect(Object.keys(schema.properties)).toContain('vendor');
  expect(silent).toEqual([]);
});
