import { r4 } from '../../fhir/tables.ts';
import { type Dictionary, nameKey } from './dictionary.ts';
import type { Inventory, TableCount } from './inventory.ts';
import { aboutPackage } from './records.ts';

/** How far an export and the description of its format agree. */
export interface Agreement {
  readonly described: { readonly tables: number; readonly columns: number };
  /** Tables of the export that were compared, and their rows and columns. */
  readonly compared: { readonly tables: number; readonly rows: number; readonly columns: number };
  /** Tables that the description does not name. */
  readonly undescribedTables: readonly { readonly name: string; readonly rows: number }[];
  /** Columns, of tables that it names, that it does not. */
  readonly undescribedColumns: readonly { readonly table: string; readonly column: string; readonly filled: number }[];
  /** Named by the description and not in the export, which is normal for one patient. */
  readonly absentTables: { readonly count: number; readonly first: readonly string[] };
  readonly absentColumns: { readonly count: number; readonly tables: number };
  /** Tables whose declared key more than one row has. */
  readonly repeatedKeys: readonly {
    readonly table: string;
    readonly columns: readonly string[];
    readonly rows: number;
  }[];
  readonly keyedTables: number;
  /** Names were found in the words of the description alone, because its tables could not be made out. */
  readonly byWords: boolean;
  /** What of the description was not read. */
  readonly leftOut?: string;
}

/** Shapes whose tables a dictionary of tables describes; C-CDA and words for people are described elsewhere. */
const describable = new Set(['delimited', 'json', 'fhir', 'sql', 'xlsx', 'xml']);
/** Columns compared of one table. */
const mostListed = 500;

export function agreementOf(inventory: Inventory, dictionary: Dictionary): Agreement | undefined {
  if (dictionary.tables.size === 0 && dictionary.mentions.size === 0) return undefined;
  const tables = inventory.tables.filter(
    ({ name, shape }) => describable.has(shape) && !aboutPackage.test(nameKey(name)),
  );
  const known = tables.filter(({ name }) => dictionary.tables.has(nameKey(name))).length;
  const byWords = known < tables.length / 2;
  const mentioned = (name: string) => byWords && dictionary.mentions.has(nameKey(name));

  const undescribedTables: { name: string; rows: number }[] = [];
  const undescribedColumns: { table: string; column: string; filled: number }[] = [];
  let absentColumns = 0;
  let tablesWithAbsent = 0;
  let columns = 0;
  for (const table of tables) {
    const described = dictionary.tables.get(nameKey(table.name));
    // A type of FHIR is described by FHIR, once the description says that there are any of it.
    const isNamed = mentioned(table.name) || (table.shape === 'fhir' && dictionary.mentions.has(nameKey(table.name)));
    if (!described && !isNamed) {
      undescribedTables.push({ name: table.name, rows: table.rows });
      continue;
    }
    const present = topColumns(table);
    columns += present.size;
    const isKnown = (column: string) =>
      described && described.columns.size > 0
        ? described.columns.has(nameKey(column)) || mentioned(column)
        : dictionary.mentions.has(nameKey(column)) || !byWords;
    const isFhir = table.shape === 'fhir' ? elementsOfR4(table.name) : undefined;
    for (const [column, filled] of present) {
      if (table.headless || isFhir?.has(column) || isKnown(column)) continue;
      if (undescribedColumns.length < mostListed) undescribedColumns.push({ table: table.name, column, filled });
    }
    const keys = new Set([...present.keys()].map(nameKey));
    const absent = [...(described?.columns ?? [])].filter(column => !keys.has(column) && !column.includes('.')).length;
    absentColumns += absent;
    if (absent > 0) tablesWithAbsent++;
  }
  const present = new Set(inventory.tables.map(({ name }) => nameKey(name)));
  const absentTables = [...dictionary.tables].filter(([key]) => !present.has(key)).map(([, { name }]) => name);
  const keyed = tables.filter(({ key }) => key !== undefined);
  return {
    described: {
      tables: dictionary.tables.size,
      columns: [...dictionary.tables.values()].reduce((sum, one) => sum + one.columns.size, 0),
    },
    compared: { tables: tables.length, rows: tables.reduce((sum, { rows }) => sum + rows, 0), columns },
    undescribedTables,
    undescribedColumns,
    absentTables: { count: absentTables.length, first: absentTables.slice(0, 20) },
    absentColumns: { count: absentColumns, tables: tablesWithAbsent },
    repeatedKeys: keyed
      .filter(({ key }) => key!.repeated > 0)
      .map(({ name, key }) => ({ table: name, columns: key!.columns, rows: key!.repeated })),
    keyedTables: keyed.length,
    byWords,
    ...(dictionary.leftOut ? { leftOut: dictionary.leftOut } : {}),
  };
}

/** Columns by name with the rows that fill them; of records with records in them, the outermost names. */
function topColumns({ columns, shape }: TableCount): Map<string, number> {
  const top = new Map<string, number>();
  const nested = shape === 'fhir' || shape === 'json' || shape === 'xml';
  for (const { name, filled } of columns) {
    const column = nested ? name.split(/[.@]/)[0] || name : name;
    top.set(column, Math.max(top.get(column) ?? 0, filled));
  }
  return top;
}

const knownTypes = new Map<string, ReadonlySet<string> | undefined>();

/** Elements that FHIR R4 itself describes, for a resource of its own; `value[x]` by each type it may have. */
function elementsOfR4(type: string): ReadonlySet<string> | undefined {
  if (knownTypes.has(type)) return knownTypes.get(type);
  const structure = r4().typeNamed(type);
  const names = structure && new Set<string>(['resourceType', 'contained']);
  for (const { id, types = [] } of structure?.elements ?? []) {
    if (id.includes('.') || id.includes(':')) continue;
    if (!id.endsWith('[x]')) {
      names!.add(id).add(`_${id}`);
      continue;
    }
    const stem = id.slice(0, -3);
    for (const { code } of types) {
      const name = `${stem}${code.slice(0, 1).toUpperCase()}${code.slice(1)}`;
      names!.add(name).add(`_${name}`);
    }
  }
  knownTypes.set(type, names);
  return names;
}
