import { gunzipSync } from 'node:zlib';

/** The content of one FHIR package: what stands in `package/`, by file name. */
export interface FhirPackage {
  readonly name: string;
  readonly version: string;
  readonly resources: readonly PackagedResource[];
  /** Of the folder `example/`. */
  readonly examples: readonly PackagedResource[];
}

// biome-ignore lint/suspicious/noExplicitAny: a resource of whatever type, as its author wrote it
export type PackagedResource = { readonly resourceType: string; readonly file: string } & Record<string, any>;

/** The file is no package that can be used; the message says why, for the person who named it. */
export class PackageError extends Error {
  override name = 'PackageError';
}

/** @throws {PackageError} where the bytes are no FHIR package for R4 */
export function readPackage(bytes: Uint8Array, origin: string): FhirPackage {
  const files = unpack(bytes, origin);
  const manifest = files.get('package/package.json');
  if (!manifest)
    throw new PackageError(
      `${origin} has no package/package.json, so it is no FHIR package. Give the IG's package.tgz.`,
    );
  const { name, version, fhirVersions = [] } = parse(manifest, `${origin}: package/package.json`);
  if (typeof name !== 'string' || typeof version !== 'string')
    throw new PackageError(`${origin}: package/package.json names no "name" and "version".`);
  if (fhirVersions.length > 0 && !fhirVersions.some((stated: unknown) => String(stated).startsWith('4.0')))
    throw new PackageError(`${origin} is for FHIR ${fhirVersions.join(', ')}; only R4 (4.0.1) packages can be used.`);
  const resources: PackagedResource[] = [];
  const examples: PackagedResource[] = [];
  for (const [file, text] of files) {
    const [, , folder, base] = /^package\/((example)\/)?([^/]+\.json)$/.exec(file) ?? [];
    if (base === undefined || base === 'package.json' || base.startsWith('.index')) continue;
    const content = parse(text, `${origin}: ${file}`);
    if (typeof content.resourceType === 'string') (folder ? examples : resources).push({ ...content, file });
  }
  return { name, version, resources, examples };
}

const parse = (text: string, where: string): PackagedResource => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PackageError(`${where} is no JSON: ${(error as Error).message}`);
  }
};

/** Files of a gzipped tar archive, in memory. */
function unpack(bytes: Uint8Array, origin: string): Map<string, string> {
  let tar: Buffer;
  try {
    tar = gunzipSync(bytes, { maxOutputLength: 1 << 30 });
  } catch (error) {
    throw new PackageError(`${origin} cannot be unpacked as .tgz: ${(error as Error).message}`);
  }
  const files = new Map<string, string>();
  let longName: string | undefined;
  for (let at = 0; at + 512 <= tar.length; ) {
    const field = (from: number, length: number) => {
      const text = tar.toString('utf8', at + from, at + from + length);
      const end = text.indexOf('\0');
      return end < 0 ? text : text.slice(0, end);
    };
    const short = field(0, 100);
    if (short === '' && longName === undefined) break;
    const size = Number.parseInt(field(124, 12).trim() || '0', 8);
    const kind = field(156, 1);
    const body = at + 512;
    if (kind === 'L') longName = tar.toString('utf8', body, body + size).replace(/\0.*$/s, '');
    else if (kind === 'x') longName = /(?:^|\n)\d+ path=([^\n]*)/.exec(tar.toString('utf8', body, body + size))?.[1];
    else {
      const prefix = field(345, 155);
      const name = longName ?? (prefix && field(257, 5) === 'ustar' ? `${prefix}/${short}` : short);
      if (kind === '0' || kind === '') files.set(name.replace(/^\.\//, ''), tar.toString('utf8', body, body + size));
      longName = undefined;
    }
    at = body + Math.ceil(size / 512) * 512;
  }
  return files;
}
