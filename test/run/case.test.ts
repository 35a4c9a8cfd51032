import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { CaseJournal } from '../../src/model/case.ts';
import { appendToCase, attach, casesOf, readCase } from '../../src/run/case.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'special-effort-case-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});
const file = () => join(folder, 'case.jsonl');
const call = (text: string): CaseJournal => ({
  kind: 'journal',
  happenedAt: '2026-11-20',
  what: 'call',
  text,
  attachments: [],
});

test('what was appended is read back in order, under ids that the lines themselves give', () => {
  const ids = ['first', 'second', 'third'].map(text => appendToCase(folder, call(text)));
  const { entries, breaks } = readCase(folder);
  expect(breaks).toEqual([]);
  expect(entries.map(({ id }) => id)).toEqual(ids);
  expect(entries.map(entry => entry.kind === 'journal' && entry.text)).toEqual(['first', 'second', 'third']);
});

describe('who tampers is seen', () => {
  const lines = () => readFileSync(file(), 'utf8').trimEnd().split('\n');
  const write = (changed: readonly string[]) => writeFileSync(file(), `${changed.join('\n')}\n`);
  beforeEach(() => ['first', 'second', 'third'].forEach(text => void appendToCase(folder, call(text))));

  test.each([
    ['a changed line', () => write(lines().map(line => line.replace('second', 'other'))), 3],
    ['a line taken out', () => write(lines().filter(line => !line.includes('second'))), 2],
    ['lines in another order', () => write(lines().reverse()), 1],
    ['the first line taken out', () => write(lines().slice(1)), 1],
    ['a line put in', () => write(lines().toSpliced(1, 0, JSON.stringify({ ...call('never said'), before: null }))), 2],
  ] as const)('%s', (_, tamper, line) => {
    tamper();
    expect(readCase(folder).breaks[0]).toMatch(new RegExp(`case\\.jsonl:${line} `));
  });

  test('and what was cut off at the end is not: a run that took the journal in is what shows it', () => {
    write(lines().slice(0, 2));
    expect(readCase(folder).breaks).toEqual([]);
  });

  test('an attachment that is changed or gone', () => {
    const attachments = [attach(folder, '/somewhere/letter.pdf', Buffer.from('Dear applicant'))];
    expect(attachments[0]).toMatchObject({ name: 'letter.pdf', size: 14 });
    appendToCase(folder, { ...call('a letter'), attachments });
    expect(readCase(folder).breaks).toEqual([]);
    const kept = join(folder, 'attachments', attachments[0]!.sha256);
    writeFileSync(kept, 'Dear friend');
    expect(readCase(folder).breaks).toEqual([expect.stringContaining('"letter.pdf"')]);
    rmSync(kept);
    expect(readCase(folder).breaks).toEqual([expect.stringContaining('missing')]);
  });
});

test('half a line, left by a process that died, is dropped and written over', () => {
  appendToCase(folder, call('first'));
  appendFileSync(file(), '{"kind":"journal","text":"half');
  expect(readCase(folder).entries).toHaveLength(1);
  appendToCase(folder, call('second'));
  expect(readCase(folder)).toMatchObject({ entries: [{ text: 'first' }, { text: 'second' }], breaks: [] });
});

test('a run joins the case it lies in or the one named, and that of its profile', () => {
  const vendor = { slug: 'larkspur-health' };
  expect(casesOf('/a/reports/larkspur-health/run', vendor, undefined)).toEqual(['/a/reports/larkspur-health']);
  expect(casesOf('/a/reports/larkspur-health/run', vendor, '/b')).toEqual(['/b']);
  expect(casesOf('/a/out', vendor, undefined)).toEqual([]);
  expect(casesOf('/a/out', { ...vendor, caseFolder: '/c' }, '/b')).toEqual(['/b', '/c']);
});
