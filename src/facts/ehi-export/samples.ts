/** Exports of a made-up vendor, for rules to vary in their examples. */
import type { ExhibitId } from '../../model/exhibit.ts';
import type { Agreement } from './agreement.ts';
import type { ClassCoverage, Comparison } from './comparison.ts';
import type { Obtained, OpenedExport } from './exports.ts';
import type { FormatDescription } from './format-description.ts';
import type { Inventory, TableCount } from './inventory.ts';
import type { ExportReading } from './reading.ts';
import type { Beyond, Statement } from './statements.ts';

export const exhibit: ExhibitId = `sha256:${'0'.repeat(64)}`;
export const formatPage = 'https://www.larkspur.example/ehi-export';

export const table = (name: string, changes: Partial<TableCount> = {}): TableCount => ({
  name,
  shape: 'delimited',
  files: 1,
  rows: 20,
  ragged: 0,
  columns: [
    { name: `${name}_ID`, filled: 20 },
    { name: 'VALUE', filled: 12 },
  ],
  delimiter: ',',
  quoted: true,
  earliest: '2019-04-02',
  latest: '2026-09-30',
  ...changes,
});

export const inventory = (changes: Partial<Inventory> = {}): Inventory => ({
  files: 3,
  bytes: 4096,
  rows: 40,
  cells: 80,
  kinds: { delimited: 2, text: 1 },
  tables: [table('PATIENT'), table('PROBLEM')],
  attachments: [],
  attachmentCount: 0,
  encodings: { 'utf-8': 3 },
  badlyWritten: [],
  troubles: [],
  malformed: 0,
  problems: [],
  ...changes,
});

export const agreement = (changes: Partial<Agreement> = {}): Agreement => ({
  described: { tables: 120, columns: 900 },
  compared: { tables: 100, rows: 4000, columns: 800 },
  undescribedTables: [],
  undescribedColumns: [],
  absentTables: { count: 20, first: ['DENTAL_CHART'] },
  absentColumns: { count: 0, tables: 0 },
  repeatedKeys: [],
  keyedTables: 90,
  byWords: false,
  ...changes,
});

export const coverage = (
  dataClass: string,
  known: number,
  found: number,
  changes: Partial<ClassCoverage> = {},
): ClassCoverage => ({
  dataClass,
  beyondUscdi: false,
  records: Math.ceil(known / 5),
  known,
  found,
  lostRecords: 0,
  paths: [{ path: 'Condition.code.text', known, found }],
  ...changes,
});

export const comparison = (classes: readonly ClassCoverage[], changes: Partial<Comparison> = {}): Comparison => {
  const known = classes.reduce((sum, one) => sum + one.known, 0);
  const found = classes.reduce((sum, one) => sum + one.found, 0);
  return {
    known,
    found,
    classes,
    missing: [],
    missingCount: known - found,
    inDocumentsAlone: 0,
    unknown: [],
    ...changes,
  };
};

/** A good export of one patient, with parts of its reading changed. */
export const opened = (
  reading: Partial<ExportReading> = {},
  changes: Partial<Omit<OpenedExport, 'reading'>> = {},
): OpenedExport => ({
  whose: 'single-patient',
  obtained: {
    how: 'file',
    startedBy: 'user',
    askedAt: '2026-10-01T08:00:00Z',
    receivedAt: '2026-10-01T08:04:00Z',
    cost: 'none',
  },
  reading: {
    inventory: inventory(),
    links: [{ url: formatPage, path: 'README.txt' }],
    connections: { references: 0, broken: 0, brokenBy: [], files: 0, missing: 0, missingBy: [] },
    ...reading,
  },
  exhibits: [exhibit],
  ...changes,
});

export const obtained = (changes: Obtained): OpenedExport => opened({}, { obtained: changes });

export const statement = (about: Statement['about'], quote: string, what?: Statement['what']): Statement => ({
  about,
  quote,
  place: formatPage,
  ...(what ? { what } : {}),
});

export const description = (
  statements: readonly Statement[] = [],
  changes: Partial<FormatDescription> = {},
): FormatDescription => ({
  pages: [],
  documents: [],
  statements,
  exhibits: [exhibit],
  ...changes,
});

/**
 * Examples of a rule on one kind of information.
 * @param shows.table name of a table that shows it
 * @param shows.excluded words of a description that leaves it out
 */
export function ofKind(kind: Beyond, shows: { readonly table: string; readonly excluded: string }) {
  const known = (found: number) => [opened({ comparison: comparison([coverage(kind, 20, found)]) })] as const;
  return {
    passed: [
      { when: 'what is known is there', facts: { exports: known(20) } },
      {
        when: 'a table of them is there',
        facts: { exports: [opened({ inventory: inventory({ tables: [table(shows.table)] }) })] as const },
      },
    ],
    failed: [
      { when: 'what is known is not there', facts: { exports: known(1) } },
      {
        when: 'the description leaves it out',
        facts: {
          exports: [opened()] as const,
          description: description([statement('excluded', shows.excluded, kind)]),
        },
      },
    ],
    'cant-tell': [{ when: 'nothing is known, and nothing shows any', facts: { exports: [opened()] as const } }],
  } as const;
}
