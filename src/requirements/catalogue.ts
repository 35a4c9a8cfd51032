import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Barrier,
  type CatalogueOfTheDay,
  type Discretion,
  type Exception,
  inForce,
  type Requirement,
  type Standard,
} from '../model/requirement.ts';
import { dangling, type Entries, type Entry, overlapping, repeated } from './references.ts';
import { barrier, discretion, exception, requirement, standard } from './shapes.ts';
import { CatalogueError, type Cell, Complaint, items, keys, parseSource, text } from './source.ts';

/** What is asked of vendors, as read on one day. The maps are by id, in the order of the files. */
export interface Catalogue {
  /** The day to which the law was read. */
  readonly version: string;
  /** Hex digest over the bytes of the files, in the order of their names. */
  readonly sha256: string;
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly exceptions: ReadonlyMap<string, Exception>;
  readonly barriers: ReadonlyMap<string, Barrier>;
  readonly discretions: ReadonlyMap<string, Discretion>;
  /** A version may stand here several times, with periods that do not overlap. */
  readonly standards: readonly Standard[];
}

const home = fileURLToPath(new URL('../../profiles/requirements/', import.meta.url));

/**
 * Reads and checks every `.yaml` file of a folder.
 * @throws CatalogueError naming file and line of everything that is wrong
 */
export async function loadCatalogue(folder: string = home): Promise<Catalogue> {
  const names = (await readdir(folder)).filter(name => name.endsWith('.yaml')).sort();
  const files = await Promise.all(names.map(async name => ({ name, bytes: await readFile(join(folder, name)) })));
  const hash = createHash('sha256');
  for (const { bytes } of files) hash.update(bytes);
  return {
    ...read(files.map(({ name, bytes }) => ({ name, text: bytes.toString('utf8') }))),
    sha256: hash.digest('hex'),
  };
}

function read(files: readonly { readonly name: string; readonly text: string }[]): Omit<Catalogue, 'sha256'> {
  const problems: string[] = [];
  const attempt = (act: () => void): void => {
    try {
      act();
    } catch (error) {
      if (!(error instanceof Complaint)) throw error;
      problems.push(error.message);
    }
  };

  let version: string | undefined;
  const entries: Entries = { requirements: [], exceptions: [], barriers: [], discretions: [], standards: [] };
  const list = <T>(of: Entry<T>[], shape: (cell: Cell, defaults?: Cell) => T) => ({
    add: (cell: Cell, defaults: Cell | undefined) => attempt(() => of.push({ value: shape(cell, defaults), cell })),
  });
  const lists = {
    requirements: list(entries.requirements, requirement),
    exceptions: list(entries.exceptions, exception),
    barriers: list(entries.barriers, barrier),
    discretions: list(entries.discretions, discretion),
    standards: list(entries.standards, standard),
  };
  const known = ['version', 'defaults', ...Object.keys(lists)];

  for (const file of files) {
    attempt(() => {
      const root = parseSource(file.name, file.text);
      for (const key of keys(root)) {
        const cell = root.in(key) ?? root;
        if (!known.includes(key)) throw new Complaint(cell, `unknown list "${key}"; known are ${known.join(', ')}`);
        if (key === 'version') version = text(cell);
        if (!Object.hasOwn(lists, key)) continue;
        for (const item of items(cell)) lists[key as keyof typeof lists].add(item, root.in('defaults'));
      }
    });
  }
  if (version === undefined) problems.push('catalogue.yaml:1: the field "version" is missing');
  problems.push(...repeated(entries));
  // What an unreadable entry would have defined is not told as unknown: mending the first mends the second.
  if (problems.length === 0) problems.push(...dangling(entries), ...overlapping(entries.standards));
  // A fault in the defaults is met by every entry.
  if (problems.length > 0 || version === undefined) throw new CatalogueError([...new Set(problems)]);

  return {
    version,
    requirements: byId(entries.requirements),
    exceptions: byId(entries.exceptions),
    barriers: byId(entries.barriers),
    discretions: byId(entries.discretions),
    standards: entries.standards.map(({ value }) => value),
  };
}

const byId = <T extends { readonly id: string }>(entries: readonly Entry<T>[]): ReadonlyMap<string, T> =>
  new Map(entries.map(({ value }) => [value.id, value]));

/** What a rule may ask of the catalogue on the day a run began, written YYYY-MM-DD. */
export function catalogueOfTheDay(catalogue: Catalogue, day: string): CatalogueOfTheDay {
  const accepted = (standard: Standard): boolean =>
    inForce({ from: standard.acceptedFrom, until: standard.acceptedUntil }, day);
  return {
    day,
    discretion(id) {
      const found = catalogue.discretions.get(id);
      // Were a misspelt id merely absent, the rule would accuse vendors of what nobody asks of them.
      if (!found)
        throw new Error(
          `The catalogue has no discretion "${id}". Look it up in profiles/requirements/discretions.yaml.`,
        );
      return inForce(found.inForce, day) ? found : undefined;
    },
    accepted(family) {
      return catalogue.standards
        .filter(standard => standard.family === family && accepted(standard))
        .sort((one, other) => one.version.localeCompare(other.version, 'en', { numeric: true }));
    },
    standard(family, version) {
      const periods = catalogue.standards.filter(
        standard => standard.family === family && standard.version === version,
      );
      return (
        periods.find(accepted) ?? periods.sort((one, other) => (one.acceptedFrom < other.acceptedFrom ? 1 : -1))[0]
      );
    },
  };
}
