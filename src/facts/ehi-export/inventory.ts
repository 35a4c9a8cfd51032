import { dayIn } from './dates.ts';
import type { Problem } from './members.ts';
import type { FileRead, FileSink } from './read-members.ts';
import { isComputable } from './read-members.ts';
import type { Shape, TableHead, Trouble } from './records.ts';

/** A column, and in how many rows it holds something. */
export interface ColumnCount {
  readonly name: string;
  readonly filled: number;
}

export interface TableCount {
  readonly name: string;
  readonly shape: Shape;
  readonly files: number;
  readonly rows: number;
  /** Rows with more or fewer cells than there are columns. */
  readonly ragged: number;
  readonly columns: readonly ColumnCount[];
  readonly delimiter?: string;
  readonly quoted?: boolean;
  readonly headless?: true;
  /** First and last day that a value names, YYYY-MM-DD. */
  readonly earliest?: string;
  readonly latest?: string;
  /** Of the declared key: columns, and rows whose key another row has. Absent where no key was declared or counted. */
  readonly key?: { readonly columns: readonly string[]; readonly repeated: number };
}

/** What is in an export, without any value of it. */
export interface Inventory {
  readonly files: number;
  readonly bytes: number;
  readonly rows: number;
  readonly cells: number;
  /** Files by what they are: `ndjson`, `pdf`. */
  readonly kinds: { readonly [kind: string]: number };
  readonly tables: readonly TableCount[];
  /** The first of the files that are handed on as they are. */
  readonly attachments: readonly Pick<FileRead, 'path' | 'kind' | 'bytes' | 'digest'>[];
  readonly attachmentCount: number;
  readonly encodings: { readonly [encoding: string]: number };
  /** The first files whose characters are not all of their encoding. */
  readonly badlyWritten: readonly { readonly path: string; readonly encoding: string; readonly broken: number }[];
  /** The first of them; `troubleCount` counts all. */
  readonly troubles: readonly Trouble[];
  readonly malformed: number;
  readonly problems: readonly Problem[];
}

const mostListed = 200;
const mostAttachments = 2000;
const mostColumns = 20_000;
/** Keys held in memory to find the same again, all tables together. */
const mostKeys = 4_000_000;

interface Counting {
  readonly head: TableHead;
  readonly files: Set<string>;
  rows: number;
  ragged: number;
  readonly columns: Map<string, number>;
  earliest: string;
  latest: string;
  key?: { readonly columns: readonly string[]; readonly seen: Set<string>; repeated: number };
}

/** Counts what it is given. */
export class InventoryWriter implements FileSink {
  readonly #tables = new Map<string, Counting>();
  readonly #keysOf: (table: string) => readonly string[] | undefined;
  readonly #kinds: Record<string, number> = {};
  readonly #encodings: Record<string, number> = {};
  readonly #attachments: Inventory['attachments'][number][] = [];
  readonly #badlyWritten: Inventory['badlyWritten'][number][] = [];
  readonly #troubles: Trouble[] = [];
  readonly #problems: Problem[] = [];
  #files = 0;
  #bytes = 0;
  #cells = 0;
  #malformed = 0;
  #attachmentCount = 0;
  #keys = 0;

  /** @param keysOf the key that a dictionary declares for a table */
  constructor(keysOf: (table: string) => readonly string[] | undefined = () => undefined) {
    this.#keysOf = keysOf;
  }

