import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkProfile } from '../../src/vendor/check.ts';
import { parseProfile } from '../../src/vendor/profile.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'check-'));
  for (const name of ['key', 'ca.pem', 'contract.pdf']) await writeFile(join(folder, name), 'x', { mode: 0o600 });
});
afterAll(() => rm(folder, { recursive: true }));

const complete = `
vendor: A
product: { chpl: 15.04.04.1234.Lark.12.01.1.260101 }
standards: { us-core: 6.1.0, smart: 2.2.0, bulk: 2.0.0 }
engagement: { by: Jane, document: file:contract.pdf, until: 2027-03-31, permits: [consented, write] }
deployments: [{ id: sandbox, base: https://fhir.example, environment: sandbox, host: developer, data: synthetic }]
pages:
  api: https://www.example/
  registration: https://www.example/
  fees: https://www.example/
  terms: https://www.example/
  ehi-format: https://www.example/
  service-base-urls: https://www.example/
  disclosures: https://www.example/
access: { token: env:TOKEN }
patients: [{ id: 1 }, { id: 2 }]
clients:
  - { id: app, kind: public, client-id: x, redirect: https://app.example }
  - { id: exporter, kind: backend, client-id: y, key: file:key }
network: { ca: file:ca.pem }
`;

const advice = (text: string, day = '2027-01-01') =>
  checkProfile(parseProfile(text, join(folder, 'a.yaml')), { day, environment: { TOKEN: 'x' } });
const fields = (text: string, day?: string) => advice(text, day).map(({ field }) => field);

describe('advice on a profile', () => {
  it('is silent where nothing is missing', () => expect(advice(complete)).toEqual([]));

  it.each<[string, (text: string) => string, string[]]>([
    ['a CHPL number that is none', text => text.replace('15.04.04.1234', '15.04.1234'), ['product.chpl']],
    ['a standard unstated', text => text.replace(', bulk: 2.0.0', ''), ['standards']],
    ['no engagement', text => text.replace(/^engagement.*$/m, ''), ['engagement']],
    ['no document', text => text.replace('document: file:contract.pdf, ', ''), ['engagement.document']],
    ['a document that is not there', text => text.replace('contract.pdf', 'other.pdf'), ['engagement.document']],
    ['production', text => text.replace('environment: sandbox', 'environment: production'), ['engagement.permits']],
    [
      'environment unstated',
      text => text.replace('environment: sandbox, ', ''),
      ['engagement.permits', 'deployments[0].environment'],
    ],
    ['data unstated', text => text.replace(', data: synthetic', ''), ['deployments[0].data']],
    ['host unstated', text => text.replace('host: developer, ', ''), ['deployments[0].host']],
    ['http', text => text.replace('https://fhir.example', 'http://fhir.example'), ['deployments[0].base']],
    ['no deployments', text => text.replace(/^deployments.*$/m, ''), ['deployments']],
    ['a page less', text => text.replace(/^ {2}fees.*$/m, ''), ['pages.fees']],
    ['one patient', text => text.replace(', { id: 2 }', ''), ['patients']],
    ['no patients', text => text.replace(/^patients.*$/m, ''), ['patients']],
    ['a client without id', text => text.replace('client-id: x, ', ''), ['clients[0].client-id']],
    ['a client without redirect', text => text.replace(', redirect: https://app.example', ''), ['clients[0].redirect']],
    ['a backend without key', text => text.replace(', key: file:key', ''), ['clients[1].key']],
    [
      'a symmetric client without secret',
      text => text.replace('kind: public', 'kind: symmetric'),
      ['clients[0].secret'],
    ],
    ['a variable unset', text => text.replace('env:TOKEN', 'env:OTHER'), ['access.token']],
    ['a key that is not there', text => text.replace('file:key', 'file:nokey'), ['clients[1].key']],
    ['an authority that is not there', text => text.replace('ca.pem', 'cb.pem'), ['network.ca']],
    ['a field nobody reads', text => `${text}parity: { ownapp: { days: 1 } }`, ['parity.ownapp']],
  ])('on %s', (_, change, expected) => {
    expect(change(complete)).not.toBe(complete);
    expect(fields(change(complete))).toEqual(expected);
  });

  it('on loopback does not mind http', () => {
    expect(fields(complete.replace('https://fhir.example', 'http://localhost:8080/fhir'))).toEqual([]);
  });

  it('minds the last day of the engagement', () => {
    expect(fields(complete, '2027-03-31')).toEqual([]);
    expect(fields(complete, '2027-04-01')).toEqual(['engagement.until']);
  });

  it('on a server asked twice', () => {
    const twin = complete.replace(
      'data: synthetic }]',
      'data: synthetic }, { id: b, base: https://fhir.example/, environment: sandbox, host: developer, data: synthetic }]',
    );
    expect(fields(twin)).toEqual(['deployments[1].base']);
  });

  it.skipIf(process.platform === 'win32')('on a secret that others may read', async () => {
    await chmod(join(folder, 'key'), 0o644);
    const [found] = advice(complete);
    await chmod(join(folder, 'key'), 0o600);
    expect(found).toMatchObject({ field: 'clients[1].key', remedy: `Run: chmod 600 ${join(folder, 'key')}` });
  });

  it('prints the lines to add where a token permits nothing', () => {
    const [found] = advice(complete.replace(/^engagement.*$/m, ''));
    expect(found?.says).toMatch(/token/);
    expect(found?.remedy).toContain('engagement: { by: YOUR NAME, permits: [consented] }');
  });

  it('says of unstated data what follows in each environment', () => {
    const unstated = complete.replace(', data: synthetic', '');
    expect(advice(unstated)[0]?.follows).toMatch(/real patients/);
    const [, found] = advice(unstated.replace('environment: sandbox', 'environment: production'));
    expect(found?.follows).toMatch(/No patient record is asked for/);
  });

  it('always says what follows and what to do', () => {
    for (const { says, follows, remedy } of advice('vendor: A\ndeployments: [{ id: a, base: http://a.example }]')) {
      expect(says).toMatch(/^[A-Z].*\.$/);
      expect(follows).toMatch(/^[A-Z].*\.$/);
      expect(remedy.length).toBeGreaterThan(10);
    }
  });
});
