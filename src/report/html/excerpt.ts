import type { Evidence } from '../../model/evidence.ts';
import type { Body } from '../../model/exhibit.ts';
import { grouped } from '../plain-words.ts';
import { type Markup, markup } from './markup.ts';

/** Characters of a body that a report shows. */
export const shownLength = 4096;
/** Bytes up to which JSON is read whole, to be laid out. */
const layoutLimit = 512 * 1024;

/** Where a body lies, from the run's folder. Not a link: a browser would run what a vendor put there. */
export const bodyPath = (body: Body): string => `evidence/bodies/${body.sha256.slice(0, 2)}/${body.sha256}`;

/**
 * The beginning of a body, JSON laid out.
 * @param hidden why nothing of it may be shown
 */
export async function excerpt(
  evidence: Evidence,
  body: Body,
  hidden: string | undefined,
  text: (given: string) => string,
): Promise<Markup> {
  if (body.withheld) return note('Not kept, as it holds patients\u2019 records; a keyed digest of it was recorded.');
  if (hidden) return note(`${hidden} ${whole(body)}`);
  if (body.size === 0) return note('Empty.');
  let bytes: Uint8Array;
  try {
    bytes = body.size <= layoutLimit ? await evidence.bytes(body) : await start(evidence, body);
  } catch (error) {
    return note(`Could not be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const read = bytes.subarray(0, shownLength).includes(0) ? undefined : laidOut(new TextDecoder().decode(bytes));
  if (read === undefined) return note(`Not text. ${whole(body)}`);
  // Names are hidden before the cut: half an id would not be known as one.
  const characters = text(read);
  const rest = characters.length > shownLength || body.size > layoutLimit;
  return markup`<pre class="body"><code>${characters.slice(0, shownLength)}</code></pre>${
    rest && note(`The first ${grouped(shownLength)} characters. ${whole(body)}`)
  }${body.truncated && note(cutOff[body.truncated])}`;
}

const note = (text: string): Markup => markup`<p class="note">${text}</p>`;
const whole = (body: Body): string => `All ${grouped(body.size)} bytes: ${bodyPath(body)}`;
const cutOff: Readonly<Record<NonNullable<Body['truncated']>, string>> = {
  limit: 'The answer was longer than the harness reads; the rest was left unread.',
  time: 'The answer took longer than the harness waits; the rest was left unread.',
  connection: 'The connection ended before the answer was whole.',
  encoding: 'The answer is not compressed as its Content-Encoding says.',
};

async function start(evidence: Evidence, body: Body): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of evidence.stream(body)) {
    pieces.push(piece);
    if ((length += piece.length) >= shownLength * 4) break;
  }
  return Buffer.concat(pieces);
}

function laidOut(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // not JSON, or only its beginning: shown as it came
    return text;
  }
}
