import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { type Dictionary, describe, emptyDictionary } from '../../../src/facts/ehi-export/dictionary.ts';
import { membersOf, type Problem } from '../../../src/facts/ehi-export/members.ts';
import { type ExportReading, type Reading, readExport } from '../../../src/facts/ehi-export/reading.ts';
import { sourceOf } from '../../../src/facts/ehi-export/source.ts';

const encoded = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : content;

/** A ZIP of these files. */
export const zip = (files: Readonly<Record<string, string | Uint8Array>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([path, content]) => [path, encoded(content)])));

/** Reads one file as an export. */
export const read = (
  name: string,
  content: string | Uint8Array,
  options: Partial<Omit<Reading, 'files'>> = {},
): Promise<ExportReading> =>
  readExport({ files: [{ path: name, source: sourceOf(encoded(content)) }], tell: true, ...options });

export async function dictionaryOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<Dictionary> {
  const dictionary = emptyDictionary();
  const problems: Problem[] = [];
  const sources = Object.entries(files).map(([path, content]) => ({ path, source: sourceOf(encoded(content)) }));
  for await (const member of membersOf(sources, { report: problem => problems.push(problem) }))
    await describe(dictionary, member);
  return dictionary;
}

export const fixture = (name: string): Uint8Array =>
  readFileSync(new URL(`../../fixtures/ehi-export/${name}`, import.meta.url));
