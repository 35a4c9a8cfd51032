import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Attachment } from '../model/case.ts';
import type { Vendor } from '../model/vendor.ts';
import { attach, caseOfVendor } from '../run/case.ts';
import { readProfile } from '../vendor/profile.ts';
import { readSecret, secretsByField } from '../vendor/secrets.ts';
import { UsageError } from './command.ts';

/** A case that a person writes into, named by its folder or by the vendor's profile. */
export interface CasePlace {
  readonly folder: string;
  readonly vendor?: Vendor;
}

/** @param word a folder, or a vendor profile whose case is meant */
export async function casePlace(word: string): Promise<CasePlace> {
  const path = resolve(word);
  if (/\.ya?ml$/i.test(word)) {
    const vendor = await readProfile(word);
    return { vendor, folder: caseOfVendor(vendor) };
  }
  if (existsSync(path) && !statSync(path).isDirectory())
    throw new UsageError(
      `${word} is neither a folder nor a profile: name CASE_DIR, or the VENDOR.yaml whose case is meant.`,
    );
  if (existsSync(`${path}/run.json`))
    throw new UsageError(`${word} is a run. Name its case: the folder above it that holds case.jsonl.`);
  return { folder: path };
}

/**
 * Stops a secret of the profile before it is written where everyone who is given the case reads it.
 * @throws {UsageError} naming the field, never the secret
 */
export function refuseSecrets(vendor: Vendor | undefined, said: string, where: string): void {
  for (const [reference, field] of vendor ? secretsByField(vendor) : []) {
    let secret: string;
    try {
      secret = readSecret(reference);
    } catch {
      continue; // what cannot be read here cannot be given away here
    }
    if (secret.length >= 6 && said.includes(secret))
      throw new UsageError(`${where} holds the secret of ${field}. Take it out first: a case is shown to others.`);
  }
}

/** Takes files into the case. */
export function attachFiles({ folder, vendor }: CasePlace, files: readonly string[]): readonly Attachment[] {
  const read = files.map(file => {
    if (!existsSync(file)) throw new UsageError(`${file} is missing: --attach names files.`);
    const bytes = readFileSync(file);
    refuseSecrets(vendor, bytes.toString('latin1'), file);
    return { name: basename(file), bytes };
  });
  return read.map(({ name, bytes }) => attach(folder, name, bytes));
}
