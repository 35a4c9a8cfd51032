import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadCatalogue } from '../../src/requirements/catalogue.ts';
import { CatalogueError } from '../../src/requirements/source.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'catalogue-'));
});
afterEach(() => rm(folder, { recursive: true }));

const requirement = (changes: Record<string, string | undefined> = {}): string =>
  entry({
    id: '45 CFR 1.1(a)',
    asks: 'Be open.',
    link: 'https://law.example/{paragraph}',
    'in-force': '{ from: 2021-04-05, until: null }',
    audience: '[developer]',
    reading: 'verified',
    topics: '[discovery]',
    untested: '"planned: discovery"',
    ...changes,
  });
const barrier = (changes: Record<string, string | undefined> = {}): string =>
  entry({
    id: 'shut-door',
    group: 'doors',
    says: 'The door is shut.',
    signal: 'Knocking.',
    requirements: '[45 CFR 1.1(a)]',
    exceptions: '[]',
    severity: 'high',
    ...changes,
  });
const standard = (changes: Record<string, string | undefined> = {}): string =>
  entry({
    family: 'smart',
    version: '2.0.0',
    'accepted-from': '2024-03-11',
    'accepted-until': 'null',
    basis: 'regulation',
    cites: '[45 CFR 1.1(a)]',
    reading: 'verified',
    ...changes,
  });
function entry(fields: Record<string, string | undefined>): string {
  const lines = Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}`]));
  return `  - ${lines.join('\n    ')}\n`;
}

async function load(files: Record<string, string>) {
  const all = { 'catalogue.yaml': 'version: 2026-11-22\n', 'law.yaml': `requirements:\n${requirement()}`, ...files };
  await Promise.all(Object.entries(all).map(([name, text]) => writeFile(join(folder, name), text)));
  return loadCatalogue(folder);
}

async function problems(files: Record<string, string>): Promise<readonly string[]> {
  const error = await load(files).then(
    () => undefined,
    reason => reason,
  );
  expect(error).toBeInstanceOf(CatalogueError);
  return (error as CatalogueError).problems;
}

test('a sound catalogue loads; a default fills what an entry leaves out, and its link finds the paragraph', async () => {
  const catalogue = await load({
    'law.yaml': `defaults:\n  audience: [onc]\n  link: https://law.example/#p-{paragraph}\nrequirements:\n${requirement({ audience: undefined, link: undefined })}`,
    'barriers.yaml': `barriers:\n${barrier()}`,
    'standards.yaml': `standards:\n${standard()}`,
  });
  expect(catalogue.requirements.get('45 CFR 1.1(a)')).toMatchObject({
    audience: ['onc'],
    link: 'https://law.example/#p-1.1(a)',
    inForce: { from: '2021-04-05', until: null },
  });
  expect(catalogue.barriers.get('shut-door')?.requirements).toEqual(['45 CFR 1.1(a)']);
});

