import { pages } from '../addresses.ts';
import { type Files, readMe } from './resource-lines.ts';

// biome-ignore lint/suspicious/noExplicitAny: FHIR resources of whatever type
type Json = any;

interface Table {
  readonly columns: string[];
  readonly rows: Map<string, string>[];
}

/** Tables as a relational product has them: one for each type, one for each list within, joined by the record's id. */
export type Database = Map<string, Table>;

export function tablesOf(records: readonly Json[]): Database {
  const database: Database = new Map();
  for (const resource of records) {
    const { resourceType, id, meta: _, text: __, ...rest } = resource;
    const name = upper(resourceType);
    const row = rowIn(database, name);
    put(database, name, row, `${name}_ID`, id);
    fill(database, rest, { table: name, row, id, prefix: '' });
  }
  return database;
}

interface Filling {
  readonly table: string;
  readonly row: Map<string, string>;
  readonly id: string;
  readonly prefix: string;
}

function fill(database: Database, value: Json, into: Filling): void {
  for (const [name, member] of Object.entries<Json>(value)) {
    const column = `${into.prefix}${upper(name.replace(/^_/, 'EXT_'))}`;
    if (Array.isArray(member)) {
      const table = `${into.table}_${column}`;
      for (const [line, one] of member.entries()) {
        const row = rowIn(database, table);
        put(database, table, row, `${into.table.split('__')[0]}_ID`, into.id);
        put(database, table, row, 'LINE', String(line + 1));
        if (one !== null && typeof one === 'object') fill(database, one, { table, row, id: into.id, prefix: '' });
        else put(database, table, row, 'VALUE', written(one));
      }
    } else if (member !== null && typeof member === 'object') fill(database, member, { ...into, prefix: `${column}_` });
    else if (name === 'reference')
      put(database, into.table, into.row, `${into.prefix}ID`, String(member).split('/').at(-1)!);
    else if (name === 'data' && value.contentType === 'text/plain')
      put(database, into.table, into.row, column, Buffer.from(member, 'base64').toString('utf8'));
    else put(database, into.table, into.row, column, written(member));
  }
}

function rowIn(database: Database, name: string): Map<string, string> {
  const table = database.get(name) ?? { columns: [], rows: [] };
  database.set(name, table);
  const row = new Map<string, string>();
  table.rows.push(row);
  return row;
}

function put(database: Database, name: string, row: Map<string, string>, column: string, value: string): void {
  const { columns } = database.get(name)!;
  if (!columns.includes(column)) columns.push(column);
  row.set(column, value);
}

const upper = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();

/** Days as people here write them, `3/4/2024 10:10:00 AM`; booleans as Y and N. */
function written(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'Y' : 'N';
  const text = String(value);
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?.*)?$/.exec(text);
  if (!match) return text;
  const [, year, month, day, hour, minute, second = '00'] = match;
  const date = `${Number(month)}/${Number(day)}/${year}`;
  if (!hour) return date;
  const twelve = Number(hour) % 12 || 12;
  return `${date} ${twelve}:${minute}:${second} ${Number(hour) < 12 ? 'AM' : 'PM'}`;
}

/** Second style: separated values, a file for each table. */
export function tableFiles(database: Database, papers: ReadonlyMap<string, Uint8Array>): Files {
  const files: Files = new Map();
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  for (const [name, { columns, rows }] of database) {
    const lines = [columns, ...rows.map(row => columns.map(column => row.get(column) ?? ''))];
    files.set(`tables/${name}.csv`, Buffer.from(lines.map(line => `${line.map(cell).join(',')}\r\n`).join('')));
  }
  for (const [path, bytes] of papers) files.set(path, bytes);
  files.set('README.txt', Buffer.from(readMe(pages.ehiTables)));
  return files;
}

/** The data dictionary of these tables, as it is published. */
export function dictionary(database: Database): string {
  const lines = [['Table', 'Column', 'Key', 'Description']];
  for (const [name, { columns }] of database) {
    const isList = columns.includes('LINE');
    for (const [index, column] of columns.entries()) {
      const isKey = !isList && index === 0;
      lines.push([name, column, isKey ? 'Y' : '', describe(name, column)]);
    }
  }
  return lines.map(line => `${line.join(',')}\r\n`).join('');
}

const describe = (table: string, column: string): string =>
  column === 'LINE'
    ? 'Place in the list'
    : `${column.toLowerCase().replaceAll('_', ' ')} of ${table.toLowerCase().replaceAll('_', ' ')}`;
