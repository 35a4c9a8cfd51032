/** What every format is read into: tables of records, each a list of columns and as many values. */
export type Shape = 'delimited' | 'json' | 'fhir' | 'c-cda' | 'xml' | 'sql' | 'xlsx' | 'text';

export interface Trouble {
  readonly path: string;
  /** Of a ragged row: the table it is in. */
  readonly table?: string;
  /** From 1, where the format has lines. */
  readonly line?: number;
  /** `ragged`: a row with more or fewer cells than columns. `malformed`: not what the format allows. */
  readonly kind: 'malformed' | 'ragged';
  /** Without any value of the record. */
  readonly message: string;
}

/** A table in one file, as it is begun. */
export interface TableHead {
  readonly name: string;
  readonly shape: Shape;
  readonly path: string;
  /** Where the file states them, whether or not there are rows. */
  readonly columns?: readonly string[];
  /** What separates columns, and whether quotation marks may enclose a cell. */
  readonly delimiter?: string;
  readonly quoted?: boolean;
  /** The first line is data: columns have no names. */
  readonly headless?: true;
  /** Keys that the file itself declares. */
  readonly key?: readonly string[];
}

export interface RecordSink {
  table(head: TableHead): void;
  /** @param columns may be the same array from record to record; a column may occur more than once */
  record(table: string, columns: readonly string[], values: readonly string[], path: string): void;
  trouble(trouble: Trouble): void;
}

/** The name of a file without its folders, its extension, and what marks it as one part of several. */
export function tableNameOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const bare = name.replace(/(\.(csv|tsv|tab|psv|txt|ndjson|jsonl|json|xml|xlsx|sql|dat|gz))+$/i, '');
  return bare.replace(/[._-](part|chunk)?[._-]?\d{1,5}$/i, match => (/^[._]\d{1,2}$/.test(match) ? match : '')) || name;
}

/** Files about the package rather than about a patient, by the name of their table. */
export const aboutPackage =
  /^(manifest|read_?me|index|metadata|meta_data|checksums?|hashes|summary|log|errors?|(export|ehi)_?(info|summary|manifest|metadata|log))$/i;
