import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, specialEffort } from '../../cli/command-line.ts';
import { atHand, sharedPackages } from '../shared-packages.ts';

const good = JSON.stringify({ resourceType: 'Patient', id: 'a', gender: 'female' });
const bad = JSON.stringify({ resourceType: 'Patient', id: 'b', gender: 'x' });

function files(): string {
  const folder = emptyFolder();
  mkdirSync(join(folder, 'inner'));
  writeFileSync(join(folder, 'good.json'), good);
  writeFileSync(join(folder, 'inner/bad.json'), bad);
  writeFileSync(join(folder, 'inner/lines.ndjson'), `${good}\n\n${bad}\n{`);
  writeFileSync(join(folder, 'inner/notes.txt'), 'x');
  return folder;
}

test('a file without error ends with 0', async () => {
  const { code, stderr } = await specialEffort(['validate', 'good.json'], { cwd: files() });
  expect([code, stderr.trim().split('\n').at(-1)]).toEqual([0, '1 resources: 0 errors, 1 warnings.']);
});

test('folders, lines and texts that are no JSON: each error says where', async () => {
  const { code, stdout } = await specialEffort(['validate', '.', '--json'], { cwd: files() });
  expect(code).toBe(10);
  const { resources, errors, issues } = JSON.parse(stdout);
  expect([resources, errors]).toEqual([4, 3]);
  const found = issues
    .filter(({ severity }: { severity: string }) => severity === 'error')
    .map(({ file, line, resource, path, rule }: Record<string, unknown>) => [file, line, resource, path, rule]);
  expect(found).toEqual([
    ['inner/bad.json', undefined, 'Patient/b', 'Patient.gender', 'binding'],
    ['inner/lines.ndjson', 3, 'Patient/b', 'Patient.gender', 'binding'],
    ['inner/lines.ndjson', 4, undefined, '', 'json'],
  ]);
});

test('what is piped in, as one resource or one a line', async () => {
  const cwd = emptyFolder();
  const piped = async (input: string) =>
    JSON.parse((await specialEffort(['validate', '-', '--json'], { cwd, input })).stdout);
  expect((await piped(bad)).errors).toBe(1);
  expect((await piped(`${good}\n${bad}\n`)).resources).toBe(2);
  expect((await piped('{"resourceType":"Patient","id":"a","id":"b"}')).issues[0].rule).toBe('duplicate-key');
});

test('a profile is asked of every resource of its type, in Bundles too', async () => {
  const cwd = files();
  const entry = { fullUrl: 'http://example.org/Patient/a', resource: JSON.parse(good) };
  writeFileSync(
    join(cwd, 'bundle.json'),
    JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry: [entry] }),
  );
  const { code, stdout } = await specialEffort(['validate', 'bundle.json', '--profile', 'us-core-patient', '--json'], {
    cwd,
  });
  expect(code).toBe(10);
  const paths = JSON.parse(stdout).issues.map(({ path }: { path: string }) => path);
  expect(paths).toContain('Bundle.entry[0].resource.name');
});

test('a profile may come from a file, with the value set that it draws on', async () => {
  const cwd = files();
  const profile = {
    resourceType: 'StructureDefinition',
    url: 'http://example.org/p',
    name: 'Reds',
    kind: 'resource',
    type: 'Patient',
    derivation: 'constraint',
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
    snapshot: {
      element: [
        { id: 'Patient', path: 'Patient', min: 0, max: '*' },
        {
          id: 'Patient.maritalStatus',
          path: 'Patient.maritalStatus',
          min: 1,
          max: '1',
          base: { max: '1' },
          type: [{ code: 'CodeableConcept' }],
          binding: { strength: 'required', valueSet: 'http://example.org/reds' },
        },
      ],
    },
  };
  const set = {
    resourceType: 'ValueSet',
    url: 'http://example.org/reds',
    status: 'active',
    compose: { include: [{ system: 'urn:c', concept: [{ code: 'red' }] }] },
  };
  writeFileSync(join(cwd, 'profile.json'), JSON.stringify(profile));
  writeFileSync(join(cwd, 'set.json'), JSON.stringify(set));
  const coded = (code: string) =>
    JSON.stringify({ resourceType: 'Patient', maritalStatus: { coding: [{ system: 'urn:c', code }] } });
  const piped = async (input: string) =>
    (await specialEffort(['validate', '-', '--profile', 'profile.json,set.json'], { cwd, input })).code;
  expect([await piped(coded('red')), await piped(coded('blue')), await piped(good)]).toEqual([0, 10, 10]);
});

test.each([
  [['validate'], 'needs FILE...'],
  [
    ['validate', 'good.json', '--profile', 'good.json'],
    'good.json is no StructureDefinition, ValueSet, CodeSystem with a url',
  ],
  [['validate', 'none.json'], 'There is no file none.json.'],
  [
    ['validate', 'good.json', '--us-core', '6.1'],
    'There are no tables of US Core 6.1; there are those of 6.1.0, 7.0.0, 8.0.0.',
  ],
  [['validate', 'good.json', '--profile', 'us-core-patien'], 'Did you mean "us-core-patient"?'],
  [['ig', 'add', 'none.tgz'], 'There is no file none.tgz.'],
  [['ig', 'add', 'hl7.fhir.us.core@8.0.1'], '--registry URL'],
  [['ig', 'add', 'good.json'], 'cannot be unpacked as .tgz'],
])('%j is refused with exit code 2, and says what to do', async (words, message) => {
  const { code, stderr } = await specialEffort(words, { cwd: files() });
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});

test.skipIf(!atHand('3.1.1'))(
  'a version that is added, from a file or a registry, can be asked for (skipped where ../shared is absent)',
  async () => {
    const bytes = readFileSync(sharedPackages.get('3.1.1') as string);
    const asked: unknown[] = [];
    const registry = createServer((request, response) => {
      asked.push(request.url);
      if (request.url === '/hl7.fhir.us.core/3.1.1') response.end(bytes);
      else response.writeHead(404).end();
    }).listen(0, '127.0.0.1');
    try {
      await new Promise(resolve => registry.once('listening', resolve));
      const address = `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`;
      const cwd = files();
      const env = { SPECIAL_EFFORT_HOME: join(cwd, 'home') };
      const added = await specialEffort(['ig', 'add', 'hl7.fhir.us.core@3.1.1', '--registry', address], { cwd, env });
      expect([added.code, added.stdout.trim()]).toEqual([0, join(cwd, 'home/us-core/3.1.1')]);
      expect(added.stderr).toContain('in no approved pairing');
      expect(asked).toEqual(['/hl7.fhir.us.core/3.1.1']);
      const checked = await specialEffort(
        ['validate', 'good.json', '--us-core', '3.1.1', '--profile', 'us-core-patient'],
        { cwd, env },
      );
      expect(checked.code).toBe(10);
      const missing = await specialEffort(['ig', 'add', 'hl7.fhir.us.core@9.9.9', '--registry', address], { cwd, env });
      expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('answered 404')]);
    } finally {
      registry.close();
    }
  },
);
