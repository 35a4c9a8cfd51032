import type { MailHeaders } from '../model/journal.ts';

export interface Mail {
  readonly headers: MailHeaders;
  /** The `Date` header in ISO 8601, with the offset it was written with. */
  readonly sentAt?: string;
  /** The readable text: its first `text/plain` part, else HTML without its marks. */
  readonly text: string;
}

/** Reads an `.eml` file (RFC 5322, MIME). Of a message that is malformed it gives what it can. */
export function readMail(bytes: Uint8Array): Mail {
  const part = partOf(Buffer.from(bytes).toString('latin1'));
  const named = (name: string) => part.headers.get(name);
  const decoded = (name: string) => {
    const value = named(name);
    return value === undefined ? undefined : decodeWords(value);
  };
  const sentAt = isoOf(named('date'));
  return {
    headers: defined({
      date: named('date'),
      from: decoded('from'),
      to: decoded('to'),
      subject: decoded('subject'),
      messageId: named('message-id'),
    }),
    ...(sentAt ? { sentAt } : {}),
    text: textOf(part, 0).trim(),
  };
}

interface Part {
  /** By lower-case name; the first of each. */
  readonly headers: ReadonlyMap<string, string>;
  /** One character a byte. */
  readonly body: string;
}

function partOf(source: string): Part {
  const end = /\r?\n\r?\n/.exec(source);
  const head = end ? source.slice(0, end.index) : source;
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return { headers, body: end ? source.slice(end.index + end[0].length) : '' };
}

const deepest = 10;

function textOf({ headers, body }: Part, depth: number): string {
  const type = headers.get('content-type') ?? 'text/plain';
  const boundary = /^multipart\//i.test(type) ? parameter(type, 'boundary') : undefined;
  if (boundary && depth < deepest) {
    const parts = body
      .split(`--${boundary}`)
      .slice(1)
      .map(piece => partOf(piece.replace(/^\r?\n/, '')));
    const texts = parts.filter(part => /^(text|multipart)\//i.test(part.headers.get('content-type') ?? 'text/plain'));
    const plain = texts.find(part => !/^text\/html/i.test(part.headers.get('content-type') ?? '')) ?? texts[0];
    return plain ? textOf(plain, depth + 1) : '';
  }
  const bytes = transferred(body, headers.get('content-transfer-encoding') ?? '');
  const text = decode(bytes, parameter(type, 'charset'));
  return /^text\/html/i.test(type) ? withoutMarks(text) : text.replaceAll('\r\n', '\n');
}

function transferred(body: string, encoding: string): Uint8Array {
  if (/base64/i.test(encoding)) return Buffer.from(body, 'base64');
  if (/quoted-printable/i.test(encoding)) return quotedPrintable(body.replace(/=\r?\n/g, ''));
  return Buffer.from(body, 'latin1');
}

const quotedPrintable = (text: string): Uint8Array =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

function decode(bytes: Uint8Array, charset = 'utf-8'): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/** Encoded words of headers, RFC 2047. */
const decodeWords = (value: string): string =>
  value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?([^?]+)\?([QB])\?([^?]*)\?=/gi, (_, charset: string, encoding: string, text: string) =>
      decode(
        encoding.toUpperCase() === 'B' ? Buffer.from(text, 'base64') : quotedPrintable(text.replaceAll('_', ' ')),
        charset,
      ),
    );

const parameter = (header: string, name: string): string | undefined =>
  new RegExp(`;\\s*${name}="?([^";]+)"?`, 'i').exec(header)?.[1]?.trim();

const withoutMarks = (html: string): string =>
  html
    .replace(/<(style|script)\b[\s\S]*?<\/\1>/gi, '')
    .replace(/<(br|\/p|\/div|\/tr|\/li|\/h\d)\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/\n\s*\n\s*\n+/g, '\n\n');

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `Fri, 20 Nov 2026 16:05:00 -0500` as `2026-11-20T16:05:00-05:00`: the day stays the one that its writer lived through. */
function isoOf(date: string | undefined): string | undefined {
  const found = /(\d{1,2}) ([A-Z][a-z]{2})[a-z]* (\d{4}) (\d\d):(\d\d)(?::(\d\d))?(?: ([+-]\d{4}))?/.exec(date ?? '');
  const month = months.indexOf(found?.[2] ?? '') + 1;
  if (!found || month === 0) return undefined;
  const [, day = '', , year, hour, minute, second = '00', offset = '+0000'] = found;
  const zone = offset === '+0000' || offset === '-0000' ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(3)}`;
  return `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}T${hour}:${minute}:${second}${zone}`;
}

const defined = (members: { readonly [K in keyof MailHeaders]: MailHeaders[K] | undefined }): MailHeaders =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
