import { createHash, createHmac } from 'node:crypto';
import { parseXlsx } from '../documents/office.ts';
import { parsePdf } from '../documents/pdf.ts';
import { charactersOf, textOf, type Written } from './characters.ts';
import { readDelimited } from './delimited.ts';
import { readJsonDocument, readJsonLines } from './json.ts';
import { attachmentKinds, computableKinds, type Kind } from './kind.ts';
import { readXml } from './markup.ts';
import type { Member, Problem } from './members.ts';
import { type RecordSink, tableNameOf } from './records.ts';
import { readSql } from './sql.ts';

/** One file, as it was read. */
export interface FileRead {
  readonly path: string;
  readonly kind: Kind;
  readonly bytes: number;
  /** SHA-256 of the content, in hex; keyed where contents may not be told. */
  readonly digest: string;
  readonly encoding?: string;
  /** Characters that its encoding does not know. */
  readonly brokenCharacters?: number;
}

export interface FileSink extends RecordSink {
  file(read: FileRead): void;
  problem(problem: Problem): void;
}

export interface ReadingOptions {
  readonly delimiter?: string | undefined;
  readonly encoding?: string | undefined;
  /** Makes digests that nobody without it can compare. */
  readonly key?: Uint8Array | undefined;
  /** Called now and then with the bytes read so far. */
  readonly progress?: (bytes: number) => void;
}

const longestHeld = 64 * 1024 * 1024;
const pdfsRead = 300;
const longestPdf = 24 * 1024 * 1024;

/** Reads every file into records; what cannot be read is told, and the rest goes on. */
export async function readMembers(
  members: AsyncIterable<Member>,
  sink: FileSink,
  options: ReadingOptions = {},
): Promise<void> {
  const budget = { pdfs: pdfsRead, bytes: 0 };
  for await (const member of members) {
    const digest = options.key ? createHmac('sha256', options.key) : createHash('sha256');
    const read = { bytes: 0 };
    const bytes = async function* () {
      for await (const piece of member.content) {
        read.bytes += piece.length;
        budget.bytes += piece.length;
        digest.update(piece);
        options.progress?.(budget.bytes);
        yield piece;
      }
    };
    const written: Written = { encoding: '', broken: 0 };
    const pieces = bytes();
    try {
      await readMember(member, pieces, written, sink, options, budget);
      for await (const _ of pieces) {
        // What a reader left is read for its digest alone.
      }
    } catch (error) {
      sink.problem({ kind: 'broken', path: member.path, message: `cannot be read: ${(error as Error).message}` });
    }
    sink.file({
      path: member.path,
      kind: member.kind,
      bytes: read.bytes,
      digest: digest.digest('hex'),
      ...(written.encoding ? { encoding: written.encoding, brokenCharacters: written.broken } : {}),
    });
  }
}

async function readMember(
  { kind, path }: Member,
  bytes: AsyncIterable<Uint8Array>,
  written: Written,
  sink: FileSink,
  { delimiter, encoding }: ReadingOptions,
  budget: { pdfs: number },
): Promise<void> {
  const text = () => charactersOf(bytes, encoding, written);
  switch (kind) {
    case 'ndjson':
      return readJsonLines(path, text(), sink);
    case 'json':
      return readJsonDocument(path, text(), sink);
    case 'delimited':
      return readDelimited(path, text(), sink, delimiter);
    case 'sql':
      return readSql(path, text(), sink);
    case 'xml':
      return readXml(path, text(), sink);
    case 'xlsx':
      return readWorkbook(path, await held(bytes), sink);
    case 'html':
    case 'rtf':
    case 'text':
      return readText(path, await textOf(text(), longestHeld), sink, kind);
    case 'pdf': {
      const whole = budget.pdfs-- > 0 ? await held(bytes, longestPdf) : undefined;
      if (!whole) return;
      const { text: words } = await parsePdf(whole, 'https://export.invalid/');
      return readText(path, words, sink, 'pdf');
    }
  }
}

async function held(bytes: AsyncIterable<Uint8Array>, most = longestHeld): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of bytes) {
    size += piece.length;
    if (size > most) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function readWorkbook(path: string, bytes: Uint8Array | undefined, sink: FileSink): void {
  if (!bytes) {
    sink.problem({ kind: 'limit', path, message: 'is a workbook too long to be read' });
    return;
  }
  const { passages, leftOut } = parseXlsx(bytes, 'https://export.invalid/');
  if (leftOut) sink.problem({ kind: 'limit', path, message: `was not read whole: ${leftOut}` });
  let name = tableNameOf(path);
  let columns: readonly string[] | undefined;
  for (const { kind, text, cells } of passages) {
    if (kind === 'heading') {
      name = text;
      columns = undefined;
    }
    if (!cells) continue;
    if (columns)
      sink.record(
        name,
        columns,
        cells.map(cell => cell.text),
        path,
      );
    else {
      columns = cells.map((cell, index) => cell.text || `column ${index + 1}`);
      sink.table({ name, shape: 'xlsx', path, columns });
    }
  }
}

/** Words for people: one record, so that what is known can be sought in them. */
function readText(path: string, words: string | undefined, sink: FileSink, kind: Kind): void {
  if (!words) return;
  const bare =
    kind === 'html'
      ? words.replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]{0,2000}>/g, ' ')
      : kind === 'rtf'
        ? words.replace(/\\'[0-9a-f]{2}|\\[a-z]+-?\d* ?|[{}]/gi, ' ')
        : words;
  const table = wordsIn(kind);
  sink.table({ name: table, shape: 'text', path });
  sink.record(table, ['path', 'text'], [path, bare], path);
}

/** Names of the tables that hold what is written for people, none of which a dictionary describes. */
export const wordsIn = (kind: Kind): string =>
  `(words in ${kind === 'text' ? 'plain text' : kind.toUpperCase()} files)`;

export const isComputable = (kind: Kind): boolean => computableKinds.has(kind);
export const isAttachment = (kind: Kind): boolean => attachmentKinds.has(kind);