  table(head: TableHead): void {
    const known = this.#tables.get(head.name);
    const table = known ?? {
      head,
      files: new Set<string>(),
      rows: 0,
      ragged: 0,
      columns: new Map<string, number>(),
      earliest: '',
      latest: '',
    };
    table.files.add(head.path);
    for (const column of head.columns ?? []) if (!table.columns.has(column)) table.columns.set(column, 0);
    const key = known ? undefined : (head.key ?? this.#keysOf(head.name));
    if (key && key.length > 0)
      table.key = { columns: key.map(column => column.toLowerCase()), seen: new Set(), repeated: 0 };
    this.#tables.set(head.name, table);
  }

  record(name: string, columns: readonly string[], values: readonly string[], path: string): void {
    let table = this.#tables.get(name);
    if (!table) {
      this.table({ name, shape: 'text', path });
      table = this.#tables.get(name)!;
    }
    table.rows++;
    this.#cells += values.length;
    let last: string | undefined;
    for (let at = 0; at < columns.length; at++) {
      const value = values[at];
      const column = columns[at]!;
      if (value === undefined || value === '') {
        if (!table.columns.has(column)) table.columns.set(column, 0);
        continue;
      }
      // A list has the same column again and again: one record fills it once.
      if (column !== last && (table.columns.size < mostColumns || table.columns.has(column)))
        table.columns.set(column, (table.columns.get(column) ?? 0) + 1);
      last = column;
      const day = value.length >= 8 && value.length <= 40 ? dayIn(value) : undefined;
      if (day === undefined) continue;
      if (table.earliest === '' || day < table.earliest) table.earliest = day;
      if (day > table.latest) table.latest = day;
    }
    if (table.key) this.#countKey(table.key, columns, values);
  }

  #countKey(key: NonNullable<Counting['key']>, columns: readonly string[], values: readonly string[]): void {
    const parts = key.columns.map(wanted => values[columns.findIndex(column => column.toLowerCase() === wanted)] ?? '');
    if (parts.every(part => part === '') || this.#keys > mostKeys) return;
    const whole = parts.join('\u001f');
    if (key.seen.has(whole)) key.repeated++;
    else {
      key.seen.add(whole);
      this.#keys++;
    }
  }

  trouble(trouble: Trouble): void {
    if (trouble.kind === 'malformed') this.#malformed++;
    else {
      const table = this.#tables.get(trouble.table ?? '');
      if (table) table.ragged++;
    }
    if (this.#troubles.length < mostListed) this.#troubles.push(trouble);
  }

  problem(problem: Problem): void {
    if (this.#problems.length < mostListed) this.#problems.push(problem);
  }

  file(read: FileRead): void {
    this.#files++;
    this.#bytes += read.bytes;
    this.#kinds[read.kind] = (this.#kinds[read.kind] ?? 0) + 1;
    if (read.encoding) this.#encodings[read.encoding] = (this.#encodings[read.encoding] ?? 0) + 1;
    if (read.encoding && read.brokenCharacters && this.#badlyWritten.length < mostListed)
      this.#badlyWritten.push({ path: read.path, encoding: read.encoding, broken: read.brokenCharacters });
    if (isComputable(read.kind) || read.kind === 'empty' || read.kind === 'text') return;
    this.#attachmentCount++;
    const { path, kind, bytes, digest } = read;
    if (this.#attachments.length < mostAttachments) this.#attachments.push({ path, kind, bytes, digest });
  }

  done(): Inventory {
    const tables = [...this.#tables.values()].map(countOf);
    return {
      files: this.#files,
      bytes: this.#bytes,
      rows: tables.reduce((sum, { rows }) => sum + rows, 0),
      cells: this.#cells,
      kinds: this.#kinds,
      tables,
      attachments: this.#attachments,
      attachmentCount: this.#attachmentCount,
      encodings: this.#encodings,
      badlyWritten: this.#badlyWritten,
      troubles: this.#troubles,
      malformed: this.#malformed,
      problems: this.#problems,
    };
  }
}

function countOf({ head, files, rows, ragged, columns, earliest, latest, key }: Counting): TableCount {
  const { name, shape, delimiter, quoted, headless } = head;
  return {
    name,
    shape,
    files: files.size,
    rows,
    ragged,
    columns: [...columns].map(([column, filled]) => ({ name: column, filled })),
    ...(delimiter === undefined ? {} : { delimiter, quoted: quoted ?? false }),
    ...(headless ? { headless } : {}),
    ...(earliest ? { earliest, latest } : {}),
    ...(key ? { key: { columns: key.columns, repeated: key.repeated } } : {}),
  };
}
