import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AboutPackage } from './package/compile-package.ts';
import { withInherited } from './package/inherited.ts';
import type { ProfileFacts, ServerResource } from './profile-facts.ts';
import type { Structure, ValueSetFacts } from './structure.ts';

/** The definitions that a validator is compiled from; each is parsed when it is first asked for. */
export interface Tables {
  structure(url: string): Structure | undefined;
  /** The definition of a type of R4, with all that it inherits. */
  typeNamed(name: string): Structure | undefined;
  valueSet(url: string): ValueSetFacts | undefined;
  /** Canonical addresses of all structures. */
  readonly urls: Iterable<string>;
  /** Those that the uppermost package brings. */
  readonly own: Iterable<string>;
}

const r4Folder = fileURLToPath(new URL('./r4/', import.meta.url));
const usCoreFolder = fileURLToPath(new URL('../../profiles/us-core/', import.meta.url));

/** A file of one JSON object a line, each beginning with its `url`; a line is parsed when it is asked for. */
class Lines<T> {
  readonly #lines = new Map<string, string | T>();
  constructor(file: string) {
    if (!existsSync(file)) return;
    for (const line of readFileSync(file, 'utf8').split('\n'))
      if (line !== '') this.#lines.set(line.slice(8, line.indexOf('"', 8)), line);
  }
  get urls(): Iterable<string> {
    return this.#lines.keys();
  }
  get(url: string): T | undefined {
    const found = this.#lines.get(url);
    if (typeof found !== 'string') return found;
    const parsed = JSON.parse(found) as T;
    this.#lines.set(url, parsed);
    return parsed;
  }
}

const base = 'http://hl7.org/fhir/StructureDefinition/';
let r4Tables: Tables | undefined;

/** FHIR R4 (4.0.1) alone. */
export function r4(): Tables {
  if (r4Tables) return r4Tables;
  const types = new Lines<Structure>(join(r4Folder, 'types.ndjson'));
  const profiles = new Lines<Structure>(join(r4Folder, 'profiles.ndjson'));
  const sets = new Lines<ValueSetFacts>(join(r4Folder, 'value-sets.ndjson'));
  const complete = new Map<string, Structure>();
  const typeNamed = (name: string): Structure | undefined => {
    const known = complete.get(name);
    if (known) return known;
    const own = types.get(base + name);
    if (!own) return undefined;
    const whole = withInherited(own, typeNamed);
    complete.set(name, whole);
    return whole;
  };
  r4Tables = {
    typeNamed,
    structure: url => profiles.get(url) ?? (url.startsWith(base) ? typeNamed(url.slice(base.length)) : undefined),
    valueSet: url => sets.get(url),
    get urls() {
      return [...types.urls, ...profiles.urls];
    },
    own: types.urls,
  };
  return r4Tables;
}

/** R4 and one compiled package on top of it. */
export function withPackage(folder: string, below: Tables = r4()): Tables {
  const structures = new Lines<Structure>(join(folder, 'structures.ndjson'));
  const sets = new Lines<ValueSetFacts>(join(folder, 'value-sets.ndjson'));
  return {
    typeNamed: below.typeNamed,
    structure: url => structures.get(url) ?? below.structure(url),
    valueSet: url => sets.get(url) ?? below.valueSet(url),
    get urls() {
      return [...structures.urls, ...below.urls];
    },
    own: structures.urls,
  };
}

/** The folder of a compiled package's tables. @param added where the user's own are kept, if anywhere */
export function packageFolder(version: string, added?: string): string | undefined {
  return [usCoreFolder, ...(added ? [added] : [])]
    .map(folder => join(folder, version))
    .find(folder => existsSync(join(folder, 'about.json')));
}

/** Versions of US Core whose tables are at hand, ours first. */
export function packageVersions(added?: string): string[] {
  return [usCoreFolder, ...(added && existsSync(added) ? [added] : [])].flatMap(folder =>
    readdirSync(folder, { withFileTypes: true })
      .filter(entry => entry.isDirectory() && existsSync(join(folder, entry.name, 'about.json')))
      .map(({ name }) => name)
      .sort(),
  );
}

const entries = <T>(folder: string, name: string): T[] =>
  readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as T);

export const aboutPackage = (folder: string): AboutPackage =>
  JSON.parse(readFileSync(join(folder, 'about.json'), 'utf8'));
/** What a server must be able to show, profile by profile. */
export const profileFacts = (folder: string): ProfileFacts[] => entries(folder, 'profiles.ndjson');
/** What the guide's server CapabilityStatement asks, resource type by resource type. */
export const serverFacts = (folder: string): ServerResource[] => entries(folder, 'server.ndjson');
