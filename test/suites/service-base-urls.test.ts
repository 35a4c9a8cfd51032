import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundle, endpoint, organization, practices } from '../../src/facts/service-base-urls/samples.ts';
import { judgeFolder } from '../../src/judge/offline.ts';
import type { Finding } from '../../src/model/finding.ts';
import { Run } from '../../src/run/conductor.ts';
import { parseProfile } from '../../src/vendor/profile.ts';
import suite from '../../suites/service-base-urls.ts';

const list = JSON.stringify(bundle(practices));
const fhir = { 'content-type': 'application/fhir+json' };
let base = '';
let folder: string;
let runs = 0;
const asked: string[] = [];

/** What the vendors of these tests publish, by path. */
const published: { readonly [path: string]: (response: ServerResponse) => void } = {
  '/list.json': response => response.writeHead(200, fhir).end(list),
  '/script-page': response =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(
      `<!doctype html><title>Practices</title><ul id="list"></ul><script>
        fetch('/api/endpoints.json').then(r => r.json()).then(b => { list.textContent = b.entry.length });
      </script>`,
    ),
  '/api/endpoints.json': response => response.writeHead(200, fhir).end(list),
  '/link-page': response =>
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(
        '<!doctype html><title>API</title><a href="/list.json">Service base URLs</a> <a href="/nothing.json">Other</a>',
      ),
  // As a code forge shows a file: the address ends as data, and the data is one link further.
  '/forge': response =>
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(
        '<!doctype html><title>Files</title><a href="/forge/blob/patient_endpoints.json">patient_endpoints.json</a>',
      ),
  '/forge/blob/patient_endpoints.json': response =>
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<!doctype html><title>File</title><a href="/forge/raw/patient_endpoints.json">Raw</a>'),
  '/forge/raw/patient_endpoints.json': response => response.writeHead(200, { 'content-type': 'text/plain' }).end(list),
  '/robots-out': response =>
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<!doctype html><title>Just a moment...</title><p>Verify you are human.'),
  '/search': response =>
    response.writeHead(200, fhir).end(
      JSON.stringify(
        bundle(practices.slice(0, 2), {
          type: 'searchset',
          total: 4,
          link: [{ relation: 'next', url: '/search?page=2' }],
        }),
      ),
    ),
  '/search?page=2': response =>
    response.writeHead(200, fhir).end(
      JSON.stringify(
        bundle(practices.slice(2), {
          type: 'searchset',
          total: 4,
          link: [{ relation: 'next', url: '/search?page=2' }],
        }),
      ),
    ),
  '/list.json.gz': response => response.writeHead(200, { 'content-type': 'application/gzip' }).end(gzipSync(list)),
  '/encoded': response => response.writeHead(200, { ...fhir, 'content-encoding': 'gzip' }).end(gzipSync(list)),
  '/cut': response => {
    response.writeHead(200, { ...fhir, 'content-length': Buffer.byteLength(list) });
    response.write(list.slice(0, -50), () => response.destroy());
  },
  '/broken': response => response.writeHead(200, fhir).end(`${list.slice(0, -50)}}}}`),
  '/trouble': response => response.writeHead(500, { 'content-type': 'text/html' }).end('<!doctype html><h1>Error</h1>'),
  '/endless': response => response.writeHead(302, { location: '/endless' }).end(),
  '/own-addresses': response =>
    response
      .writeHead(200, fhir)
      .end(
        JSON.stringify(
          bundle([
            endpoint('alder', { address: `${base}/alder/metadata` }),
            organization('alder'),
            endpoint('cedar', { address: `${base}/{site}/r4` }),
            organization('cedar'),
            endpoint('osprey', { address: `http://me:secret@127.0.0.1/r4` }),
            organization('osprey'),
            endpoint('off', { address: `${base}/off`, status: 'off' }),
            organization('off'),
          ]),
        ),
      ),
  '/alder/metadata': response => response.writeHead(200, fhir).end('{"resourceType":"CapabilityStatement"}'),
};

