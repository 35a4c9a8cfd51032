/** What a file of an export is, by its first bytes and, between kinds of text, by its name. */
export type Kind =
  | 'empty'
  | 'zip'
  | 'gzip'
  | 'tar'
  | 'ndjson'
  | 'json'
  | 'delimited'
  | 'sql'
  | 'xml'
  | 'html'
  | 'xlsx'
  | 'docx'
  | 'pdf'
  | 'image'
  | 'dicom'
  | 'audio'
  | 'video'
  | 'rtf'
  | 'text'
  | 'binary';

/** Kinds that hold values a program can read, one by one. */
export const computableKinds: ReadonlySet<Kind> = new Set(['ndjson', 'json', 'delimited', 'sql', 'xml', 'xlsx']);
/** Kinds that are handed on as they are. */
export const attachmentKinds: ReadonlySet<Kind> = new Set([
  'pdf',
  'image',
  'dicom',
  'audio',
  'video',
  'rtf',
  'docx',
  'html',
  'binary',
]);

/** How many first bytes decide. */
export const decidingLength = 16 * 1024;

const signatures: readonly (readonly [Kind, number, string])[] = [
  ['pdf', 0, '%PDF-'],
  ['zip', 0, 'PK\x03\x04'],
  ['zip', 0, 'PK\x05\x06'],
  ['gzip', 0, '\x1f\x8b'],
  ['rtf', 0, '{\\rtf'],
  ['dicom', 128, 'DICM'],
  ['image', 0, '\x89PNG\r\n\x1a\n'],
  ['image', 0, '\xff\xd8\xff'],
  ['image', 0, 'GIF8'],
  ['image', 0, 'II*\0'],
  ['image', 0, 'MM\0*'],
  ['image', 0, 'BM'],
  ['image', 8, 'WEBP'],
  ['image', 4, 'ftyphei'],
  ['audio', 0, 'ID3'],
  ['audio', 0, '\xff\xfb'],
  ['audio', 8, 'WAVE'],
  ['audio', 0, 'OggS'],
  ['video', 4, 'ftyp'],
];

/** @param head the first bytes, {@link decidingLength} of them where there are as many */
export function kindOf(head: Uint8Array, path: string): Kind {
  if (head.length === 0) return 'empty';
  const latin = Buffer.from(head.subarray(0, 160)).toString('latin1');
  const signed = signatures.find(([, at, text]) => latin.startsWith(text, at))?.[0];
  const extension = /\.([a-z0-9]{1,8})$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  if (signed === 'zip' && extension === 'xlsx') return 'xlsx';
  if (signed === 'zip' && extension === 'docx') return 'docx';
  if (signed && !(signed === 'image' && latin.startsWith('BM') && extension !== 'bmp')) return signed;
  if (head.length > 262 && Buffer.from(head.subarray(257, 262)).toString('latin1') === 'ustar') return 'tar';
  const text = textOf(head);
  if (text === undefined) return 'binary';
  return kindOfText(text, extension);
}

/** What the bytes say as text; `undefined` where they are none. */
function textOf(head: Uint8Array): string | undefined {
  const [first, second] = head;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return new TextDecoder(first === 0xff ? 'utf-16le' : 'utf-16be').decode(head);
  if (head.includes(0)) return undefined;
  // Control characters separate columns in some exports; many of them mean no text.
  const odd = head.reduce((sum, byte) => ((byte > 1 && byte < 7) || (byte > 13 && byte < 27) ? sum + 1 : sum), 0);
  return odd > head.length / 20 ? undefined : new TextDecoder().decode(head);
}

function kindOfText(text: string, extension: string): Kind {
  const start = text.trimStart();
  if (/^[[{]/.test(start) && extension !== 'csv') {
    if (extension === 'ndjson' || extension === 'jsonl') return 'ndjson';
    const [line = '', next] = start.split(/\r?\n/, 2);
    return line.startsWith('{') && isJson(line) && next?.startsWith('{') ? 'ndjson' : 'json';
  }
  if (/^<\?xml|^<[A-Za-z][\w.:-]*[\s/>]/.test(start)) return /^(<!doctype html|<html\b)/i.test(start) ? 'html' : 'xml';
  if (/^<!doctype html/i.test(start)) return 'html';
  if (extension === 'html' || extension === 'htm') return 'html';
  if (
    extension === 'sql' ||
    /^(--[^\n]*\n|\/\*[\s\S]*?\*\/|\s)*(create table|insert into|set |begin|drop table)\b/i.test(start)
  )
    return 'sql';
  if (extension === 'csv' || extension === 'tsv' || extension === 'tab' || extension === 'psv') return 'delimited';
  if (extension === 'ndjson' || extension === 'jsonl') return 'ndjson';
  if (extension === 'json') return 'json';
  if (extension === 'xml') return 'xml';
  if (extension === 'md') return 'text';
  return looksDelimited(text) ? 'delimited' : 'text';
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** At least three columns, as many in each of the first lines. */
function looksDelimited(text: string): boolean {
  const lines = text.split(/\r?\n/).slice(0, 20).filter(Boolean);
  if (lines.length < 2) return false;
  lines.splice(-1, text.length >= decidingLength ? 1 : 0);
  return ['\t', '|', '^', '\x01', '\x1f', ';', ','].some(delimiter => {
    const counts = lines.map(line => line.split(delimiter).length);
    return counts[0]! >= 3 && counts.every(count => count === counts[0]);
  });
}
