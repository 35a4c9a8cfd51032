import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { seal, sealJudgement, verify } from '../../src/evidence/seal.ts';
import { bodyFile, evidenceFolder, journalFiles } from '../../src/evidence/store.ts';
import type { Body } from '../../src/model/exhibit.ts';
import { freshFolder, runDraft, storeIn, writeRunJson } from './run-folder.ts';

let folder: string;
let body: Body;

function judge(number: string, findings: string): void {
  const judgement = join(folder, 'judgements', number);
  mkdirSync(judgement, { recursive: true });
  for (const file of [join(judgement, 'findings.json'), join(folder, 'findings.json')]) writeFileSync(file, findings);
  sealJudgement(judgement, folder);
}

beforeEach(async () => {
  folder = freshFolder();
  const { store } = storeIn(folder);
  writeRunJson(folder);
  store.record<'run'>(runDraft());
  body = await store.keep('a page of terms');
  store.record<'file'>({ kind: 'file', name: 'terms', body });
  const withheld = await store.keep('a record', { withhold: true });
  store.record<'file'>({ kind: 'file', name: 'record', body: withheld });
  store.record<'measurement'>({ kind: 'measurement', of: [], by: 'test', value: { sha256: 'f'.repeat(64), size: 1 } });
  store.close();
  seal(folder, '2026-11-25T11:00:00.000Z');
  judge('0001', '{"findings":[]}');
});

const flip = (file: string, at = Math.floor(statSync(file).size / 2)) => {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] as number) ^ 1;
  writeFileSync(file, bytes);
};
const journal = () => journalFiles(folder)[0] as string;

test('an untouched run is whole', async () => {
  expect(await verify(folder)).toEqual({ sealed: true, problems: [], exhibits: 4, bodies: 1 });
});

test('a run that was never sealed, or goes on, is not sealed', async () => {
  writeRunJson(folder, null);
  expect(await verify(folder)).toMatchObject({ sealed: false });
  writeRunJson(folder);
  expect(await verify(folder)).toMatchObject({ sealed: true, problems: [] });
  rmSync(join(folder, 'seal.json'));
  expect((await verify(folder)).sealed).toBe(false);
});

const changes: Record<string, () => void> = {
  'a byte of the journal': () => flip(journal()),
  'every byte position class of the journal: its first': () => flip(journal(), 2),
  'the journal cut': () => truncateSync(journal(), statSync(journal()).size - 10),
  'the journal cut at a line': () => {
    const lines = readFileSync(journal(), 'utf8').split('\n');
    writeFileSync(journal(), `${lines.slice(0, 2).join('\n')}\n`);
  },
  'a line added': () => appendFileSync(journal(), '{"kind":"measurement"}\n'),
  'a journal added': () => copyFileSync(journal(), join(evidenceFolder(folder), 'journal-0002.ndjson')),
  'the journal removed': () => rmSync(journal()),
  'a byte of a body': () => flip(bodyFile(folder, body.sha256)),
  'a body removed': () => rmSync(bodyFile(folder, body.sha256)),
  'a body added under its digest': () => {
    const { store } = storeIn(freshFolder());
    return store.keep('slipped in').then(({ sha256 }) => {
      mkdirSync(join(evidenceFolder(folder), 'bodies', sha256.slice(0, 2)), { recursive: true });
      writeFileSync(bodyFile(folder, sha256), 'slipped in');
    });
  },
  'a file beside the bodies': () => writeFileSync(join(evidenceFolder(folder), 'bodies', 'note.txt'), 'x'),
  'a body in the wrong place': () => {
    mkdirSync(join(evidenceFolder(folder), 'bodies', 'zz'));
    copyFileSync(bodyFile(folder, body.sha256), join(evidenceFolder(folder), 'bodies', 'zz', body.sha256));
  },
  'run.json': () => writeRunJson(folder, '2026-11-25T12:00:00.000Z'),
  'run.json removed': () => rmSync(join(folder, 'run.json')),
  'the shown findings.json': () => flip(join(folder, 'findings.json')),
  'the shown findings.json removed': () => rmSync(join(folder, 'findings.json')),
  "a judgement's findings.json": () => flip(join(folder, 'judgements', '0001', 'findings.json')),
  "a judgement's findings.json removed": () => rmSync(join(folder, 'judgements', '0001', 'findings.json')),
  "a judgement's seal removed": () => rmSync(join(folder, 'judgements', '0001', 'seal.json')),
  'the seal no JSON': () => writeFileSync(join(folder, 'seal.json'), '{'),
  'the seal of something else': () => writeFileSync(join(folder, 'seal.json'), '{}'),
  'the evidence changed and sealed again': () => {
    rmSync(join(folder, 'seal.json'));
    appendFileSync(journal(), '\n');
    writeFileSync(journal(), readFileSync(journal(), 'utf8').trimEnd());
    seal(folder, '2026-11-25T11:00:00.000Z');
  },
};

test.each(Object.keys(changes))('a change is found: %s', async name => {
  await changes[name]?.();
  const { sealed, problems } = await verify(folder);
  expect(sealed).toBe(true);
  expect(problems).not.toEqual([]);
  for (const problem of problems) expect(problem).toContain(folder);
});

test('judging again adds a judgement and breaks no seal', async () => {
  const before = readFileSync(join(folder, 'seal.json'), 'utf8');
  judge('0002', '{"findings":[1]}');
  expect(readFileSync(join(folder, 'seal.json'), 'utf8')).toBe(before);
  expect((await verify(folder)).problems).toEqual([]);
  expect(readdirSync(join(folder, 'judgements'))).toEqual(['0001', '0002']);
});

test('a resumed run is sealed anew, and the judgement of its first part still rests on a seal it bore', async () => {
  const { store } = storeIn(folder);
  store.record<'measurement'>({ kind: 'measurement', of: [], by: 'test', value: 1 });
  store.close();
  seal(folder, '2026-11-25T12:00:00.000Z');
  judge('0002', '{"findings":[2]}');
  expect((await verify(folder)).problems).toEqual([]);
});

test('a judgement half written by a process that was killed is none', async () => {
  mkdirSync(join(folder, 'judgements', '0002.new'));
  expect((await verify(folder)).problems).toEqual([]);
});
