import { isUtf8 } from 'node:buffer';

/** How the bytes of a text were found to be written. */
export interface Written {
  /** A label of the Encoding Standard: `utf-8`, `windows-1252`, `utf-16le`. */
  encoding: string;
  /** Characters that the encoding does not know. */
  broken: number;
}

/**
 * Text in pieces, whatever its encoding: its byte order mark decides, else what was stated, else UTF-8, and Windows-1252
 * where the first bytes are no UTF-8. `written` is true once the last piece was read.
 */
export async function* charactersOf(
  pieces: AsyncIterable<Uint8Array>,
  stated: string | undefined,
  written: Written,
): AsyncGenerator<string> {
  let decoder: Decoder | undefined;
  for await (const piece of pieces) {
    if (!decoder) {
      written.encoding = marked(piece) ?? stated ?? guessed(piece);
      decoder = decoderOf(written.encoding);
    }
    const text = decoder.decode(piece, { stream: true });
    if (text.includes('\uFFFD')) written.broken += text.split('\uFFFD').length - 1;
    if (text !== '') yield text;
  }
  const rest = decoder?.decode();
  if (rest) {
    if (rest.includes('\uFFFD')) written.broken++;
    yield rest;
  }
}

function marked([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xef && second === 0xbb && third === 0xbf ? 'utf-8' : undefined;
}

/** The last character of a piece may be cut. */
function guessed(piece: Uint8Array): string {
  for (let cut = 0; cut < 4; cut++) if (isUtf8(piece.subarray(0, piece.length - cut))) return 'utf-8';
  return 'windows-1252';
}

type Decoder = InstanceType<typeof TextDecoder>;

function decoderOf(label: string): Decoder {
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder('windows-1252');
  }
}

/** Lines without their ends, however these are written; as many at a time as a piece holds. */
export async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  let rest: string[] = [];
  for await (const piece of pieces) {
    const lines = piece.split('\n');
    const begun = lines.pop()!;
    if (lines.length === 0) {
      rest.push(begun);
      continue;
    }
    lines[0] = rest.join('') + lines[0];
    rest = begun === '' ? [] : [begun];
    for (let at = 0; at < lines.length; at++) if (lines[at]!.endsWith('\r')) lines[at] = lines[at]!.slice(0, -1);
    yield lines;
  }
  const last = rest.join('');
  if (last !== '') yield [last.endsWith('\r') ? last.slice(0, -1) : last];
}

/** The whole text, if it is no longer than can be held. */
export async function textOf(pieces: AsyncIterable<string>, most: number): Promise<string | undefined> {
  const held: string[] = [];
  let length = 0;
  for await (const piece of pieces) {
    length += piece.length;
    if (length > most) return undefined;
    held.push(piece);
  }
  return held.join('');
}
