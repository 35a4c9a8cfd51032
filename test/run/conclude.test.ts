import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { verify } from '../../src/evidence/seal.ts';
import { conclude, reportAgain } from '../../src/run/conclude.ts';
import { Run } from '../../src/run/conductor.ts';
import discovery from '../../suites/discovery.ts';
import { deployment, listen } from '../collect/bench.ts';
import { bytesIn, freshFolder, vendorWith } from '../evidence/run-folder.ts';

let home: string;
beforeEach(() => {
  home = freshFolder('home');
  vi.stubEnv('SPECIAL_EFFORT_HOME', home);
});
afterEach(() => vi.unstubAllEnvs());

/** A server of a FHIR release that no certified API may rest on. */
async function collected(): Promise<string> {
  const statement = JSON.stringify({ resourceType: 'CapabilityStatement', fhirVersion: '3.0.1', kind: 'instance' });
  const server = await listen((_, response) =>
    response.writeHead(200, { 'content-type': 'application/fhir+json' }).end(statement),
  );
  const folder = join(freshFolder(), 'run');
  const vendor = vendorWith({ deployments: [deployment(`${server.base}/r4`)] });
  await Run.open({ folder, vendor, suites: [discovery] }).perform();
  return folder;
}
const read = (...path: string[]) => readFileSync(join(...path), 'utf8');

test('a run is judged beside what was judged before, to the same bytes, and no seal is broken', async () => {
  const folder = await collected();
  const first = await conclude(folder, {});
  const [seal, findings] = [read(folder, 'seal.json'), read(folder, 'findings.json')];
  const second = await conclude(folder, {});
  expect(second).toEqual(first);
  expect(readdirSync(join(folder, 'judgements')).sort()).toEqual(['0001', '0002']);
  for (const number of ['0001', '0002']) expect(read(folder, 'judgements', number, 'findings.json')).toBe(findings);
  expect(read(folder, 'seal.json')).toBe(seal);
  expect(await verify(folder)).toMatchObject({ sealed: true, problems: [] });
  expect(first.runDir).toBe(folder);
  expect(Object.values(first.counts).reduce((a, b) => a + b)).toBe(JSON.parse(findings).findings.length);
  for (const file of ['report.html', 'report.junit.xml']) expect(existsSync(join(folder, file))).toBe(true);
  expect(bytesIn(folder)).not.toContain(home);
});

test('what a killed judge left behind is neither counted nor in the way', async () => {
  const folder = await collected();
  mkdirSync(join(folder, 'judgements', '0001.new'), { recursive: true });
  await conclude(folder, {});
  expect(readdirSync(join(folder, 'judgements'))).toEqual(['0001']);
  expect((await verify(folder)).problems).toEqual([]);
});

test('a run that was cut short is judged as far as it came, and stays unsealed', async () => {
  const folder = await collected();
  rmSync(join(folder, 'seal.json'));
  await conclude(folder, {});
  expect((await verify(folder)).sealed).toBe(false);
  expect(JSON.parse(read(folder, 'judgements', '0001', 'seal.json')).evidence).toBeNull();
});

test('of failed findings only those that count decide the exit code', async () => {
  const folder = await collected();
  const { exitCode, counts } = await conclude(folder, {});
  expect(counts.failed).toBeGreaterThan(0);
  expect(exitCode).toBe(10);
  expect((await conclude(folder, { failOn: () => false })).exitCode).toBe(0);
});

test('reports are written again from the newest judgement; a run never judged says so', async () => {
  const folder = await collected();
  await expect(reportAgain(folder, {}, ['json'])).rejects.toThrow('was never judged');
  await conclude(folder, {});
  const before = read(folder, 'report.html');
  rmSync(join(folder, 'report.html'));
  expect(await reportAgain(folder, {}, ['html'])).toEqual([join(folder, 'report.html')]);
  expect(read(folder, 'report.html')).toBe(before);
});
