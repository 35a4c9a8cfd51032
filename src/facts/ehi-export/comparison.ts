import { beyondUscdi, type Known, type KnownValue } from './known.ts';
import type { RecordSink } from './records.ts';
import { Sequences, wordsOf } from './words.ts';

/** A value that is known and was not found where it belongs. */
export interface Missing {
  readonly dataClass: string;
  readonly path: string;
  /** The record it is of; absent where patients' records may not be told. */
  readonly record?: string;
  readonly value?: string;
  /** It stands elsewhere in the export, while its like stand in their own records. */
  readonly elsewhere?: true;
}

export interface PathCoverage {
  readonly path: string;
  readonly known: number;
  readonly found: number;
}

export interface ClassCoverage {
  readonly dataClass: string;
  readonly beyondUscdi: boolean;
  /** Records and values that are known. */
  readonly records: number;
  readonly known: number;
  readonly found: number;
  /** Records of which not half of the values were found. */
  readonly lostRecords: number;
  /** Of known records with a day: the earliest that is lost, the latest that is lost, the earliest that is there. */
  readonly days?: { readonly lostFrom?: string; readonly lostUntil?: string; readonly keptFrom?: string };
  readonly paths: readonly PathCoverage[];
}

export interface Comparison {
  readonly known: number;
  readonly found: number;
  readonly classes: readonly ClassCoverage[];
  /** The first of them, by class. */
  readonly missing: readonly Missing[];
  readonly missingCount: number;
  /** Values that stand only in documents made for people's eyes. */
  readonly inDocumentsAlone: number;
  /** Records of the export in which nothing known was found, by table: what the export has beyond what is known. */
  readonly unknown: readonly { readonly table: string; readonly records: number; readonly unknown: number }[];
}

const mostMissing = 1000;
const notTheirOwn = -1;
/** So many sightings of a path weigh as much as what is usual for its type. */
const fewSightings = 6;

/** Looks for every known value while the export goes by, and tells in the end which were not there. */
export class ComparisonWriter implements RecordSink {
  readonly #known: Known;
  readonly #sequences = new Sequences();
  readonly #records = new Map<string, number>();
  /** Of each piece: the value it is of. */
  readonly #valueOf: number[] = [];
  readonly #found: Uint8Array;
  readonly #inPlace: Uint8Array;
  readonly #inDocument: Uint8Array;
  readonly #hasPlace: Uint8Array;
  readonly #hasFhirPlace: Uint8Array;
  readonly #shapes = new Map<string, string>();
  readonly #tables = new Map<string, { records: number; unknown: number }>();

