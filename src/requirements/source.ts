import { isMap, isScalar, isSeq, LineCounter, type Node, type ParsedNode, parseDocument } from 'yaml';

/** What is wrong with the catalogue's files; each problem begins with the file and line to mend. */
export class CatalogueError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The catalogue of requirements cannot be used:\n${problems.map(problem => `  ${problem}`).join('\n')}`);
    this.name = 'CatalogueError';
    this.problems = problems;
  }
}

/** One value of a YAML file, which knows where it stands. */
export interface Cell {
  readonly file: string;
  readonly line: number;
  readonly node: Node | null;
  /** The value called `key` of a mapping, or item number `key` of a list. */
  in(key: string | number): Cell | undefined;
}

/** Thrown while one entry is read; the others are still read, so that a person sees every problem at once. */
export class Complaint extends Error {
  constructor(cell: Pick<Cell, 'file' | 'line'>, what: string) {
    super(`${cell.file}:${cell.line}: ${what}`);
  }
}

/** @throws Complaint when the text is no YAML */
export function parseSource(file: string, text: string): Cell {
  const lines = new LineCounter();
  const document = parseDocument<ParsedNode>(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error) {
    throw new Complaint({ file, line: lines.linePos(error.pos[0]).line }, `this is not YAML: ${error.message}`);
  }
  return cellOf(file, lines, document.contents, 1);
}

function cellOf(file: string, lines: LineCounter, node: Node | null, near: number): Cell {
  const line = node?.range ? lines.linePos(node.range[0]).line : near;
  return {
    file,
    line,
    node,
    in(key) {
      if (!isMap(node) && !isSeq(node)) return undefined;
      const child = node.get(key, true) as Node | undefined;
      return child && cellOf(file, lines, child, line);
    },
  };
}

/** Turns a cell into a value or throws a `Complaint`. */
export type Read<T> = (cell: Cell) => T;

export const text: Read<string> = cell => {
  const value = isScalar(cell.node) ? cell.node.value : undefined;
  if (typeof value === 'number') throw new Complaint(cell, `${value} is read as a number; put it in quotes`);
  if (typeof value !== 'string' || value.trim() === '') throw new Complaint(cell, 'a text is needed here');
  return value;
};

export const wholeNumber: Read<number> = cell => {
  const value = isScalar(cell.node) ? cell.node.value : undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) {
    throw new Complaint(cell, 'a whole number above zero is needed here');
  }
  return value;
};

export const day: Read<string> = cell => {
  const value = text(cell);
  const date = new Date(`${value}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(value) || Number.isNaN(date.valueOf()) || date.toISOString().slice(0, 10) !== value) {
    throw new Complaint(cell, `"${value}" is no day; write YYYY-MM-DD`);
  }
  return value;
};

export const orNull =
  <T>(read: Read<T>): Read<T | null> =>
  cell =>
    isScalar(cell.node) && cell.node.value === null ? null : read(cell);

export const httpsAddress: Read<string> = cell => {
  const value = text(cell);
  if (!URL.canParse(value) || !value.startsWith('https://')) {
    throw new Complaint(cell, `"${value}" is no https address`);
  }
  return value;
};

export const oneOf =
  <T extends string>(words: readonly T[]): Read<T> =>
  cell => {
    const value = text(cell);
    if (!(words as readonly string[]).includes(value)) {
      throw new Complaint(cell, `"${value}" is none of ${words.join(', ')}`);
    }
    return value as T;
  };

export const listOf =
  <T>(read: Read<T>): Read<readonly T[]> =>
  cell =>
    items(cell).map(item => read(item));

export function items(cell: Cell): readonly Cell[] {
  if (!isSeq(cell.node)) throw new Complaint(cell, 'a list is needed here');
  return cell.node.items.map((_, index) => cell.in(index) ?? cell);
}

export function keys(cell: Cell): readonly string[] {
  if (!isMap(cell.node)) throw new Complaint(cell, 'a mapping of fields is needed here');
  return cell.node.items.map(pair => (isScalar(pair.key) ? String(pair.key.value) : ''));
}

interface Optional<T> {
  readonly optional: Read<T>;
}
export const optional = <T>(read: Read<T>): Optional<T> => ({ optional: read });

/** A reader for each field of `T`; the compiler holds it to the model. Field names are kebab-case in YAML. */
export type Fields<T> = {
  readonly [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? Optional<Exclude<T[K], undefined>> : Read<T[K]>;
};

/** @param defaults what an entry leaves out is looked up here */
export function record<T>(fields: Fields<T>): (cell: Cell, defaults?: Cell) => T {
  const named = new Map(
    (Object.entries(fields) as [string, Read<unknown> | Optional<unknown>][]).map(([field, read]) => [
      field.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`),
      { field, ...(typeof read === 'function' ? { read, needed: true } : { read: read.optional, needed: false }) },
    ]),
  );
  return (cell, defaults) => {
    for (const mapping of defaults ? [defaults, cell] : [cell]) {
      const unknown = keys(mapping).find(key => !named.has(key));
      if (unknown !== undefined) {
        const known = [...named.keys()].join(', ');
        throw new Complaint(mapping.in(unknown) ?? mapping, `unknown field "${unknown}"; known are ${known}`);
      }
    }
    const value: Record<string, unknown> = {};
    for (const [key, { field, read, needed }] of named) {
      const found = cell.in(key) ?? defaults?.in(key);
      if (found) value[field] = read(found);
      else if (needed) throw new Complaint(cell, `the field "${key}" is missing`);
    }
    return value as T;
  };
}
