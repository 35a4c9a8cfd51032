import { kindOf } from './issue.ts';

/** Elements that a narrative may use (txt-1): XHTML without scripts, forms, frames and links to other files. */
const allowed =
  'a abbr acronym address article aside b bdi bdo big blockquote br caption cite code col colgroup dd del dfn div dl dt em ' +
  'figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q rp rt ruby s samp section ' +
  'small span strike strong sub summary details sup table tbody td tfoot th thead time tr tt u ul var wbr';

const hashOf = (name: string): number => {
  let hash = 0;
  for (let at = 0; at < name.length; at++) hash = mixed(hash, name.charCodeAt(at));
  return hash;
};
const mixed = (hash: number, code: number): number => (hash * 31 + code) & 0xffff;

/** By a number that is made while a name is read, so that no text is cut out of a narrative to be looked up. */
const allowedByHash: readonly (string | undefined)[] = allowed
  .split(' ')
  .reduce<(string | undefined)[]>((table, name) => {
    table[hashOf(name)] = name;
    return table;
  }, new Array(0x10000).fill(undefined));

const namespace = /^<div[^>]*\sxmlns\s*=\s*["']http:\/\/www\.w3\.org\/1999\/xhtml["']/;
const entity = /&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]+|#x[0-9A-Fa-f]+);/y;
const active = /^\s*(?:javascript|vbscript|data:text\/html)/i;

/** What is wrong with a narrative's `div` (txt-1, txt-2), or `undefined`. */
export function narrativeProblem(value: unknown): string | undefined {
  if (typeof value !== 'string') return `must be a JSON string with XHTML, not ${kindOf(value)}`;
  const text = value.trim();
  if (!text.startsWith('<div')) return 'must be one XHTML <div>';
  if (!namespace.test(text)) return 'must name the XHTML namespace on its <div>';
  return new NarrativeReader(text).problem();
}

/** Reads XHTML once, from its first character to its last. */
class NarrativeReader {
  readonly #text: string;
  readonly #open: string[] = [];
  #at = 0;
  #says = false;
  /** The next `&` that has not been looked at. */
  #ampersand: number;

  constructor(text: string) {
    this.#text = text;
    this.#ampersand = text.indexOf('&');
  }

  problem(): string | undefined {
    const text = this.#text;
    const open = this.#open;
    while (this.#at < text.length) {
      const next = text.indexOf('<', this.#at);
      const end = next < 0 ? text.length : next;
      const problem = end > this.#at ? this.#words(end) : undefined;
      if (problem) return problem;
      if (next < 0) break;
      const last = open.at(-1);
      if (last === undefined && next > 0) return 'goes on after its <div>';
      // Most tags close what is open, or are a name alone.
      if (text.charCodeAt(next + 1) === 47 && last && text.startsWith(`${last}>`, next + 2)) {
        open.pop();
        this.#at = next + last.length + 3;
        continue;
      }
      this.#at = next;
      const wrong = this.#tag();
      if (wrong) return wrong;
    }
    if (open.length > 0) return `never closes <${open.at(-1)}>`;
    return this.#says ? undefined : 'has no content that a person could read';
  }

  /** Text between tags. */
  #words(end: number): string | undefined {
    const text = this.#text;
    if (this.#open.length === 0) return 'goes on after its <div>';
    if (!this.#says) for (let at = this.#at; at < end && !this.#says; at++) this.#says = text.charCodeAt(at) > 32;
    while (this.#ampersand >= 0 && this.#ampersand < end) {
      entity.lastIndex = this.#ampersand;
      if (this.#ampersand >= this.#at && !entity.test(text)) return 'contains a "&" that is no entity';
      this.#ampersand = text.indexOf('&', this.#ampersand + 1);
    }
    return undefined;
  }

  /** One tag or comment, from its `<`. */
  #tag(): string | undefined {
    const text = this.#text;
    const from = this.#at;
    if (text.startsWith('<!--', from)) {
      const end = text.indexOf('-->', from);
      if (end < 0) return 'has a comment without an end';
      this.#at = end + 3;
      return undefined;
    }
    const closes = text.charCodeAt(from + 1) === 47;
    const start = closes ? from + 2 : from + 1;
    let at = start;
    let hash = 0;
    for (let code = text.charCodeAt(at); isNameLetter(code); code = text.charCodeAt(++at)) hash = mixed(hash, code);
    const malformed = () => `is not well-formed at "${text.slice(from, from + 20)}"`;
    if (at === start) return malformed();
    if (closes) {
      const closed = text.slice(start, at);
      while (isSpace(text.charCodeAt(at))) at++;
      if (text.charCodeAt(at) !== 62) return malformed();
      if (this.#open.pop() !== closed) return `closes </${closed}> where another element is open`;
      this.#at = at + 1;
      return undefined;
    }
    const name = allowedByHash[hash];
    if (name === undefined || name.length !== at - start || !text.startsWith(name, start))
      return `uses <${text.slice(start, at)}>, which a narrative may not`;
    if (name === 'img') this.#says = true;
    const limit = text.indexOf('<', at);
    for (;;) {
      const gap = at;
      while (isSpace(text.charCodeAt(at))) at++;
      const code = text.charCodeAt(at);
      if (code === 62) {
        this.#open.push(name);
        this.#at = at + 1;
        return undefined;
      }
      if (code === 47 && text.charCodeAt(at + 1) === 62) {
        this.#at = at + 2;
        return undefined;
      }
      if (at === gap) return malformed();
      const began = at;
      while (isAttributeLetter(text.charCodeAt(at))) at++;
      const ended = at;
      while (isSpace(text.charCodeAt(at))) at++;
      if (ended === began || text.charCodeAt(at) !== 61) return malformed();
      at++;
      while (isSpace(text.charCodeAt(at))) at++;
      const mark = text.charCodeAt(at);
      const end = mark === 34 ? text.indexOf('"', at + 1) : mark === 39 ? text.indexOf("'", at + 1) : -1;
      if (end < 0) return malformed();
      if (limit >= 0 && limit < end) return `has a "<" in the attribute ${text.slice(began, ended)}`;
      if (isScript(text, began, ended, at + 1, end)) return `has a script in the attribute ${text.slice(began, ended)}`;
      at = end + 1;
    }
  }
}

const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);
/** Letters and digits: all that names of elements are made of. */
const isNameLetter = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);

const isAttributeLetter = (code: number): boolean =>
  isNameLetter(code) || code === 45 || code === 58 || code === 95 || code === 46;

/** An event handler, or an address that runs something. */
function isScript(text: string, began: number, ended: number, from: number, to: number): boolean {
  if ((text.charCodeAt(began) | 32) === 111 && (text.charCodeAt(began + 1) | 32) === 110) return true;
  const address =
    (ended - began === 4 && text.startsWith('href', began)) || (ended - began === 3 && text.startsWith('src', began));
  return address && active.test(text.slice(from, to));
}
