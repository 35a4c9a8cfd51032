import type { FileRead, FileSink } from './read-members.ts';

/** References between records, and from records to files, and whether they lead anywhere within the export. */
export interface Connections {
  /** FHIR references that were looked at, and those that lead to no record of the export. */
  readonly references: number;
  readonly broken: number;
  /** The first of the broken, by where they stand and what type they name. */
  readonly brokenBy: readonly { readonly place: string; readonly count: number }[];
  /** Files that records name, and those that are not there. */
  readonly files: number;
  readonly missing: number;
  readonly missingBy: readonly { readonly place: string; readonly count: number }[];
}

const mostReferences = 3_000_000;
const fileName = /\.(pdf|png|jpe?g|gif|tiff?|bmp|dcm|rtf|docx?|html?|xml|txt|mp3|wav|m4a|mp4|mov|webp|heic)$/i;
const fileColumn =
  /(^|[._])(url|file|filename|file_?name|path|file_?path|location|attachment|document|image|blob)(_?(name|path|url))?$/i;

/** Follows what leads from one place of an export to another. */
export class ConnectionWriter implements FileSink {
  readonly #resources = new Set<string>();
  readonly #files = new Set<string>();
  readonly #names = new Set<string>();
  readonly #references = new Map<string, string>();
  readonly #wanted = new Map<string, string>();

  table(): void {}

  trouble(): void {}

  problem(): void {}

  file({ path }: FileRead): void {
    this.#files.add(path.toLowerCase());
    this.#names.add(path.slice(path.lastIndexOf('/') + 1).toLowerCase());
  }

  record(table: string, columns: readonly string[], values: readonly string[], path: string): void {
    const isFhir = columns[0] === 'resourceType';
    for (let at = 0; at < columns.length; at++) {
      const column = columns[at]!;
      const value = values[at];
      if (!value) continue;
      if (isFhir && column === 'id') this.#resources.add(`${table}/${value}`);
      else if (isFhir && /(reference|\.url)$/.test(column) && /^[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}$/.test(value)) {
        if (this.#references.size < mostReferences)
          this.#references.set(value, `${table}.${column.replace(/\.reference$/, '')}`);
      } else if (
        value.length < 300 &&
        fileColumn.test(column) &&
        fileName.test(value) &&
        !/^(https?|data):/i.test(value)
      ) {
        if (this.#wanted.size < mostReferences) this.#wanted.set(fileWanted(value, path), `${table}.${column}`);
      }
    }
  }

  done(): Connections {
    const broken = tally(
      [...this.#references].filter(([reference]) => !this.#resources.has(reference)),
      ([reference, place]) => `${place} -> ${reference.split('/')[0]}`,
    );
    const missing = tally(
      [...this.#wanted].filter(([wanted]) => !this.#isThere(wanted)),
      ([, place]) => place,
    );
    return {
      references: this.#references.size,
      broken: broken.count,
      brokenBy: broken.by,
      files: this.#wanted.size,
      missing: missing.count,
      missingBy: missing.by,
    };
  }

  /** By its path from the record's folder or from the root, or by its name where it lies elsewhere. */
  #isThere(wanted: string): boolean {
    const [folder = '', name = ''] = wanted.split('\n');
    for (let base = folder; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/')))) {
      const whole = base === '' ? name : `${base}/${name}`;
      if (this.#files.has(whole)) return true;
      if (base === '') break;
    }
    return this.#names.has(name.slice(name.lastIndexOf('/') + 1));
  }
}

const fileWanted = (value: string, path: string): string =>
  `${path.slice(0, Math.max(0, path.lastIndexOf('/'))).toLowerCase()}\n${value
    .replaceAll('\\', '/')
    .replace(/^(\.?\/)+/, '')
    .toLowerCase()}`;

function tally<T>(all: readonly T[], placeOf: (one: T) => string) {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(placeOf(one), (counts.get(placeOf(one)) ?? 0) + 1);
  const by = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 20);
  return { count: all.length, by: by.map(([place, count]) => ({ place, count })) };
}
