/** A name that stands twice in one JSON object; parsers keep one value, so whoever reads may miss the other. */
export interface DuplicateKey {
  readonly key: string;
  /** Line in the text, from 1. */
  readonly line: number;
}

/** Finds duplicate names in a text that is JSON. */
export function duplicateKeys(text: string): DuplicateKey[] {
  const found: DuplicateKey[] = [];
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === '{') open.push(new Set());
    else if (letter === '[') open.push(undefined);
    else if (letter === '}' || letter === ']') open.pop();
    else if (letter === '"') {
      const end = endOfString(text, at);
      const keys = open.at(-1);
      if (keys && isKey(text, end)) {
        const key = text.slice(at + 1, end);
        if (keys.has(key)) found.push({ key, line: text.slice(0, at).split('\n').length });
        keys.add(key);
      }
      at = end;
    }
  }
  return found;
}

function endOfString(text: string, from: number): number {
  let end = from + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end;
}

const isKey = (text: string, end: number): boolean => /^\s*:/.test(text.slice(end + 1, end + 40));
