import { parseDocument } from '../documents/parse.ts';
import { charactersOf, textOf } from './characters.ts';
import { type Grid, gridsOf, gridsOfHtml, stemOf, wordsOfHtml } from './grids.ts';
import type { Member } from './members.ts';
import { readSql } from './sql.ts';

/** A table that a description of the format describes. */
export interface DescribedTable {
  /** As written. */
  readonly name: string;
  /** Names in lower case. None where only the table is described. */
  readonly columns: Set<string>;
  /** Columns of its primary key, where one is declared. */
  key: readonly string[];
}

/** What the vendor says that its exports hold. */
export interface Dictionary {
  /** By {@link nameKey}. */
  readonly tables: Map<string, DescribedTable>;
  /** Every word that could be a name, wherever it stands; keys as {@link nameKey} makes them. */
  readonly mentions: Set<string>;
  /** Files or pages it was read from. */
  sources: number;
  /** What of it was not read, as the object of a sentence. */
  leftOut?: string;
}

export const emptyDictionary = (): Dictionary => ({ tables: new Map(), mentions: new Set(), sources: 0 });

/** Case, spaces and hyphens are how people write, not how programs name. */
export const nameKey = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/(\.(csv|tsv|txt|ndjson|json|xml|dat))+$/, '')
    .replace(/[\s_-]+/g, '_');

const longestFile = 64 * 1024 * 1024;
const mostWords = 2_000_000;

/** Reads one file of a description into the dictionary: a page, a workbook, a schema, a list. */
export async function describe(dictionary: Dictionary, { kind, path, content }: Member): Promise<void> {
  dictionary.sources++;
  if (kind === 'sql') return describeSql(dictionary, path, content);
  if (kind === 'image' || kind === 'dicom' || kind === 'audio' || kind === 'video' || kind === 'empty') return;
  if (kind === 'pdf' || kind === 'xlsx' || kind === 'docx') {
    const bytes = await held(content);
    const { documents = [], unreadable } = bytes
      ? await parseDocument(bytes, { url: `https://dictionary.invalid/${encodeURIComponent(stemOf(path))}` })
      : { unreadable: 'is too long' };
    if (unreadable) dictionary.leftOut ??= `${path}, which ${unreadable}`;
    for (const document of documents) {
      if (document.leftOut) dictionary.leftOut ??= `${document.leftOut} of ${path}`;
      describeGrids(dictionary, gridsOf(document));
      mention(dictionary, document.text);
    }
    return;
  }
  const text = await textOf(charactersOf(content, undefined, { encoding: '', broken: 0 }), longestFile);
  if (text === undefined) {
    dictionary.leftOut ??= `${path}, which is too long`;
    return;
  }
  if (kind === 'html') {
    describeGrids(dictionary, gridsOfHtml(text, path));
    mention(dictionary, wordsOfHtml(text));
  } else if (kind === 'json' || kind === 'ndjson') describeJson(dictionary, text, path);
  else {
    const { documents = [] } = await parseDocument(Buffer.from(text), {
      url: `https://dictionary.invalid/${encodeURIComponent(path.slice(path.lastIndexOf('/') + 1))}`,
      ...(kind === 'delimited' ? { contentType: 'text/csv' } : {}),
    });
    for (const document of documents) describeGrids(dictionary, gridsOf({ ...document, part: path }));
    mention(dictionary, text);
  }
}

