import { jsonParser } from 'stream-json/parser.js';

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

/** What is handed over as soon as it is whole, and then forgotten. */
export interface Pieces {
  /** An element of an array named `entry` (in any case of letters), at whatever depth; it is gone from its owner. */
  entry(value: Json): void;
  /** An element of an array that is the whole document; it is gone from its owner. */
  element(value: Json): void;
  /** A value that stands by itself: the document, or one of several that follow each other. */
  document(value: Json): void;
}

/** Text and numbers are kept to this many characters; a logo inside an entry tells nothing about an address. */
const longestText = 4096;
/** Members and elements kept of one piece; the rest is read over. */
const largestPiece = 5000;
/** Brackets within brackets: no list needs more, and none may fill the memory with them. */
const deepest = 256;

interface Open {
  readonly value: Json[] | JsonObject;
  /** The member that comes next, in an object. */
  name?: string;
  /** Elements are handed over instead of kept. */
  readonly hands?: 'entry' | 'element';
  /** Members and elements kept before it began. */
  readonly before: number;
}

/** What is deeper than any list need be is no error of whoever wrote it: it is not read on. */
export class TooDeep extends Error {}

/**
 * Reads JSON of any length piece by piece, in the memory of one piece. What it holds of a hostile document is bounded:
 * the length of a text, the number of members and the depth.
 */
export class JsonPieces {
  readonly #tokens = jsonParser({ packValues: false, streamValues: true, jsonStreaming: true });
  readonly #pieces: Pieces;
  readonly #open: Open[] = [];
  #kept = 0;
  #text: string | undefined;
  #name: string | undefined;

  constructor(pieces: Pieces) {
    this.#pieces = pieces;
  }

  /** Whether an object or array has begun and not ended. */
  get unfinished(): boolean {
    return this.#open.length > 0 || this.#text !== undefined;
  }

  /** What has come so far of the document that has begun and not ended. */
  get begun(): Json | undefined {
    return this.#open[0]?.value;
  }

  /** @throws an Error that says what the JSON grammar asks for, at the place where it is broken */
  push(text: string): void {
    const made = this.#tokens(text);
    if (typeof made === 'symbol' || !made) return;
    for (const token of (made as { values: { name: string; value?: string }[] }).values) this.#take(token);
  }

  #take({ name, value }: { name: string; value?: string }): void {
    if (name === 'startString' || name === 'startNumber' || name === 'startKey') {
      this.#text = '';
    } else if (name === 'stringChunk' || name === 'numberChunk') {
      if (this.#text !== undefined && this.#text.length < longestText) this.#text += value;
    } else if (name === 'endKey') {
      this.#name = this.#takeText();
    } else if (name === 'startObject') {
      this.#begin({ value: {}, before: this.#kept });
    } else if (name === 'startArray') {
      this.#begin({ value: [], before: this.#kept, ...this.#handing() });
    } else {
      this.#put(this.#ended(name));
    }
  }

  /** The value that a token ends. */
  #ended(name: string): Json {
    if (name === 'endString') return this.#takeText();
    if (name === 'endNumber') return Number(this.#takeText());
    if (name === 'trueValue') return true;
    if (name === 'falseValue') return false;
    if (name === 'nullValue') return null;
    return (this.#open.pop() as Open).value;
  }

  #takeText(): string {
    const text = (this.#text ?? '').slice(0, longestText);
    this.#text = undefined;
    return text;
  }

  #handing(): Pick<Open, 'hands'> {
    if (this.#open.length === 0) return { hands: 'element' };
    const inObject = !Array.isArray(this.#open.at(-1)?.value);
    return inObject && this.#name?.toLowerCase() === 'entry' ? { hands: 'entry' } : {};
  }

  #begin(opened: Open): void {
    if (this.#open.length >= deepest) throw new TooDeep(`brackets stand more than ${deepest} deep`);
    const outer = this.#open.at(-1);
    if (outer && this.#name !== undefined) outer.name = this.#name;
    this.#name = undefined;
    this.#open.push(opened);
  }

  /** Gives a whole value to whatever holds it. */
  #put(value: Json): void {
    const owner = this.#open.at(-1);
    if (!owner || owner.hands) {
      this.#kept = owner?.before ?? 0;
      this.#pieces[owner?.hands ?? 'document'](value);
      return;
    }
    const name = this.#name ?? owner.name ?? '';
    this.#name = undefined;
    if (++this.#kept > largestPiece) return;
    if (Array.isArray(owner.value)) {
      owner.value.push(value);
      return;
    }
    // As JSON.parse does: a member of this name is a member, never the prototype.
    Object.defineProperty(owner.value, name, { value, writable: true, enumerable: true, configurable: true });
  }
}
