import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { home } from '../evidence/home.ts';
import { packageFolder, packageVersions } from '../fhir/tables.ts';
import { orDidYouMean, UsageError } from './command.ts';

/** Where packages that a user adds are kept: beside what else outlives a process. */
export const addedPackages = (): string => join(home(), 'us-core');

/** The same, or nothing where this account has no home that can be written. */
function addedIfAny(): string | undefined {
  try {
    return addedPackages();
  } catch {
    return undefined;
  }
}

export const versionsAtHand = (): string[] => packageVersions(addedIfAny());

/** The folder of tables that a person means by a version or by a folder. @throws {UsageError} */
export function tablesNamed(named: string): string {
  if (existsSync(join(resolve(named), 'about.json'))) return resolve(named);
  const folder = packageFolder(named, addedIfAny());
  if (folder) return folder;
  const known = versionsAtHand();
  throw new UsageError(
    `There are no tables of US Core ${named}; there are those of ${known.join(', ')}.${orDidYouMean(named, known)} ` +
      '"special-effort ig add PACKAGE" adds a version.',
  );
}