  constructor(known: Known) {
    this.#known = known;
    for (const [index, { id, type }] of known.records.entries()) {
      if (!id || !isOwnName(id)) continue;
      if (!this.#records.has(id)) this.#records.set(id, index);
      this.#records.set(`${type.toLowerCase()}/${id}`, index);
    }
    for (const [index, { pieces }] of known.values.entries()) {
      for (const ways of pieces) {
        const piece = this.#valueOf.push(index) - 1;
        for (const words of ways) this.#sequences.add(words, piece);
      }
    }
    this.#found = new Uint8Array(this.#valueOf.length);
    this.#inPlace = new Uint8Array(this.#valueOf.length);
    this.#inDocument = new Uint8Array(this.#valueOf.length);
    this.#hasPlace = new Uint8Array(known.records.length);
    this.#hasFhirPlace = new Uint8Array(known.records.length);
  }

  table({ name, shape }: { name: string; shape: string }): void {
    this.#shapes.set(name, shape);
  }

  trouble(): void {}

  record(table: string, columns: readonly string[], values: readonly string[]): void {
    const shape = this.#shapes.get(table);
    const own = this.#ownRecord(table, columns, values, shape === 'fhir');
    if (own >= 0) {
      this.#hasPlace[own] = 1;
      if (shape === 'fhir') this.#hasFhirPlace[own] = 1;
    }
    let any = own >= 0;
    const into = shape === 'text' ? this.#inDocument : this.#found;
    const note = (piece: number) => {
      any = true;
      into[piece] = 1;
      if (own >= 0 && this.#known.values[this.#valueOf[piece]!]!.record === own) this.#inPlace[piece] = 1;
    };
    for (let at = 0; at < values.length; at++) {
      const value = values[at]!;
      if (value === '') continue;
      this.#sequences.find(wordsOf(value), note);
      if (value.length > 40 && /(^|[._])data$/i.test(columns[at] ?? '')) {
        const text = decoded(value);
        if (text) this.#sequences.find(wordsOf(text), note);
      }
    }
    const counted = this.#tables.get(table) ?? { records: 0, unknown: 0 };
    counted.records++;
    if (!any) counted.unknown++;
    this.#tables.set(table, counted);
  }

  /** The record that these values are of: the first that they name. */
  #ownRecord(table: string, columns: readonly string[], values: readonly string[], isFhir: boolean): number {
    if (isFhir) {
      const at = columns.indexOf('id');
      return (at >= 0 ? this.#records.get(`${table}/${values[at]}`.toLowerCase()) : undefined) ?? notTheirOwn;
    }
    for (const value of values) {
      if (value === '' || value.length > 200) continue;
      const found = this.#records.get(value.toLowerCase());
      if (found !== undefined) return found;
    }
    return notTheirOwn;
  }

  /** @param tell whether values and the names of records may be told */
  done(tell: boolean): Comparison {
    const { records, values } = this.#known;
    const pieces = Map.groupBy(this.#valueOf.keys(), piece => this.#valueOf[piece]!);
    const all = (index: number, found: Uint8Array) => (pieces.get(index) ?? []).every(piece => found[piece] === 1);
    const counted = values.map((value, index) => ({
      value,
      index,
      asked: !value.ofFhir || this.#hasFhirPlace[value.record] === 1,
    }));
    const places = this.#placesOf(counted, index => all(index, this.#inPlace));
    const isAnywhere = (index: number) => all(index, this.#found) || all(index, this.#inDocument);
    const isLost = this.#lostOf(counted, isAnywhere);
    const missing: Missing[] = [];
    const perRecord = records.map(() => ({ known: 0, found: 0 }));
    const perPath = new Map<string, { dataClass: string; path: string; known: number; found: number }>();
    let inDocumentsAlone = 0;
    let known = 0;
    let found = 0;
    for (const { value, index, asked } of counted) {
      if (!asked) continue;
      const record = records[value.record]!;
      const { dataClass } = record;
      const inData = all(index, this.#found);
      const inDocument = all(index, this.#inDocument);
      const must =
        this.#hasFhirPlace[value.record] === 1 ||
        (this.#hasPlace[value.record] === 1 && places(value.path, record.type));
      const isThere = must ? all(index, this.#inPlace) : (inData || inDocument) && !isLost(value);
      known++;
      const path = `${dataClass}\n${value.path}`;
      const counts = perPath.get(path) ?? { dataClass, path: value.path, known: 0, found: 0 };
      perPath.set(path, counts);
      counts.known++;
      perRecord[value.record]!.known++;
      if (!isThere) {
        const elsewhere = inData || inDocument ? { elsewhere: true as const } : {};
        missing.push({
          dataClass,
          path: value.path,
          ...(tell ? { record: record.name, value: value.text.slice(0, 120) } : {}),
          ...elsewhere,
        });
        continue;
      }
      found++;
      counts.found++;
      perRecord[value.record]!.found++;
      if (!inData && inDocument) inDocumentsAlone++;
    }
    return {
      known,
      found,
      classes: this.#classes(perPath, perRecord),
      missing: missing.sort((a, b) => a.dataClass.localeCompare(b.dataClass)).slice(0, mostMissing),
      missingCount: missing.length,
      inDocumentsAlone,
      unknown: [...this.#tables]
        .map(([table, counts]) => ({ table, ...counts }))
        .filter(one => one.unknown > 0)
        .slice(0, 200),
    };
  }

  /**
   * Whether values of a path stand in the records they are of. An export may keep some elsewhere (a name in a table of
   * names), and then they are looked for everywhere. Few sightings are judged by what the type's other paths do.
   */
  #placesOf(
    counted: readonly { value: KnownValue; index: number; asked: boolean }[],
    inPlace: (index: number) => boolean,
  ) {
    const tally = (keyOf: (value: KnownValue) => string) => {
      const counts = new Map<string, { all: number; there: number }>();
      for (const { value, index, asked } of counted) {
        if (!asked || this.#hasPlace[value.record] !== 1) continue;
        const key = keyOf(value);
        const count = counts.get(key) ?? { all: 0, there: 0 };
        counts.set(key, count);
        count.all++;
        if (inPlace(index)) count.there++;
      }
      return counts;
    };
    const byPath = tally(({ path }) => path);
    const byType = tally(({ record }) => this.#known.records[record]!.type);
    return (path: string, type: string): boolean => {
      const { all = 0, there = 0 } = byPath.get(path) ?? {};
      const whole = byType.get(type);
      const usual = whole && whole.all > 0 ? whole.there / whole.all : 0;
      return (there + fewSightings * usual) / (all + fewSightings) >= 0.5;
    };
  }

  /**
   * Whether a value that stands somewhere is there by chance, its record being left out: a day, a small number, a code that
   * others share. It is where the record's like are in the export and it is not; or where the export tells records by their
   * ids, has none of the type, and most of what only this type says is missing.
   */
  #lostOf(
    counted: readonly { value: KnownValue; index: number; asked: boolean }[],
    isAnywhere: (index: number) => boolean,
  ): (value: KnownValue) => boolean {
    const { records } = this.#known;
    const shareOf = (all: readonly number[]) =>
      all.length === 0 ? 0 : all.filter(record => this.#hasPlace[record] === 1).length / all.length;
    const withIds = [...records.keys()].filter(record => isOwnName(records[record]!.id ?? ''));
    const usual = shareOf(withIds);
    const byType = Map.groupBy(withIds, record => records[record]!.type);
    const shares = new Map([...byType].map(([type, all]) => [type, shareOf(all)]));
    const telling = new Map<string, { known: number; found: number }>();
    for (const { value, index, asked } of counted) {
      if (!asked || !isTelling(value)) continue;
      const { type } = records[value.record]!;
      const count = telling.get(type) ?? { known: 0, found: 0 };
      telling.set(type, count);
      count.known++;
      if (isAnywhere(index)) count.found++;
    }
    return value => {
      const { type, id } = records[value.record]!;
      if (!id || !isOwnName(id) || this.#hasPlace[value.record] === 1) return false;
      const share = shares.get(type) ?? 0;
      if (share > 0) return true;
      const { known, found } = telling.get(type) ?? { known: 0, found: 0 };
      return usual >= 0.6 && share === 0 && known > 0 && found < known / 2;
    };
  }

  #classes(
    perPath: ReadonlyMap<string, { dataClass: string; path: string; known: number; found: number }>,
    perRecord: readonly { known: number; found: number }[],
  ): ClassCoverage[] {
    const byClass = Map.groupBy(perPath.values(), ({ dataClass }) => dataClass);
    return [...byClass]
      .map(([dataClass, paths]) => {
        const records = this.#known.records
          .map((record, index) => ({ ...record, ...perRecord[index]! }))
          .filter(record => record.dataClass === dataClass && record.known > 0);
        const lost = records.filter(record => record.found < record.known / 2);
        const days = daysOf(lost, records);
        return {
          dataClass,
          beyondUscdi: beyondUscdi.has(dataClass),
          records: records.length,
          known: paths.reduce((sum, path) => sum + path.known, 0),
          found: paths.reduce((sum, path) => sum + path.found, 0),
          lostRecords: lost.length,
          ...(days ? { days } : {}),
          paths: paths.map(({ path, known, found }) => ({ path, known, found })),
        };
      })
      .sort((a, b) => a.dataClass.localeCompare(b.dataClass));
  }
}

/** An id that nothing else is called by chance: a `7` may be a count or a month. */
const isOwnName = (id: string): boolean => id.length >= 7 || (id.length >= 4 && /[a-z]/.test(id) && /\d/.test(id));

/** A value that hardly stands anywhere by chance: several words, or a long name or number. */
const isTelling = ({ pieces, ofFhir }: KnownValue): boolean => {
  const words = pieces[0]?.[0] ?? [];
  return (
    !ofFhir &&
    (pieces.length > 1 ||
      words.length >= 3 ||
      (words.length === 1 && words[0]!.length >= 7 && !words[0]!.startsWith('@')))
  );
};

type Dated = { readonly day?: string };

function daysOf(lost: readonly Dated[], records: readonly Dated[]): ClassCoverage['days'] {
  const days = (all: readonly Dated[]) => all.flatMap(({ day }) => day ?? []).sort();
  const gone = days(lost);
  const kept = days(records.filter(record => !lost.includes(record)));
  if (gone.length === 0 && kept.length === 0) return undefined;
  return {
    ...(gone.length > 0 ? { lostFrom: gone[0]!, lostUntil: gone.at(-1)! } : {}),
    ...(kept.length > 0 ? { keptFrom: kept[0]! } : {}),
  };
}

/** A text that was encoded to fit into a member of JSON. */
function decoded(value: string): string | undefined {
  if (value.length > 20_000_000 || !/^[A-Za-z0-9+/]+={0,2}$/.test(value.slice(0, 400))) return undefined;
  const text = Buffer.from(value, 'base64').toString('utf8');
  return text.includes('\uFFFD') ? undefined : text.replace(/<[^>]{0,2000}>/g, ' ');
}
