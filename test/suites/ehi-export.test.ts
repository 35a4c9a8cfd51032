import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { archive, exportedFiles, storedOf } from '../../src/demo/ehi-export/exports.ts';
import { judgeFolder } from '../../src/judge/offline.ts';
import type { Finding } from '../../src/model/finding.ts';
import { Run } from '../../src/run/conductor.ts';
import { parseProfile } from '../../src/vendor/profile.ts';
import suite from '../../suites/ehi-export.ts';
import { fixture } from '../facts/ehi-export/read.ts';

const stored = storedOf('patient-1');
const exported = exportedFiles('patient-1', 'resource-lines', stored);
let base = '';
let folder: string;
let runs = 0;
const authorised: (string | undefined)[] = [];
let waited = 0;

const served: { readonly [path: string]: (response: ServerResponse) => void } = {
  '/at-once': response => response.writeHead(200, { 'content-type': 'application/zip' }).end(archive(exported)),
  '/in-a-while': response => response.writeHead(202, { 'content-location': '/job/1' }).end(),
  '/job/1': response =>
    waited++ === 0
      ? response.writeHead(202, { 'content-location': '/job/1', 'retry-after': '0' }).end()
      : response.writeHead(200, { 'content-type': 'application/zip' }).end(archive(exported)),
  '/ehi-format': response => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Format</h1>'),
  '/refused': response => response.writeHead(501).end(),
};

const server = createServer((request, response) => {
  authorised.push(request.headers.authorization);
  const answer = served[request.url ?? ''];
  if (answer) answer(response);
  else response.writeHead(404).end();
});
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'special-effort-ehi-export-'));
  process.env.SPECIAL_EFFORT_HOME = join(folder, 'home');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  exported.set('README.txt', Buffer.from(`See ${base}/ehi-format\n`));
  const lines = stored.map(one => JSON.stringify(one)).join('\n');
  await writeFile(join(folder, 'known.ndjson'), lines);
  await writeFile(join(folder, 'Testerly, Wren.zip'), archive(exported));
  await writeFile(join(folder, 'locked.zip'), fixture('aes-256.zip'));
  await writeFile(join(folder, 'export.password'), 'feather-41\n', { mode: 0o600 });
  await mkdir(join(folder, 'as-folder', 'inner'), { recursive: true });
  await writeFile(join(folder, 'as-folder', 'inner', 'PATIENT.csv'), 'PATIENT_ID,NAME\n1,Wren\n');
  await writeFile(join(folder, 'as-folder', 'README.txt'), `See ${base}/ehi-format\n`);
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

async function run(exports: string, { data = 'synthetic', permits = 'consented, write' } = {}) {
  const profile = `vendor: Vendor
engagement: { by: Somebody, document: contract.pdf, permits: [${permits}] }
deployments: [{ id: sandbox, base: "${base}/r4", environment: sandbox, host: developer, data: ${data} }]
ehi-export:
${exports}`;
  const place = join(folder, `run-${runs++}`);
  const vendor = parseProfile(profile, join(folder, 'profile.yaml'));
  const running = Run.open({ vendor, suites: [suite], folder: place });
  await running.perform();
  const { judgement } = await judgeFolder(place, 'test', { finishedAt: null, complete: true });
  expect(judgement.findings.filter(({ reason }) => reason === 'harness-bug')).toEqual([]);
  return { place, findings: judgement.findings };
}

const outcomeOf = (findings: readonly Finding[], rule: string) =>
  findings.filter(one => one.rule === `ehi-export/${rule}`).map(({ outcome, reason }) => reason ?? outcome);

test.each(['at-once', 'in-a-while'])('an export by its address, %s', async path => {
  const { findings } = await run(
    `  single-patient: { how: api, address: "${base}/${path}", manifest: file:known.ndjson }`,
  );
  expect(outcomeOf(findings, 'package-intact')).toEqual(['passed']);
  expect(outcomeOf(findings, 'billing')).toEqual(['passed']);
  expect(outcomeOf(findings, 'timely-export')).toEqual(['passed']);
  expect(authorised.filter(Boolean)).toEqual([]);
});

test('an address that refuses leaves everything untested, and says so', async () => {
  const { findings } = await run(`  single-patient: { how: api, address: "${base}/refused" }`);
  expect(outcomeOf(findings, 'package-intact')).toEqual(['no-test-data']);
});

test('without permission nothing is asked for or opened', async () => {
  const { findings } = await run('  single-patient: { file: "file:Testerly, Wren.zip" }', { permits: 'passive' });
  expect(outcomeOf(findings, 'package-intact')).toEqual(['not-permitted']);
});

test('a locked file with its password, and a folder', async () => {
  const { findings } = await run(
    '  single-patient: { file: file:locked.zip, password: file:export.password }\n  population: { file: file:as-folder }',
  );
  expect(outcomeOf(findings, 'password-told')).toEqual(['passed', 'passed']);
  expect(outcomeOf(findings, 'computable-data')).toEqual(['passed', 'passed']);
});

test('of patients whose records may not be kept, nothing is', async () => {
  const { place, findings } = await run(
    '  single-patient: { file: "file:Testerly, Wren.zip", manifest: file:known.ndjson }',
    { data: 'phi' },
  );
  expect(outcomeOf(findings, 'messages')).toEqual(['passed']);
  const written = await readdir(join(place, 'evidence'), { recursive: true, withFileTypes: true });
  for (const file of written.filter(one => one.isFile())) {
    const text = await readFile(join(file.parentPath, file.name), 'latin1');
    for (const word of ['MRN-patient-1', 'My knee', '1978-01-20', 'Specimen Springs', 'medication-request']) {
      expect(text.includes(word), `${file.name} holds "${word}"`).toBe(false);
    }
  }
});

test('a file that is not there is the fault of the profile', async () => {
  const { findings } = await run('  single-patient: { file: file:nowhere.zip }');
  expect(outcomeOf(findings, 'package-intact')).toEqual(['profile-wrong']);
});
