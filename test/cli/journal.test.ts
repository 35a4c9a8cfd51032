import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Archive } from '../../src/evidence/store.ts';
import type { JournalEntry } from '../../src/model/exhibit.ts';
import { readCase } from '../../src/run/case.ts';
import { emptyFolder, specialEffort } from './command-line.ts';

test('a call of yesterday, written down today with a file, is in the case and in the list', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'quote.txt'), 'USD 500');
  const { code, stdout, stderr } = await specialEffort(
    [
      'journal',
      'case',
      'They want to be paid first.',
      '--what',
      'call',
      '--who',
      'vendor',
      '--means',
      'payment',
      '--happened',
      'yesterday',
      '--waits-for',
      'us',
      '--money',
      'USD 500',
      '--minutes',
      '20',
      '--attach',
      'quote.txt',
      '--by',
      'Jane',
    ],
    { cwd },
  );
  expect(stderr).toContain('case.jsonl');
  expect(code).toBe(0);
  const { entries, breaks } = readCase(join(cwd, 'case'));
  expect(breaks).toEqual([]);
  expect(entries).toMatchObject([
    {
      id: stdout.trim(),
      kind: 'journal',
      what: 'call',
      who: 'vendor',
      means: 'payment',
      waitsFor: 'us',
      money: 'USD 500',
      minutes: 20,
      by: 'Jane',
      attachments: [{ name: 'quote.txt', size: 7 }],
    },
  ]);
  const listed = await specialEffort(['journal', 'case', '--list'], { cwd });
  expect(listed.code).toBe(0);
  for (const words of ['They want to be paid first.', 'by the vendor', 'USD 500', 'quote.txt', 'waits for: us'])
    expect(listed.stdout).toContain(words);
});

test('a saved mail brings its date, headers and words', async () => {
  const cwd = emptyFolder();
  writeFileSync(
    join(cwd, 'reply.eml'),
    'Date: Fri, 20 Nov 2020 10:00:00 -0500\r\nFrom: api@larkspur.example\r\nTo: me@app.example\r\nSubject: No\r\n\r\nWe cannot.\r\n',
  );
  writeFileSync(
    join(cwd, 'vendor.yaml'),
    'vendor: Larkspur Health\ndeployments: [{ id: main, base: https://fhir.larkspur.example/r4 }]\ncase-folder: file:kept\n',
  );
  const { code, stderr } = await specialEffort(
    ['journal', 'vendor.yaml', '--mail', 'reply.eml', '--means', 'refused', '--who', 'vendor'],
    { cwd },
  );
  expect(stderr).toContain('kept');
  expect(code).toBe(0);
  expect(readCase(join(cwd, 'kept')).entries).toMatchObject([
    {
      what: 'mail',
      happenedAt: '2020-11-20T10:00:00-05:00',
      mail: { from: 'api@larkspur.example', subject: 'No' },
      text: 'No\n\nWe cannot.',
      means: 'refused',
      attachments: [{ name: 'reply.eml' }],
    },
  ]);
  const listed = await specialEffort(['journal', 'vendor.yaml', '--list'], { cwd });
  expect(listed.stdout).toMatch(/written down \d{3,} business days later/);
});

test.each([
  [['journal', 'case'], 'What happened?'],
  [['journal', 'case', 'x', '--happened', '2999-01-01'], 'future'],
  [['journal', 'case', 'x', '--happened', 'soonish'], 'no moment'],
  [['journal', 'case', 'x', '--means', 'refusd'], 'Did you mean "refused"?'],
  [['journal', 'case', 'x', '--attach', 'nowhere.pdf'], 'nowhere.pdf is missing'],
  [['review', 'case', 'discovery/fhir-release', '--decision', 'upheld', '--reason', 'x'], '--by NAME'],
  [['review', 'case', 'discovery/fhir-release', '--decision', 'maybe', '--by', 'Jane', '--reason', 'x'], 'upheld'],
  [['review', 'case', '--agree-to', 'abc', '--by', 'Jane', '--reason', 'x'], '64 hex digits'],
  [['answer', 'case', 'nothing', 'x', '--by', 'Jane'], 'is no finding'],
])('%j is refused with what to do, and writes nothing', async (words, says) => {
  const cwd = emptyFolder();
  const { code, stderr } = await specialEffort(words, { cwd });
  expect(stderr).toContain(says);
  expect(code).toBe(2);
  expect(readCase(join(cwd, 'case')).entries).toEqual([]);
});

test('a secret of the profile is stopped before it is written', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'app.secret'), 'hush-hush-hush');
  writeFileSync(
    join(cwd, 'vendor.yaml'),
    'vendor: A\nclients: [{ id: app, kind: symmetric, client-id: x, secret: file:app.secret }]\ncase-folder: file:case\n',
  );
  const { code, stderr } = await specialEffort(['journal', 'vendor.yaml', 'They sent hush-hush-hush by mail'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain('clients[0].secret');
  expect(stderr).not.toContain('hush-hush-hush');
  expect(readCase(join(cwd, 'case')).entries).toEqual([]);
});

test('a review and an answer stand in the case under the names of those who gave them', async () => {
  const cwd = emptyFolder();
  const finding = 'discovery/fhir-release@main';
  const text = 'a'.repeat(64);
  await specialEffort(
    ['review', 'case', finding, '--decision', 'upheld', '--by', 'Jane Doe', '--reason', 'Seen twice.'],
    { cwd },
  );
  await specialEffort(['answer', 'case', finding, 'Mended on Monday.', '--by', 'Larkspur'], { cwd });
  await specialEffort(['review', 'case', '--agree-to', text, '--by', 'Jane Doe', '--reason', 'Read it.'], { cwd });
  expect(readCase(join(cwd, 'case'))).toMatchObject({
    breaks: [],
    entries: [
      { kind: 'review', finding, decision: 'upheld', by: 'Jane Doe' },
      { kind: 'answer', finding, text: 'Mended on Monday.', by: 'Larkspur' },
      { kind: 'review', agreesTo: text },
    ],
  });
});

test('a run takes the journal known at its start into its evidence, attachments too, and is whole', async () => {
  const cwd = emptyFolder();
  mkdirSync(join(cwd, 'case'));
  writeFileSync(join(cwd, 'letter.txt'), 'Dear applicant');
  await specialEffort(['journal', 'case', 'A letter came.', '--who', 'vendor', '--attach', 'letter.txt'], { cwd });
  writeFileSync(join(cwd, 'vendor.yaml'), 'vendor: Larkspur Health\n');
  await specialEffort(['run', 'vendor.yaml', '--case', 'case', '--topic', 'discovery', '--out', 'run'], { cwd });
  await specialEffort(['journal', 'case', 'Too late for that run.'], { cwd });
  const archive = new Archive(join(cwd, 'run'));
  const entries: readonly JournalEntry[] = archive.exhibits('journal');
  expect(entries).toMatchObject([{ text: 'A letter came.', attached: ['letter.txt'] }]);
  expect(await archive.text(entries[0]!.attachments[0]!)).toBe('Dear applicant');
  expect((await specialEffort(['verify', 'run'], { cwd })).code).toBe(0);
  expect(readCase(join(cwd, 'case')).entries.map(({ kind }) => kind)).toEqual(['journal', 'run', 'journal']);
});