const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  const answer = published[request.url ?? ''];
  if (answer) answer(response);
  else response.writeHead(404).end();
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'special-effort-lists-'));
  process.env.SPECIAL_EFFORT_HOME = join(folder, 'home');
  await once(server.listen(0, '127.0.0.1'), 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

/** A run at one published address, judged. */
async function at(path: string, knock = 'none'): Promise<(rule: string) => Finding> {
  const text = `vendor: Alder\npages: { service-base-urls: "${base}${path}" }\nendpoints: { knock: ${knock} }\n`;
  const run = Run.open({
    vendor: parseProfile(text, 'alder.yaml'),
    suites: [suite],
    folder: join(folder, String(++runs)),
  });
  await run.perform();
  const { judgement } = await judgeFolder(run.folder, 'test', { finishedAt: null, complete: true });
  expect(judgement.findings.filter(({ reason }) => reason === 'harness-bug')).toEqual([]);
  return rule => judgement.findings.find(finding => finding.rule === `service-base-urls/${rule}`)!;
}

describe('a list is found', () => {
  test.each(['/list.json', '/list.json.gz', '/encoded', '/search', '/link-page', '/script-page', '/forge'])(
    'at %s',
    async path => {
      const finding = await at(path);
      expect(finding('list-as-fhir-bundle')).toMatchObject({ outcome: 'passed' });
      expect(finding('list-opens-for-a-stranger')).toMatchObject({ outcome: 'passed' });
      expect(finding('every-customer').because).toContain('2 Organizations');
      expect(finding('living-addresses')).toMatchObject({ outcome: 'untested', reason: 'not-in-scope' });
    },
  );
});

describe('what is no list is told for what it is', () => {
  test('broken JSON', async () => {
    const finding = await at('/broken');
    expect(finding('whole-list')).toMatchObject({ outcome: 'failed', because: expect.stringContaining('entry 3') });
    expect(finding('organization-name')).toMatchObject({ outcome: 'passed' });
  });

  test('a page that keeps robots out', async () => {
    expect((await at('/robots-out'))('list-as-fhir-bundle')).toMatchObject({
      outcome: 'cant-tell',
      because: expect.stringContaining('robots'),
    });
  });

  test('a connection that ends', async () => {
    const finding = await at('/cut');
    expect(finding('whole-list')).toMatchObject({
      outcome: 'cant-tell',
      because: expect.stringContaining('connection'),
    });
    expect(finding('endpoint-organization')).toMatchObject({ outcome: 'cant-tell' });
  });

  test.each([
    ['/trouble', '500'],
    ['/nowhere', '404'],
    ['/endless', '302'],
  ])('%s', async (path, status) => {
    const finding = await at(path);
    const said = finding('list-as-fhir-bundle');
    expect(said).toMatchObject({ outcome: 'cant-tell', because: expect.stringContaining(status) });
    expect(finding('organization-name')).toMatchObject({ outcome: 'untested', reason: 'vendor-unreachable' });
  });
});

test("only what can be a base address is knocked at, and nobody else's name is used", async () => {
  asked.length = 0;
  const finding = await at('/own-addresses', 'all');
  expect(asked.toSorted()).toEqual(['/alder/.well-known/smart-configuration', '/alder/metadata', '/own-addresses']);
  expect(finding('fhir-behind-addresses')).toMatchObject({ outcome: 'passed' });
  expect(finding('address-form').because).not.toContain('secret');
});

test('a sample is the same few, run after run', async () => {
  published satisfies object;
  const many = bundle(Array.from({ length: 50 }, (_, i) => endpoint(`e${i}`, { address: `${base}/e${i}/r4` })));
  Object.assign(published, {
    '/many': (response: ServerResponse) => response.writeHead(200, fhir).end(JSON.stringify(many)),
  });
  const knockedAt = async () => {
    asked.length = 0;
    await at('/many', 'sample');
    return asked.filter(path => path.endsWith('/metadata')).toSorted();
  };
  const first = await knockedAt();
  expect(first).toHaveLength(20);
  expect(await knockedAt()).toEqual(first);
});
