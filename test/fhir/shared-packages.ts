import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type FhirPackage, readPackage } from '../../src/fhir/package/package.ts';

const folder = resolve(import.meta.dirname, '../../../shared/ig');

/** Packages beside this checkout, by version; tests that need one are skipped where it is absent, and say so. */
export const sharedPackages: ReadonlyMap<string, string> = new Map(
  [
    ['3.1.1', 'us_core_311.tgz'],
    ['6.1.0', 'us_core_610.tgz'],
    ['7.0.0', 'us_core_700.tgz'],
    ['8.0.0', 'us_core_800.tgz'],
  ].flatMap(([version, name]) => {
    const file = resolve(folder, name as string);
    return existsSync(file) ? [[version as string, file] as const] : [];
  }),
);

export const atHand = (version: string): boolean => sharedPackages.has(version);

const read = new Map<string, FhirPackage>();
export function sharedPackage(version: string): FhirPackage {
  let found = read.get(version);
  if (!found) {
    const file = sharedPackages.get(version) as string;
    found = readPackage(readFileSync(file), file);
    read.set(version, found);
  }
  return found;
}
