import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageFacts } from './compile-package.ts';

/** One line for each entry: small, and a change shows as the lines that changed. */
const lines = (list: readonly unknown[]): string => list.map(entry => `${JSON.stringify(entry)}\n`).join('');

/** The files of one compiled package, by name. */
export const tableFiles = (facts: PackageFacts): Record<string, string> => ({
  'about.json': `${JSON.stringify(facts.about, null, 2)}\n`,
  'structures.ndjson': lines(facts.structures),
  'value-sets.ndjson': lines(facts.valueSets),
  'profiles.ndjson': lines(facts.profiles),
  'server.ndjson': lines(facts.server),
});

export function writeTables(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}