test.each<[what: string, files: Record<string, string>, problem: RegExp]>([
  ['text that is no YAML', { 'law.yaml': 'requirements:\n  - id: [\n' }, /^law\.yaml:\d+: this is not YAML/],
  ['a field twice', { 'law.yaml': `requirements:\n  - id: a\n    id: b\n` }, /^law\.yaml:3: this is not YAML/],
  ['an empty file', { 'empty.yaml': '# nothing\n' }, /^empty\.yaml:1: a mapping of fields is needed/],
  ['an unknown list', { 'law.yaml': `duties:\n${requirement()}` }, /^law\.yaml:2: unknown list "duties"/],
  [
    'an unknown field',
    { 'law.yaml': `requirements:\n${requirement({ ask: 'x' })}` },
    /^law\.yaml:10: unknown field "ask"; known are id, asks/,
  ],
  [
    'a missing field',
    { 'law.yaml': `requirements:\n${requirement({ asks: undefined })}` },
    /^law\.yaml:2: the field "asks" is missing/,
  ],
  ['an empty text', { 'law.yaml': `requirements:\n${requirement({ asks: '""' })}` }, /^law\.yaml:3: a text is needed/],
  [
    'a list that is none',
    { 'law.yaml': `requirements:\n${requirement({ topics: 'discovery' })}` },
    /^law\.yaml:8: a list is needed/,
  ],
  [
    'an unknown topic',
    { 'law.yaml': `requirements:\n${requirement({ topics: '[telepathy]' })}` },
    /^law\.yaml:8: "telepathy" is none of discovery/,
  ],
  [
    'an unknown audience',
    { 'law.yaml': `requirements:\n${requirement({ audience: '[dog]' })}` },
    /^law\.yaml:6: "dog" is none of developer/,
  ],
  [
    'an unknown reading',
    { 'law.yaml': `requirements:\n${requirement({ reading: 'guessed' })}` },
    /^law\.yaml:7: "guessed" is none of verified/,
  ],
  [
    'a day that is none',
    { 'law.yaml': `requirements:\n${requirement({ 'in-force': '{ from: 2023-02-29, until: null }' })}` },
    /^law\.yaml:5: "2023-02-29" is no day/,
  ],
  [
    'days in the wrong order',
    { 'law.yaml': `requirements:\n${requirement({ 'in-force': '{ from: 2023-02-02, until: 2023-02-01 }' })}` },
    /^law\.yaml:5: the first day 2023-02-02 is after the last/,
  ],
  [
    'an end without a beginning',
    { 'law.yaml': `requirements:\n${requirement({ 'in-force': '{ from: null, until: 2023-02-01 }' })}` },
    /^law\.yaml:5: an end without a beginning/,
  ],
  [
    'a link that is none',
    { 'law.yaml': `requirements:\n${requirement({ link: 'law.example' })}` },
    /^law\.yaml:2: "law\.example" is no https address/,
  ],
  [
    'a plan for no topic',
    { 'law.yaml': `requirements:\n${requirement({ untested: '"planned: soon"' })}` },
    /^law\.yaml:9: "planned: soon" names no topic/,
  ],
  [
    'two reasons at once',
    { 'law.yaml': `requirements:\n${requirement({ partly: 'something' })}` },
    /^law\.yaml:2: "untested" and "partly" exclude each other/,
  ],
  [
    'an id twice',
    { 'more.yaml': `requirements:\n${requirement()}` },
    /^more\.yaml:2: the id "45 CFR 1\.1\(a\)" is taken already/,
  ],
  [
    'a barrier against nothing known',
    { 'barriers.yaml': `barriers:\n${barrier({ requirements: '[45 CFR 1.1(a), 45 CFR 9.9]' })}` },
    /^barriers\.yaml:6: there is no requirement "45 CFR 9\.9"/,
  ],
  [
    'a barrier with an unknown exception',
    { 'barriers.yaml': `barriers:\n${barrier({ exceptions: '[45 CFR 171.999]' })}` },
    /^barriers\.yaml:7: there is no exception "45 CFR 171\.999"/,
  ],
  [
    'an unknown severity',
    { 'barriers.yaml': `barriers:\n${barrier({ severity: 'S1' })}` },
    /^barriers\.yaml:8: "S1" is none of critical/,
  ],
  [
    'a version read as a number',
    { 'standards.yaml': `standards:\n${standard({ version: '1.2' })}` },
    /^standards\.yaml:3: 1\.2 is read as a number; put it in quotes/,
  ],
  [
    'a standard resting on nothing known',
    { 'standards.yaml': `standards:\n${standard({ cites: '[EDN1]' })}` },
    /^standards\.yaml:7: there is no requirement or discretion "EDN1"/,
  ],
  [
    'a pairing with no known version',
    { 'standards.yaml': `standards:\n${standard({ with: '[{ family: uscdi, at-least: v99 }]' })}` },
    /^standards\.yaml:9: there is no standard uscdi v99/,
  ],
  [
    'a version accepted twice on a day',
    { 'standards.yaml': `standards:\n${standard()}${standard({ 'accepted-from': '2025-01-01' })}` },
    /^standards\.yaml:9: smart 2\.0\.0 is accepted on 2025-01-01 by line 2 too/,
  ],
  ['no version', { 'catalogue.yaml': 'defaults: {}\n' }, /^catalogue\.yaml:1: the field "version" is missing/],
])('%s is told with file and line', async (_, files, problem) => {
  expect((await problems(files)).join('\n')).toMatch(problem);
});

test('all problems are told at once', async () => {
  const found = await problems({
    'law.yaml': `requirements:\n${requirement({ reading: 'guessed' })}${requirement({ id: 'other', topics: '[telepathy]' })}`,
  });
  expect(found).toHaveLength(2);
});

test('a fault in the defaults is told once', async () => {
  const found = await problems({
    'law.yaml': `defaults:\n  audiences: [onc]\nrequirements:\n${requirement()}${requirement({ id: 'other' })}`,
  });
  expect(found).toEqual([expect.stringMatching(/^law\.yaml:2: unknown field "audiences"/)]);
});

test('a requirement and an exception cannot share an id, since rules cite either', async () => {
  const exception = entry({
    id: '45 CFR 1.1(a)',
    name: 'Same',
    asks: 'Something.',
    link: 'https://law.example/',
    'in-force': '{ from: 2021-04-05, until: null }',
    reading: 'verified',
    conditions: '[one]',
    deadlines: '[{ days: 10, unit: business, from: receipt, for: an answer }]',
    proofs: '[a letter]',
  });
  expect(await problems({ 'exceptions.yaml': `exceptions:\n${exception}` })).toEqual([
    'exceptions.yaml:2: the id "45 CFR 1.1(a)" is taken already',
  ]);
});