async function held(content: AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of content) {
    size += piece.length;
    if (size > longestFile) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

async function describeSql(dictionary: Dictionary, path: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  await readSql(path, charactersOf(content, undefined, { encoding: '', broken: 0 }), {
    table: ({ name, columns = [], key }) => add(dictionary, name, columns, key),
    record: () => {},
    trouble: () => {},
  });
}

/** Adds a table, or columns to a known one. */
export function add(
  dictionary: Dictionary,
  name: string,
  columns: readonly string[],
  key: readonly string[] = [],
): void {
  const tableKey = nameKey(name);
  if (tableKey === '') return;
  const table = dictionary.tables.get(tableKey) ?? { name: name.trim(), columns: new Set<string>(), key: [] };
  for (const column of columns) table.columns.add(nameKey(column));
  if (key.length > 0) table.key = [...table.key, ...key.map(one => one.trim().toLowerCase())];
  dictionary.tables.set(tableKey, table);
}

function mention(dictionary: Dictionary, text: string): void {
  for (const [word] of text.matchAll(/[A-Za-z][\w$#]{1,127}/g)) {
    if (dictionary.mentions.size >= mostWords) return;
    dictionary.mentions.add(nameKey(word));
  }
}

const tableTitle =
  /^(table|file|entity|resource|data ?set|object|view|record|collection|export file)( ?(name|type))?s?$/i;
const columnTitle = /^(column|field|element|attribute|property|data element|variable|data field|key)( ?name)?s?$/i;
const nameTitle = /^(name|column heading|heading|label)$/i;
const keyTitle = /^(pk|primary ?key|key\??|is ?key|identity)$/i;
const yes = /^(y|yes|x|true|1|pk|primary key|✓|✔)$/i;
/** Titles that say what a table of the description shows rather than which table it describes. */
const general =
  /^(primary keys?|foreign keys?|columns?|column information|fields?|elements?|attributes?|properties|indexes|description|overview|summary|table|tables|definition|details|relationships?|constraints?|sheet\d*)$/i;

function describeGrids(dictionary: Dictionary, grids: readonly Grid[]): void {
  for (const { titles, header, rows } of grids) {
    const names = header.map(title => title.replace(/[*:]/g, '').trim());
    const tableAt = names.findIndex(title => tableTitle.test(title));
    let columnAt = names.findIndex((title, at) => at !== tableAt && columnTitle.test(title) && !keyTitle.test(title));
    if (columnAt < 0) columnAt = names.findIndex((title, at) => at !== tableAt && nameTitle.test(title));
    const keyAt = names.findIndex((title, at) => at !== columnAt && keyTitle.test(title));
    if (tableAt >= 0) {
      let last = '';
      for (const row of rows) {
        const table = row[tableAt]?.trim() || last;
        last = table;
        const column = columnAt < 0 ? '' : (row[columnAt] ?? '');
        if (!isName(table)) continue;
        if (isName(column)) add(dictionary, table, [column], keyAt >= 0 && yes.test(row[keyAt]!) ? [column] : []);
        else add(dictionary, table, []);
      }
      continue;
    }
    const table = tableNamed(titles);
    if (columnAt < 0 || !table) continue;
    const columns = rows.map(row => row[columnAt] ?? '').filter(isName);
    if (columns.length === 0) continue;
    const isKey = /primary key/i.test(titles.at(-1) ?? '');
    const keys = isKey
      ? columns
      : rows.filter(row => keyAt >= 0 && yes.test(row[keyAt] ?? '')).map(row => row[columnAt]!);
    add(dictionary, table, columns, keys.filter(isName));
  }
}

/** A name, not a sentence about one. */
const isName = (text: string): boolean =>
  /^[\p{L}_#$@[][\p{L}\p{N}_ .,$#@/()[\]:-]{0,127}$/u.test(text.trim()) &&
  text.trim().split(/\s+/).length <= 5 &&
  !/[.:,]$/.test(text.trim());

/** The innermost title that could be the name of a table: `Table: PATIENT`, `PATIENT.csv`, `Patient table`. */
function tableNamed(titles: readonly string[]): string | undefined {
  for (const title of [...titles].reverse()) {
    const bare = title
      .replace(/^(table|file|entity|data ?set|resource|record)\s*(name)?\s*[:#-]?\s+(?=\S)/i, '')
      .replace(/\s+(table|file|fields|columns|elements|data dictionary)$/i, '')
      .replace(/^(\d+\.)+\d*\s+/, '')
      .replace(/\s+[-–—(:].*$/, '')
      .trim();
    if (bare !== '' && !general.test(bare) && isName(bare) && bare.split(' ').length <= 4) return bare;
  }
  return undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: a schema of whatever kind
type Json = any;

function describeJson(dictionary: Dictionary, text: string, path: string): void {
  mention(dictionary, text);
  for (const value of jsonValues(text)) describeValue(dictionary, value, stemOf(path), 0);
}

function jsonValues(text: string): Json[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return text.split('\n').flatMap(line => {
      try {
        return [JSON.parse(line)];
      } catch {
        return [];
      }
    });
  }
}

const isObject = (value: Json): boolean => value !== null && typeof value === 'object' && !Array.isArray(value);
const named = (one: Json): string | undefined => {
  const name = isObject(one)
    ? (one.name ?? one.columnName ?? one.column_name ?? one.column ?? one.fieldName ?? one.field)
    : one;
  return typeof name === 'string' ? name : undefined;
};

function describeValue(dictionary: Dictionary, value: Json, name: string, depth: number): void {
  if (depth > 8) return;
  if (Array.isArray(value)) {
    for (const one of value) describeValue(dictionary, one, name, depth + 1);
    return;
  }
  if (!isObject(value)) return;
  if (value.resourceType === 'StructureDefinition') {
    describeStructure(dictionary, value);
    return;
  }
  if (value.resourceType === 'Bundle') {
    const resources = (value.entry ?? []).map((one: Json) => one.resource);
    describeValue(dictionary, resources, name, depth + 1);
    return;
  }
  const own = [value.name, value.tableName, value.table_name, value.table, value.title, value.$id].find(
    one => typeof one === 'string',
  );
  const columns = value.columns ?? value.fields ?? value.elements;
  if (columns) {
    const names = (Array.isArray(columns) ? columns.map(named) : Object.keys(columns)).filter(one => one !== undefined);
    const key = value.primaryKey ?? value.primary_key ?? value.key;
    const keys = (Array.isArray(key) ? key.map(named) : [named(key)]).filter(one => one !== undefined);
    add(dictionary, own ?? name, names, keys);
    return;
  }
  const rowColumn = own && named({ ...value, name: undefined });
  if (rowColumn && (value.table || value.tableName || value.table_name)) {
    add(dictionary, value.table ?? value.tableName ?? value.table_name, [rowColumn]);
    return;
  }
  if (isObject(value.properties)) {
    const title = typeof value.title === 'string' && isName(value.title) ? value.title : name;
    add(dictionary, title, [...propertiesOf(value)]);
  }
  for (const inner of [value.definitions, value.$defs, value.components?.schemas, value.schemas, value.tables]) {
    if (Array.isArray(inner)) describeValue(dictionary, inner, name, depth + 1);
    else if (isObject(inner)) {
      for (const [key, one] of Object.entries(inner)) describeValue(dictionary, one, key, depth + 1);
    }
  }
}

/** Names of members, those of members within joined by dots as records have them. */
function* propertiesOf(schema: Json, path = '', depth = 0): Generator<string> {
  if (depth > 8) return;
  const inner = schema.items ?? schema;
  for (const [name, property] of Object.entries(isObject(inner.properties) ? inner.properties : {})) {
    const whole = path === '' ? name : `${path}.${name}`;
    yield whole;
    yield* propertiesOf(property, whole, depth + 1);
  }
}

function describeStructure(dictionary: Dictionary, { type, name, kind, snapshot, differential }: Json): void {
  if (kind !== 'resource' && kind !== 'logical') return;
  const paths: string[] = (snapshot ?? differential)?.element?.map(({ path }: Json) => path) ?? [];
  const columns = paths.flatMap(path => path?.split('.').slice(1, 2) ?? []);
  add(dictionary, type ?? name, columns);
}
