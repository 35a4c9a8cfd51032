import type { Evidence } from '../model/evidence.ts';
import type { Body } from '../model/exhibit.ts';

/** What bytes are by their own look; what a server calls them is often something else. */
export type Content = 'empty' | 'json' | 'html' | 'xml' | 'pdf' | 'zip' | 'gzip' | 'csv' | 'text' | 'binary';

const enoughToTell = 16_384;

/** The first bytes of a body, whatever its length. */
export async function beginningOf(evidence: Evidence, body: Body, bytes = enoughToTell): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of evidence.stream(body)) {
    pieces.push(piece.subarray(0, bytes - size));
    size += piece.length;
    if (size >= bytes) break;
  }
  return Buffer.concat(pieces);
}

export async function contentOf(evidence: Evidence, body: Body | undefined): Promise<Content> {
  return body ? recognise(await beginningOf(evidence, body)) : 'empty';
}

/** Reads the first bytes as a person with a hex viewer would. */
export function recognise(beginning: Uint8Array): Content {
  const bytes = Buffer.from(beginning.buffer, beginning.byteOffset, beginning.byteLength);
  const signature = bytes.subarray(0, 4).toString('latin1');
  if (signature === '%PDF') return 'pdf';
  if (signature === 'PK\x03\x04') return 'zip';
  if (signature.startsWith('\x1f\x8b')) return 'gzip';
  const text = textOf(bytes).trimStart();
  if (text === '') return 'empty';
  if (/^[[{]/.test(text)) return 'json';
  if (text.startsWith('<')) return markup(text);
  if (text.includes('\u0000') || (text.match(/\ufffd/g)?.length ?? 0) > text.length / 100) return 'binary';
  return isTable(text) ? 'csv' : 'text';
}

function markup(text: string): Content {
  let rest = text;
  for (let length: number | undefined; (length = prologue(rest)); ) rest = rest.slice(length).trimStart();
  if (/^<(!doctype\s+html|html|head|body|title|script|meta)\b/i.test(rest)) return 'html';
  if (/^<[a-z][\w.:-]*[\s/>]/i.test(rest) && !/<\/?(html|body|div|table)\b/i.test(rest)) return 'xml';
  return rest === '' && text.startsWith('<?xml') ? 'xml' : 'html';
}

/** The length of the comment or XML declaration at the start, to its end or to the end of what was read. */
function prologue(text: string): number | undefined {
  const end = text.startsWith('<!--') ? '-->' : text.startsWith('<?') ? '?>' : undefined;
  if (!end) return undefined;
  const at = text.indexOf(end);
  return at < 0 ? text.length : at + end.length;
}

/** UTF-8 unless a byte-order mark says UTF-16. */
function textOf(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex');
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

/** Several lines with the same number, above one, of separators outside quotes. */
function isTable(text: string): boolean {
  const lines = text.split(/\r\n|\r|\n/, 6).filter(line => line.trim() !== '');
  if (lines.length < 2) return false;
  return [',', ';', '\t', '|'].some(separator => {
    const counts = lines.map(line => line.replace(/"(""|[^"])*"/g, '').split(separator).length);
    return (counts[0] ?? 0) > 1 && counts.every(count => count === counts[0]);
  });
}

/** A word a reader knows, with its article: `a PDF`, `a web page`. */
export const nameOf: { readonly [content in Content]: string } = {
  empty: 'nothing',
  json: 'JSON',
  html: 'a web page',
  xml: 'XML',
  pdf: 'a PDF',
  zip: 'a ZIP archive',
  gzip: 'a gzip file',
  csv: 'a table of separated values',
  text: 'plain text',
  binary: 'bytes of no kind we know',
};
