import { linesOf, textOf } from './characters.ts';
import { aboutPackage, type RecordSink, tableNameOf } from './records.ts';

// biome-ignore lint/suspicious/noExplicitAny: JSON of whatever shape
type Json = any;

const longestDocument = 256 * 1024 * 1024;
const deepest = 60;
const mostColumns = 5000;

/** One JSON value a line. A broken line is told, and the rest goes on. */
export async function readJsonLines(path: string, text: AsyncIterable<string>, sink: RecordSink): Promise<void> {
  const writer = new JsonWriter(path, sink);
  let line = 0;
  for await (const lines of linesOf(text)) {
    for (const each of lines) {
      line++;
      if (each.trim() === '') continue;
      try {
        writer.row(JSON.parse(each), tableNameOf(path));
      } catch (error) {
        sink.trouble({ path, line, kind: 'malformed', message: `is not JSON: ${reasonOf(error as Error)}` });
      }
    }
  }
}

/** A document: a list is a table; an object whose members are lists is a table for each; a FHIR Bundle is its resources. */
export async function readJsonDocument(path: string, text: AsyncIterable<string>, sink: RecordSink): Promise<void> {
  const whole = await textOf(text, longestDocument);
  if (whole === undefined) {
    sink.trouble({
      path,
      kind: 'malformed',
      message: 'is one JSON value of more than 256 MiB, which nothing can read in pieces',
    });
    return;
  }
  let value: Json;
  try {
    value = JSON.parse(whole.replace(/^\uFEFF/, ''));
  } catch (error) {
    sink.trouble({ path, kind: 'malformed', message: `is not JSON: ${reasonOf(error as Error)}` });
    return;
  }
  const writer = new JsonWriter(path, sink);
  const name = tableNameOf(path);
  if (Array.isArray(value)) for (const one of value) writer.row(one, name);
  else if (value?.resourceType === 'Bundle') for (const { resource } of value.entry ?? []) writer.row(resource, name);
  else if (isTables(value) && !aboutPackage.test(name)) {
    for (const [table, rows] of Object.entries(value)) {
      if (Array.isArray(rows)) for (const one of rows) writer.row(one, table);
    }
  } else writer.row(value, name);
}

const isObject = (value: Json): boolean => value !== null && typeof value === 'object' && !Array.isArray(value);
const isTables = (value: Json): boolean =>
  isObject(value) &&
  !value.resourceType &&
  Object.values(value).some(rows => Array.isArray(rows) && rows.length > 0 && rows.every(isObject));

/** V8 quotes what it could not read: of a patient's record nothing may be quoted. */
const reasonOf = ({ message }: Error): string =>
  /position \d+/.exec(message)?.[0] ?? (/end of JSON/.test(message) ? 'it ends too early' : 'unexpected characters');

class JsonWriter {
  readonly #path: string;
  readonly #sink: RecordSink;
  readonly #known = new Set<string>();

  constructor(path: string, sink: RecordSink) {
    this.#path = path;
    this.#sink = sink;
  }

  row(value: Json, name: string): void {
    if (value === undefined) return;
    const isFhir = typeof value?.resourceType === 'string';
    const table = isFhir ? value.resourceType : name;
    if (!this.#known.has(table)) {
      this.#known.add(table);
      this.#sink.table({ name: table, shape: isFhir ? 'fhir' : 'json', path: this.#path });
    }
    const columns: string[] = [];
    const values: string[] = [];
    flatten(value, '', 0, columns, values);
    this.#sink.record(table, columns, values, this.#path);
  }
}

/** Leaves with the names that lead to them, places in lists left out: `name.given`, `Ann`. */
export function flatten(value: Json, path: string, depth: number, columns: string[], values: string[]): void {
  if (value === null || value === undefined || columns.length >= mostColumns || depth > deepest) return;
  if (Array.isArray(value)) {
    for (const one of value) flatten(one, path, depth + 1, columns, values);
  } else if (typeof value === 'object') {
    for (const [name, member] of Object.entries(value)) {
      flatten(member, path === '' ? name : `${path}.${name}`, depth + 1, columns, values);
    }
  } else {
    columns.push(path === '' ? 'value' : path);
    values.push(String(value));
  }
}
