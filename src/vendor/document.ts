import { type ErrorCode, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, Scalar } from 'yaml';
import type { Path } from './problem.ts';

/** Data of a profile in which every scalar is the text that stands in the file: `1.10` stays `1.10`. */
export type Tree = string | Tree[] | { [key: string]: Tree };

export interface Complaint {
  readonly path: Path;
  readonly line: number;
  readonly column: number;
  readonly says: string;
  readonly suggestion?: string;
}

export interface ProfileDocument {
  /** Absent when the text is no YAML mapping. */
  readonly tree?: { [key: string]: Tree };
  readonly complaints: readonly Complaint[];
  /** Where a field stands: its value, or with `key` its name; where it is missing, what should hold it. */
  place(path: Path, what?: 'key' | 'value'): { line: number; column: number };
}

/** More than any profile needs, and too little for one that grows by aliases of aliases. */
const limits = { nodes: 20_000, depth: 40 };

/** Reads YAML without deciding what is a number: the schema, which knows what is wanted, decides that. */
export function readDocument(text: string): ProfileDocument {
  const lines = new LineCounter();
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const nowhere = () => ({ line: 1, column: 1 });
  const refused = (offset: number, says: string, suggestion: string): ProfileDocument => ({
    complaints: [{ path: [], ...at(offset), says, suggestion }],
    place: nowhere,
  });

  let document: ReturnType<typeof parseDocument>;
  try {
    document = parseDocument(text, {
      schema: 'failsafe',
      uniqueKeys: false,
      prettyErrors: false,
      lineCounter: lines,
      logLevel: 'error',
    });
  } catch (error) {
    if (error instanceof RangeError) return refused(0, 'is nested too deep to be read.', 'A profile has few levels.');
    throw error;
  }
  if (document.errors.length > 0) {
    const seen = new Set<number>();
    const complaints = document.errors
      .map(({ code, pos }) => ({ path: [], ...at(pos[0]), ...explain(code) }))
      .filter(({ line }) => !seen.has(line) && seen.add(line))
      .sort((a, b) => a.line - b.line);
    return { complaints, place: nowhere };
  }

  const root = document.contents;
  if (root === null || (isScalar(root) && isEmpty(root))) {
    return refused(0, 'is empty.', 'The least a profile can say is "vendor: NAME".');
  }
  if (!isMap(root)) {
    const offset = root.range?.[0] ?? 0;
    return refused(
      offset,
      `holds ${isSeq(root) ? 'a list' : 'only text'} where fields are wanted.`,
      'Begin with "vendor: NAME".',
    );
  }

  const complaints: Complaint[] = [];
  const places = new Map<string, { key?: number; value: number }>();
  const anchors = new Map<string, unknown>();
  let nodes = 0;

  const complain = (path: Path, offset: number, says: string, suggestion: string) => {
    complaints.push({ path, ...at(offset), says, suggestion });
  };

  /** `undefined` leaves the field out, as when it was complained of beyond repair. */
  function build(node: unknown, path: Path, key: number | undefined, depth: number): Tree | undefined {
    const offset = (node as { range?: [number] } | null)?.range?.[0] ?? key ?? 0;
    places.set(pointer(path), { ...(key === undefined ? {} : { key }), value: offset });
    if (++nodes > limits.nodes) throw new TooMuch(offset, `holds more than ${limits.nodes} values.`);
    if (depth > limits.depth) throw new TooMuch(offset, `is nested more than ${limits.depth} levels deep.`);
    if (isAlias(node)) {
      if (!anchors.has(node.source)) {
        complain(
          path,
          offset,
          'begins with "*", which in YAML repeats something named earlier, and nothing has that name.',
          'Quote the text if the asterisk belongs to it.',
        );
        return undefined;
      }
      return build(anchors.get(node.source), path, offset, depth + 1);
    }
    const tag = (node as { tag?: string } | null)?.tag;
    if (tag && !/^(!|tag:yaml\.org,2002:(str|map|seq))$/.test(tag)) {
      complain(
        path,
        offset,
        'begins with "!", which in YAML names a type, and a profile has no use for one.',
        'Quote the text if the exclamation mark belongs to it, else delete it.',
      );
      return undefined;
    }
    const anchor = (node as { anchor?: string } | null)?.anchor;
    if (isMap(node)) {
      const entries = new Map<string, Tree>();
      const names = new Map<string, number>();
      for (const pair of node.items) {
        const start = (pair.key as { range?: [number] } | null)?.range?.[0] ?? offset;
        if (!isScalar(pair.key)) {
          complain(
            path,
            start,
            'has a field whose name is not text.',
            'Write NAME: VALUE; quote a name that begins with *, [, { or &.',
          );
          continue;
        }
        const name = String(pair.key.value);
        const before = names.get(name);
        if (before !== undefined) {
          complain(
            [...path, name],
            start,
            `is given twice; it already stands on line ${at(before).line}.`,
            'Keep one.',
          );
          continue;
        }
        names.set(name, start);
        const value = build(pair.value, [...path, name], start, depth + 1);
        if (value !== undefined) entries.set(name, value);
      }
      if (anchor) anchors.set(anchor, node);
      return Object.fromEntries(entries);
    }
    if (isSeq(node)) {
      const items = node.items.map((item, index) => build(item, [...path, index], undefined, depth + 1));
      if (anchor) anchors.set(anchor, node);
      return items.map(item => item ?? '');
    }
    if (anchor) anchors.set(anchor, node);
    if (node === null || node === undefined || (isScalar(node) && isEmpty(node))) {
      const name = path.at(-1);
      if (typeof name === 'string' && /:\S/.test(name)) {
        complain(path, offset, 'has no space after its colon, so that all of it is a name.', 'Put a space there.');
      } else {
        complain(path, offset, 'has no value.', 'Give it one, or delete the line.');
      }
      return undefined;
    }
    return isScalar(node) ? String(node.value) : undefined;
  }

  try {
    const tree = build(root, [], undefined, 0) as { [key: string]: Tree };
    return {
      tree,
      complaints,
      place(path, what = 'value') {
        for (let length = path.length; length >= 0; length--) {
          const found = places.get(pointer(path.slice(0, length)));
          if (found) return at(what === 'key' || length < path.length ? (found.key ?? found.value) : found.value);
        }
        return nowhere();
      },
    };
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    return refused(error.offset, error.message, 'Shorten it, or repeat less by aliases.');
  }
}

