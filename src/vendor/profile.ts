import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Vendor } from '../model/vendor.ts';
import { readDocument } from './document.ts';
import { vendorOf } from './normalise.ts';
import { fieldOf, type Problem, ProfileError } from './problem.ts';
import { contradictions } from './relations.ts';
import { objections } from './schema.ts';

export { type Problem, ProfileError } from './problem.ts';

/** Bytes of a profile at most. */
const longest = 1024 * 1024;

/**
 * Reads a vendor profile.
 * @param file path of the YAML file; references to files in it are relative to its folder
 * @throws {ProfileError} naming file, line and field of everything that is wrong
 */
export async function readProfile(file: string): Promise<Vendor> {
  const refuse = (says: string, suggestion: string) =>
    new ProfileError([{ file, line: 0, column: 0, field: '', says, suggestion }]);
  let bytes: Uint8Array;
  try {
    const { size } = await stat(file);
    if (size > longest)
      throw refuse(`is ${size} bytes long, more than any profile (${longest}).`, 'Name a vendor profile.');
    bytes = await readFile(file);
  } catch (error) {
    if (error instanceof ProfileError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw refuse('does not exist.', 'Check the path, or write a profile with: special-effort init');
    if (code === 'EISDIR') throw refuse('is a folder.', 'Name the YAML file in it.');
    throw refuse(`cannot be read (${code ?? message}).`, 'Check who may read it.');
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse('is not UTF-8 text.', 'Save it as UTF-8.');
  }
  return parseProfile(text, file);
}

/**
 * A vendor from the text of its profile.
 * @param file names the profile in errors; references to files are relative to its folder
 * @throws {ProfileError} naming file, line and field of everything that is wrong
 */
export function parseProfile(text: string, file: string): Vendor {
  const { tree, complaints, place } = readDocument(text);
  const problems: Problem[] = complaints.map(({ path, ...rest }) => ({ file, field: fieldOf(path), ...rest }));
  if (!tree) throw new ProfileError(problems);

  const known = new Set(problems.map(({ field }) => field));
  for (const { path, name, ...rest } of [...objections(tree), ...contradictions(tree)]) {
    const field = fieldOf(path);
    if (known.has(field)) continue;
    known.add(field);
    problems.push({ file, ...place(path, name ? 'key' : 'value'), field, ...rest });
  }
  if (problems.length > 0) {
    throw new ProfileError(problems.sort((a, b) => a.line - b.line || a.column - b.column));
  }
  return vendorOf(tree, dirname(resolve(file)));
}

/** Whether two profiles say the same, in whatever order, one of them perhaps read back from a run. */
export function sameProfile(a: Vendor, b: Vendor): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b)));
}
