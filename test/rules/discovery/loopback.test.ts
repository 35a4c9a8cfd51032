import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { judgeFolder } from '../../../src/judge/offline.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { Run } from '../../../src/run/conductor.ts';
import suite from '../../../suites/discovery.ts';
import { vendor } from '../../fixtures/evidence.ts';

type Answerer = (request: IncomingMessage, response: ServerResponse, base: string) => void;

let folder: string;
let server: Server | undefined;
let runs = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'special-effort-discovery-'));
  process.env.SPECIAL_EFFORT_HOME = join(folder, 'home');
});
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What discovery finds at a server on this machine that answers so. */
async function findings(answer: Answerer): Promise<readonly Finding[]> {
  let base = '';
  server = createServer((request, response) => answer(request, response, base));
  await new Promise<void>(resolve => server?.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`;
  const deployment = { id: 'own', base, host: 'developer' } as const;
  const run = Run.open({
    vendor: { ...vendor, standards: { 'us-core': '6.1.0', smart: '2.2.0' }, deployments: [deployment] },
    suites: [suite],
    folder: join(folder, `run-${runs++}`),
  });
  await run.perform();
  return (await judgeFolder(run.folder, 'test', { finishedAt: null, complete: true })).judgement.findings;
}

const of = (all: readonly Finding[], rule: string) => [
  ...new Set(all.filter(finding => finding.rule === `discovery/${rule}`).map(({ outcome }) => outcome)),
];
const failedRules = (all: readonly Finding[]) =>
  all.filter(({ outcome }) => outcome === 'failed').map(({ rule }) => rule);

const statement = {
  resourceType: 'CapabilityStatement',
  fhirVersion: '4.0.1',
  kind: 'instance',
  format: ['json'],
  rest: [{ mode: 'server' }],
};
const json = (response: ServerResponse, document: unknown) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
const isMetadata = (request: IncomingMessage) => request.url?.startsWith('/fhir/metadata') ?? false;

describe('answers that tell nothing certain accuse nobody', () => {
  test.each<[string, Answerer]>([
    ['errors of the server', (_, response) => response.writeHead(500).end()],
    [
      'a web page everywhere',
      (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>'),
    ],
    ['nothing at this address', (_, response) => response.writeHead(404).end()],
    ['robots refused', (_, response) => response.writeHead(403, { 'content-type': 'text/html' }).end('<html>')],
    ['too many requests', (_, response) => response.writeHead(429, { 'retry-after': '1' }).end()],
    ['redirects without end', (request, response) => response.writeHead(302, { location: `${request.url}x` }).end()],
    ['connections that end at once', request => request.socket.destroy()],
    [
      'bodies that break off',
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
        response.write('{"resourceType":');
        setTimeout(() => response.destroy(), 10);
      },
    ],
  ])('%s', async (_, answer) => {
    const all = await findings(answer);
    expect(failedRules(all)).toEqual([]);
    expect(all.filter(({ reason }) => reason === 'harness-bug')).toEqual([]);
    expect(of(all, 'capability-statement-served')).not.toContain('passed');
  });

  test('a body without end is left where it is', async () => {
    const all = await findings((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const piece = Buffer.alloc(1024 * 1024, ' ');
      response.write('{');
      const more = () => {
        while (!response.destroyed) if (!response.write(piece)) return;
      };
      response.on('drain', more);
      more();
    });
    expect(failedRules(all)).toEqual([]);
    expect(of(all, 'smart-configuration-served')).toEqual(['cant-tell']);
  }, 60_000);
});

test('a login before everything is told', async () => {
  const all = await findings((_, response) => response.writeHead(401, { 'www-authenticate': 'Bearer' }).end());
  expect(failedRules(all)).toEqual([
    'discovery/capability-statement-without-login',
    'discovery/smart-configuration-without-login',
  ]);
});

test('half a CapabilityStatement beside a SMART configuration is told', async () => {
  const all = await findings((request, response, base) =>
    isMetadata(request)
      ? response
          .writeHead(200, { 'content-type': 'application/fhir+json' })
          .end('{"resourceType":"CapabilityStatement","re')
      : json(response, { token_endpoint: `${base}/token` }),
  );
  expect(of(all, 'capability-statement-served')).toEqual(['failed']);
});

test('XML by default is no fault where the parameter brings JSON for those who ask', async () => {
  const all = await findings((request, response) => {
    if (!isMetadata(request)) return response.writeHead(404).end();
    const wantsJson = request.url?.includes('_format=json') || request.headers.accept?.includes('json');
    if (wantsJson) return json(response, statement);
    return response
      .writeHead(200, { 'content-type': 'application/fhir+xml' })
      .end('<CapabilityStatement xmlns="http://hl7.org/fhir"/>');
  });
  expect(of(all, 'capability-statement-served')).toEqual(['passed']);
  expect(of(all, 'fhir-as-json')).toEqual(['passed']);
  expect(of(all, 'smart-configuration-served')).toEqual(['failed']);
});

test('on loopback nobody is asked for TLS', async () => {
  const all = await findings((request, response, base) =>
    isMetadata(request) ? json(response, statement) : json(response, { token_endpoint: `${base}/token`, issuer: base }),
  );
  for (const rule of ['tls-modern', 'tls-old', 'certificate', 'endpoints-over-https'])
    expect(of(all, rule)).toEqual(['inapplicable']);
});

test('addresses that are none are read about and never asked', async () => {
  const all = await findings((request, response) =>
    isMetadata(request)
      ? json(response, statement)
      : json(response, {
          token_endpoint: 'javascript:alert(1)',
          issuer: 'file:///etc/passwd',
          jwks_uri: '/keys',
          capabilities: ['sso-openid-connect'],
        }),
  );
  expect(all.filter(({ reason }) => reason === 'harness-bug')).toEqual([]);
  expect(of(all, 'smart-absolute-addresses')).toEqual(['failed']);
});
