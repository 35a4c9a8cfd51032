import { createHash } from 'node:crypto';

const longest = 60;

/**
 * A vendor's name as the name of a folder on any system: ASCII, lower case, words joined by `-`. Where the name cannot be
 * told by that alone, a digest of it is added, so that two vendors never share a folder because their names were cut.
 */
export function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const lost = /[^\p{ASCII}\p{P}\p{S}\p{Z}]/u.test(name.normalize('NFKD').replace(/\p{M}/gu, ''));
  if (plain && !lost && plain.length <= longest && !reserved.test(plain)) return plain;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  const beginning = plain.slice(0, longest - digest.length - 1).replace(/-$/, '');
  return `${beginning || 'vendor'}-${digest}`;
}

/** Windows keeps these for devices. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/;
