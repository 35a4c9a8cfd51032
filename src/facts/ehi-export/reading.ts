import { type Agreement, agreementOf } from './agreement.ts';
import { type ClassCoverage, type Comparison, ComparisonWriter } from './comparison.ts';
import { type Connections, ConnectionWriter } from './connections.ts';
import { type Dictionary, nameKey } from './dictionary.ts';
import { type Inventory, InventoryWriter } from './inventory.ts';
import type { Known } from './known.ts';
import { type Limits, membersOf, type Problem } from './members.ts';
import { LinkWriter, type PackageLink } from './package-links.ts';
import { type FileRead, type FileSink, readMembers } from './read-members.ts';
import type { TableHead, Trouble } from './records.ts';
import type { Source } from './source.ts';

/** All that is kept of an export: what is in it, not what it says. */
export interface ExportReading {
  readonly inventory: Inventory;
  readonly links: readonly PackageLink[];
  readonly connections: Connections;
  /** With the description of the format; absent where none could be read. */
  readonly agreement?: Agreement;
  /** With what is known of the patients; absent where nothing is. */
  readonly comparison?: Comparison;
}

export interface Reading {
  readonly files: Iterable<{ readonly path: string; readonly source: Source }>;
  readonly password?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly encoding?: string | undefined;
  readonly dictionary?: Dictionary | undefined;
  readonly known?: Known | undefined;
  /** Whether values, names of files and names of records may be told. */
  readonly tell: boolean;
  /** Makes the digests of files comparable among themselves alone. */
  readonly key?: Uint8Array | undefined;
  readonly limits?: Partial<Limits>;
  readonly progress?: (bytes: number) => void;
}

/** Reads an export once, from its first byte to its last. */
export async function readExport(reading: Reading): Promise<ExportReading> {
  const { dictionary, known, tell } = reading;
  const inventory = new InventoryWriter(table => dictionary?.tables.get(nameKey(table))?.key);
  const links = new LinkWriter();
  const connections = new ConnectionWriter();
  const comparison = known && new ComparisonWriter(known);
  const sinks = [inventory, links, connections, ...(comparison ? [comparison] : [])];
  const sink: FileSink = {
    table(head: TableHead) {
      for (const one of sinks) one.table(head);
    },
    record(table, columns, values, path) {
      for (const one of sinks) one.record(table, columns, values, path);
    },
    trouble(trouble: Trouble) {
      inventory.trouble(trouble);
    },
    problem(problem: Problem) {
      inventory.problem(problem);
    },
    file(read: FileRead) {
      inventory.file(read);
      connections.file(read);
    },
  };
  const { files, password, limits, delimiter, encoding, key, progress } = reading;
  const members = membersOf(files, {
    password,
    ...(limits ? { limits } : {}),
    report: problem => inventory.problem(problem),
  });
  await readMembers(members, sink, { delimiter, encoding, key, ...(progress ? { progress } : {}) });
  const counted = inventory.done();
  const agreement = dictionary && agreementOf(counted, dictionary);
  const whole: ExportReading = {
    inventory: counted,
    links: links.done(),
    connections: connections.done(),
    ...(agreement ? { agreement } : {}),
    ...(comparison ? { comparison: comparison.done(tell) } : {}),
  };
  return tell ? whole : withoutNames(whole, dictionary);
}

/** Names of files, and of tables and columns that no description knows, may be those of people. */
function withoutNames(reading: ExportReading, dictionary: Dictionary | undefined): ExportReading {
  const { inventory, links, connections, agreement, comparison } = reading;
  const isDescribed = (name: string) => dictionary?.tables.has(nameKey(name)) ?? false;
  const standard = new Set(
    inventory.tables.filter(({ shape }) => shape === 'fhir' || shape === 'text').map(({ name }) => name),
  );
  const renamed = new Map<string, string>();
  const tableName = (name: string) => {
    if (isDescribed(name) || standard.has(name)) return name;
    const known = renamed.get(name) ?? `undescribed table ${renamed.size + 1}`;
    renamed.set(name, known);
    return known;
  };
  const file = (path: string) => `a file${/\.[a-z0-9]{1,8}$/i.exec(path)?.[0] ?? ''}`;
  const nameless = <T extends { readonly path: string }>(all: readonly T[]) =>
    all.map(one => ({ ...one, path: file(one.path) }));
  const undescribed = new Map(
    [...Map.groupBy(agreement?.undescribedColumns ?? [], ({ table }) => table)].map(([table, columns]) => [
      table,
      columns.length,
    ]),
  );
  const mayTellColumns = (name: string, columns: number) =>
    standard.has(name) || (isDescribed(name) && (undescribed.get(name) ?? 0) <= columns / 2);
  const placed = (all: Connections['brokenBy']) =>
    all.map(({ place, count }) => {
      const [table = '', ...rest] = place.split('.');
      return { place: [tableName(table), ...rest].join('.'), count };
    });
  return {
    inventory: {
      ...inventory,
      // A first day may be that of a birth.
      tables: inventory.tables.map(({ earliest: _, latest: __, ...table }) => ({
        ...table,
        name: tableName(table.name),
        columns: mayTellColumns(table.name, table.columns.length)
          ? table.columns
          : table.columns.map(({ filled }, index) => ({ name: `column ${index + 1}`, filled })),
      })),
      attachments: nameless(inventory.attachments),
      badlyWritten: nameless(inventory.badlyWritten),
      troubles: nameless(inventory.troubles).map(({ table, ...rest }) => ({
        ...rest,
        ...(table ? { table: tableName(table) } : {}),
      })),
      problems: nameless(inventory.problems),
    },
    links: nameless(links),
    connections: { ...connections, brokenBy: placed(connections.brokenBy), missingBy: placed(connections.missingBy) },
    ...(agreement
      ? {
          agreement: {
            ...agreement,
            undescribedTables: agreement.undescribedTables.map(one => ({ ...one, name: tableName(one.name) })),
            undescribedColumns: agreement.undescribedColumns.map((one, index) =>
              mayTellColumns(one.table, 2 * (undescribed.get(one.table) ?? 0))
                ? one
                : { ...one, column: `column ${index + 1}` },
            ),
          },
        }
      : {}),
    ...(comparison
      ? {
          comparison: {
            ...comparison,
            classes: comparison.classes.map(yearsAlone),
            unknown: comparison.unknown.map(one => ({ ...one, table: tableName(one.table) })),
          },
        }
      : {}),
  };
}

function yearsAlone({ days, ...coverage }: ClassCoverage): ClassCoverage {
  if (!days) return coverage;
  const years = Object.entries(days).map(([name, day]) => [name, day.slice(0, 4)]);
  return { ...coverage, days: Object.fromEntries(years) };
}
