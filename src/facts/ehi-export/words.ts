import { daysMarked } from './dates.ts';

/** Words and figures of a value as they are compared: a day is one word, a number is written the shortest way, case and accents are gone. */
export function wordsOf(value: string): string[] {
  let text = value.length > longest ? value.slice(0, longest) : value;
  if (hasDay.test(text)) text = daysMarked(text, dayWord);
  if (text.includes('&') && /&[a-z]+;|&#/.test(text)) text = text.replace(/&(#\d+|[a-z]+);/gi, ' ');
  if (notAscii.test(text)) text = text.normalize('NFKD').replace(/\p{M}/gu, '');
  const words = text.toLowerCase().match(word);
  if (!words) return [];
  for (let at = 0; at < words.length; at++) {
    const one = words[at]!;
    const first = one.charCodeAt(0);
    if (first >= 48 && first <= 57) words[at] = shortest(one);
  }
  return words;
}

const longest = 20_000_000;
const hasDay = /\d{4}|\d[-/. ]/;
const notAscii = /\P{ASCII}/u;
const word = /@\d{4}-\d\d-\d\d|\d+(?:\.\d+)?|\p{L}+/gu;

export const dayWord = (day: string): string => `@${day}`;

/** `007.50` is `7.5`; figures too long for a number stay as they are. */
function shortest(figures: string): string {
  if (figures.length > 15) return figures;
  const first = figures.charCodeAt(0);
  if (!figures.includes('.') && first !== 48) return figures;
  return String(Number(figures));
}

export const numberWord = (value: number): string => shortest(String(Math.abs(value)));

interface Node {
  next?: Map<string, Node>;
  ends?: number[];
}

/** Finds many sequences of words at once, wherever they stand in a text. */
export class Sequences {
  readonly #root: Node = { next: new Map() };

  add(words: readonly string[], id: number): void {
    let node = this.#root;
    for (const one of words) {
      node.next ??= new Map();
      let next = node.next.get(one);
      if (!next) {
        next = {};
        node.next.set(one, next);
      }
      node = next;
    }
    node.ends ??= [];
    if (!node.ends.includes(id)) node.ends.push(id);
  }

  /** Tells each sequence that stands in the words, as often as it does. */
  find(words: readonly string[], found: (id: number) => void): void {
    const first = this.#root.next!;
    for (let from = 0; from < words.length; from++) {
      let node = first.get(words[from]!);
      for (let at = from + 1; node; at++) {
        if (node.ends) for (const id of node.ends) found(id);
        node = at < words.length ? node.next?.get(words[at]!) : undefined;
      }
    }
  }
}
