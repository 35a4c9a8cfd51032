import { createHash } from 'node:crypto';
import type { ExhibitId } from '../model/exhibit.ts';

/** JSON with keys in order and no `undefined`: the same record gives the same bytes on every machine. */
export function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}

export const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The id of a record: the digest of everything in it but the id. */
export const identify = (record: object): ExhibitId => `sha256:${sha256(canonical({ ...record, id: undefined }))}`;
