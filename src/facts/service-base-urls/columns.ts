/** Columns of a table that may have a hundred thousand rows: bytes in a few large pieces, where objects would be many. */

const pieceSize = 16_384;
/** The first piece begins so small and doubles: most lists are short. */
const firstSize = 32;

/** Whole numbers from 0 to 4,294,967,295, by row. */
export class Numbers {
  readonly #pieces: Uint32Array[] = [];
  length = 0;

  push(value: number): void {
    const last = this.#pieces.at(-1);
    if (this.length % pieceSize === 0) this.#pieces.push(new Uint32Array(last ? pieceSize : firstSize));
    else if (last && this.length % pieceSize === last.length) {
      const larger = new Uint32Array(2 * last.length);
      larger.set(last);
      this.#pieces[this.#pieces.length - 1] = larger;
    }
    this.length++;
    this.set(this.length - 1, value);
  }

  at(row: number): number {
    return this.#pieces[Math.floor(row / pieceSize)]?.[row % pieceSize] ?? 0;
  }

  set(row: number, value: number): void {
    const piece = this.#pieces[Math.floor(row / pieceSize)];
    if (piece) piece[row % pieceSize] = value;
  }
}

const pageSize = 1024 * 1024;
const firstPage = 2048;
const lengthBytes = 2;
/** Texts come cut to far less. */
const longest = 65_535;
/** So many different texts are remembered, to be kept once. */
const mostShared = 10_000;

/** Texts, each at a place that is a number; place 0 is the absence of a text. */
export class Texts {
  readonly #pages: Buffer[] = [];
  #used = 1;
  readonly #shared = new Map<string, number>();

  /** @returns its place, for good */
  add(text: string | undefined): number {
    if (text === undefined) return 0;
    const bytes = Buffer.from(text).subarray(0, longest);
    const rest = pageSize - (this.#used % pageSize);
    // A text lies within one page.
    if (this.#pages.length > 0 && rest < bytes.length + lengthBytes) this.#used += rest;
    const place = this.#used;
    const page = this.#page(Math.floor(place / pageSize), (place % pageSize) + lengthBytes + bytes.length);
    page.writeUInt16LE(bytes.length, place % pageSize);
    bytes.copy(page, (place % pageSize) + lengthBytes);
    this.#used += bytes.length + lengthBytes;
    return place;
  }

  /** A page with room for so many bytes. */
  #page(number: number, room: number): Buffer {
    const page = this.#pages[number];
    if (page && room <= page.length) return page;
    const size = number > 0 ? pageSize : Math.min(pageSize, Math.max(firstPage, 2 ** Math.ceil(Math.log2(room))));
    const larger = Buffer.allocUnsafeSlow(size);
    page?.copy(larger);
    this.#pages[number] = larger;
    return larger;
  }

  /** For texts of which there are few different ones. */
  addShared(text: string | undefined): number {
    if (text === undefined) return 0;
    const known = this.#shared.get(text);
    if (known !== undefined) return known;
    const place = this.add(text);
    // A copy: the text may be a piece of a longer one, which it would keep in memory.
    if (this.#shared.size < mostShared) this.#shared.set(this.at(place) ?? text, place);
    return place;
  }

  at(place: number): string | undefined {
    if (place === 0) return undefined;
    const page = this.#pages[Math.floor(place / pageSize)];
    if (!page) return undefined;
    const from = (place % pageSize) + lengthBytes;
    return page.toString('utf8', from, from + page.readUInt16LE(from - lengthBytes));
  }
}

/** Slots looked at for a row; only a list that repeats one text without end comes so far, and is not waited for. */
const furthest = 64;

/** Finds rows by a text of theirs, without keeping the texts: a hash table of row numbers. */
export class Index {
  readonly #slots: Uint32Array;
  readonly #textOf: (row: number) => string | undefined;

  /** @param textOf what a row is found by; a row without it is not found */
  constructor(rows: number, textOf: (row: number) => string | undefined) {
    this.#textOf = textOf;
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(2 * rows + 2)));
    for (let row = 0; row < rows; row++) {
      const text = textOf(row);
      if (text === undefined) continue;
      let slot = this.#first(text);
      for (let step = 1; this.#slots[slot] !== 0 && step < furthest; step++) slot = this.#after(slot);
      if (this.#slots[slot] === 0) this.#slots[slot] = row + 1;
    }
  }

  /** The rows with this text, in their order. */
  *find(text: string): Iterable<number> {
    for (let slot = this.#first(text); this.#slots[slot]; slot = this.#after(slot)) {
      const row = (this.#slots[slot] ?? 0) - 1;
      if (this.#textOf(row) === text) yield row;
    }
  }

  #after(slot: number): number {
    return (slot + 1) % this.#slots.length;
  }

  /** FNV-1a over the characters. */
  #first(text: string): number {
    let hash = 0x811c9dc5;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    return (hash >>> 0) % this.#slots.length;
  }
}

/** Rows by the group that each belongs to. */
export class Groups {
  /** Where the rows of each group begin in `#rows`; one more, where the last ends. */
  readonly #first: Uint32Array;
  readonly #rows: Uint32Array;

  /** @param groupOf for each row the number of its group plus 1; 0 where it belongs to none */
  constructor(groupOf: Uint32Array, groups: number) {
    this.#first = new Uint32Array(groups + 1);
    for (const group of groupOf) if (group > 0) this.#first[group] = (this.#first[group] ?? 0) + 1;
    for (let group = 1; group <= groups; group++) {
      this.#first[group] = (this.#first[group] ?? 0) + (this.#first[group - 1] ?? 0);
    }
    this.#rows = new Uint32Array(this.#first[groups] ?? 0);
    const next = this.#first.slice();
    for (const [row, group] of groupOf.entries()) {
      if (group === 0) continue;
      const place = next[group - 1] ?? 0;
      this.#rows[place] = row;
      next[group - 1] = place + 1;
    }
  }

  of(group: number): readonly number[] {
    return [...this.#rows.subarray(this.#first[group], this.#first[group + 1])];
  }
}

/** Rows that are made when they are looked at. */
export class Table<Row> implements Iterable<Row> {
  readonly length: number;
  readonly #rowAt: (row: number) => Row;

  constructor(length: number, rowAt: (row: number) => Row) {
    this.length = length;
    this.#rowAt = rowAt;
  }

  at(row: number): Row {
    return this.#rowAt(row);
  }

  *[Symbol.iterator](): Iterator<Row> {
    for (let row = 0; row < this.length; row++) yield this.#rowAt(row);
  }
}