class TooMuch extends Error {
  readonly offset: number;
  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

const pointer = (path: Path): string => JSON.stringify(path.map(String));

const isEmpty = (node: Scalar): boolean =>
  (node.type === undefined || node.type === Scalar.PLAIN) && /^(~|null|Null|NULL)?$/.test(String(node.value ?? ''));

/** The library's messages may quote the file, and with it a secret; these do not. */
function explain(code: ErrorCode): { says: string; suggestion: string } {
  switch (code) {
    case 'RESOURCE_EXHAUSTION':
      return { says: 'is nested too deep to be read.', suggestion: 'A profile has few levels.' };
    case 'TAB_AS_INDENT':
      return { says: 'is indented by a tab, which YAML forbids.', suggestion: 'Use spaces.' };
    case 'MULTIPLE_DOCS':
      return { says: 'begins a second document.', suggestion: 'Keep one vendor in a file and delete the line "---".' };
    case 'BAD_SCALAR_START':
      return {
        says: 'has a value that begins with a sign reserved by YAML (@, ` or %).',
        suggestion: 'Quote the value.',
      };
    case 'BAD_INDENT':
    case 'BAD_COLLECTION_TYPE':
      return {
        says: 'is not indented like its neighbours, or a bracket or brace before it is not closed.',
        suggestion: 'Close it, or indent fields of one block by the same number of spaces.',
      };
    case 'MISSING_CHAR':
      return {
        says: 'lacks a sign: a closing quote, bracket or brace, a comma, a colon or a space.',
        suggestion: 'Complete it; look at the line before too.',
      };
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
    case 'KEY_OVER_1024_CHARS':
      return {
        says: 'does not read as NAME: VALUE.',
        suggestion: 'Indent the next line as its neighbours are, and quote a value that holds ": ".',
      };
    case 'BAD_DQ_ESCAPE':
      return {
        says: 'has a backslash in double quotes that begins no known escape.',
        suggestion: 'Use single quotes, or double the backslash.',
      };
    default:
      return {
        says: 'is not YAML.',
        suggestion: 'Check quotes, brackets, colons and indentation on this line and the one before.',
      };
  }
}
