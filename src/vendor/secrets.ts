import { readFileSync, statSync } from 'node:fs';
import type { SecretReference, Vendor } from '../model/vendor.ts';

/** A secret that the profile refers to is not there. Rules that need it are `untested/credentials-missing`. */
export class SecretMissing extends Error {
  override readonly name = 'SecretMissing';
  readonly reference: SecretReference;
  /** What is missing, as a sentence. */
  readonly says: string;
  /** What to do, as a sentence. */
  readonly remedy: string;

  constructor(reference: SecretReference, says: string, remedy: string) {
    super(`${says} ${remedy}`);
    this.reference = reference;
    this.says = says;
    this.remedy = remedy;
  }
}

/** No password, token or key is longer; a longer file is some other file. */
const longest = 64 * 1024;

/**
 * The text of a secret, without one line end at its end.
 * @throws {SecretMissing} when the variable or file is absent, unreadable or empty; the message names it and holds nothing of the secret
 */
export function readSecret(reference: SecretReference, environment: NodeJS.ProcessEnv = process.env): string {
  const place = placeOf(reference);
  if ('variable' in place) {
    const text = environment[place.variable];
    if (text) return text;
    const state = text === undefined ? 'not set' : 'empty';
    throw new SecretMissing(
      reference,
      `The environment variable ${place.variable} is ${state}.`,
      'Set it where the run is started.',
    );
  }
  const missing = (state: string, remedy: string) =>
    new SecretMissing(reference, `The file ${place.path} ${state}.`, remedy);
  const create = 'Create it with the secret as its only content, readable by its owner alone (mode 0600).';
  let text: string;
  try {
    const { size } = statSync(place.path);
    if (size > longest) throw missing(`is ${size} bytes long, more than any secret`, 'Correct the reference.');
    text = readFileSync(place.path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    if (error instanceof SecretMissing) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw missing('does not exist', create);
    if (code === 'EISDIR') throw missing('is a folder', 'Correct the reference.');
    throw missing(
      `cannot be read (${code ?? (error as Error).message})`,
      'Give its reader leave, or correct the reference.',
    );
  }
  if (!text) throw missing('is empty', 'Write the secret into it.');
  return text;
}

export type Place = { readonly variable: string } | { readonly path: string };

/** Where a reference points. */
export function placeOf(reference: SecretReference): Place {
  return reference.startsWith('env:')
    ? { variable: reference.slice('env:'.length) }
    : { path: reference.slice('file:'.length) };
}

export const isReference = (text: string): text is SecretReference => /^(env|file):/.test(text);

/** Fields whose `file:` is a document that may be shown: to treat it as a secret would blacken it wherever it is quoted. */
const documents = new Set(['ca', 'document', 'documents', 'script', 'jwks', 'file', 'dictionary', 'manifest']);

/** Every reference to a secret in a profile, each once, with the field where it stands first. */
export function secretsByField(vendor: Vendor): ReadonlyMap<SecretReference, string> {
  const found = new Map<SecretReference, string>();
  const look = (value: unknown, field: string, name: string) => {
    if (typeof value === 'string') {
      if (isReference(value) && !(value.startsWith('file:') && documents.has(name)) && !found.has(value))
        found.set(value, field);
    } else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) look(item, `${field}[${index}]`, name);
    } else if (value !== null && typeof value === 'object') {
      for (const [key, item] of Object.entries(value)) look(item, `${field}.${key}`, key);
    }
  };
  const { access, clients, signIn, launch, registration, bulk, ehiExport, parity, claims } = vendor;
  const blocks = {
    access,
    clients,
    'sign-in': signIn,
    launch,
    registration,
    bulk,
    'ehi-export': ehiExport,
    parity,
    claims,
  };
  for (const [name, block] of Object.entries(blocks)) look(block, name, name);
  return found;
}

/** Every reference to a secret in a profile, each once. Files that are no secrets (certificate authorities, documents) are not among them. */
export function secretsOf(vendor: Vendor): SecretReference[] {
  return [...secretsByField(vendor).keys()];
}

/** Whether a field of this name holds a secret, judged by how the name ends: `client-secret`, `#user_password`. */
export function isSecretName(name: string): boolean {
  return /(^|[^\p{L}])(password|passwd|passphrase|passcode|secret|token|totp|private[-_ ]?key)[^\p{L}\p{N}]*$/iu.test(
    name.replace(/(\p{Ll})(\p{Lu})/gu, '$1-$2'),
  );
}
