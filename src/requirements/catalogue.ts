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

/** A value together with where it was written. */
interface Entry<T> {
  readonly value: T;
  readonly cell: Cell;
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
  const requirements: Entry<Requirement>[] = [];
  const exceptions: Entry<Exception>[] = [];
  const barriers: Entry<Barrier>[] = [];
  const discretions: Entry<Discretion>[] = [];
  const standards: Entry<Standard>[] = [];

  const lists = {
    requirements: into(requirements, requirement),
    exceptions: into(exceptions, exception),
    barriers: into(barriers, barrier),
    discretions: into(discretions, discretion),
    standards: into(standards, standard),
  };
  function into<T>(entries: Entry<T>[], shape: (cell: Cell, defaults?: Cell) => T) {
    return (cell: Cell, defaults: Cell | undefined): void => {
      attempt(() => {
        entries.push({ value: shape(cell, defaults), cell });
      });
    };
  }

  for (const file of files) {
    attempt(() => {
      const root = parseSource(file.name, file.text);
      for (const key of keys(root)) {
        const cell = root.in(key) ?? root;
        if (key === 'version') version = text(cell);
        else if (Object.hasOwn(lists, key)) {
          for (const item of items(cell)) lists[key as keyof typeof lists](item, root.in('defaults'));
        } else if (key !== 'defaults') {
          throw new Complaint(
            cell,
            `unknown list "${key}"; known are version, defaults, ${Object.keys(lists).join(', ')}`,
          );
        }
      }
    });
  }
  if (version === undefined) problems.push('catalogue.yaml:1: the field "version" is missing');

  const complain = (cell: Cell, what: string): void => {
    problems.push(new Complaint(cell, what).message);
  };
  const byId = <T extends { readonly id: string }>(
    entries: readonly Entry<T>[],
    taken: ReadonlyMap<string, unknown> = new Map(),
  ) => {
    const map = new Map<string, T>();
    for (const { value, cell } of entries) {
      if (map.has(value.id) || taken.has(value.id)) complain(cell, `the id "${value.id}" is taken already`);
      else map.set(value.id, value);
    }
    return map;
  };
  const catalogue = {
    requirements: byId(requirements),
    // A rule may cite either, so the two share their ids.
    exceptions: byId(exceptions, new Map(requirements.map(({ value }) => [value.id, value]))),
    barriers: byId(barriers),
    discretions: byId(discretions),
    standards: standards.map(({ value }) => value),
  };

  // References are told as unknown only when every file could be read: else the missing one may be what is broken.
  if (problems.length === 0) {
    const refer = (cell: Cell | undefined, kind: string, ...known: readonly ReadonlyMap<string, unknown>[]): void => {
      for (const item of cell ? items(cell) : []) {
        const id = text(item);
        if (!known.some(map => map.has(id))) complain(item, `there is no ${kind} "${id}"`);
      }
    };
    for (const { cell } of barriers) {
      refer(cell.in('requirements'), 'requirement', catalogue.requirements);
      refer(cell.in('exceptions'), 'exception', catalogue.exceptions);
    }
    for (const { value, cell } of standards) {
      refer(cell.in('cites'), 'requirement or discretion', catalogue.requirements, catalogue.discretions);
      for (const { family, atLeast } of value.with ?? []) {
        if (!catalogue.standards.some(other => other.family === family && other.version === atLeast)) {
          complain(cell.in('with') ?? cell, `there is no standard ${family} ${atLeast}`);
        }
      }
      const overlaps = standards.find(
        other =>
          other.value !== value &&
          other.value.family === value.family &&
          other.value.version === value.version &&
          other.value.acceptedFrom <= value.acceptedFrom &&
          (other.value.acceptedUntil === null || value.acceptedFrom <= other.value.acceptedUntil),
      );
      if (overlaps)
        complain(
          cell,
          `${value.family} ${value.version} is accepted on ${value.acceptedFrom} by line ${overlaps.cell.line} too`,
        );
    }
  }
  if (problems.length > 0 || version === undefined) throw new CatalogueError(problems);
  return { version, ...catalogue };
}

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
