import { parse } from 'csv-parse/sync';
import type { Document } from './document.ts';
import { DocumentWriter } from './writer.ts';

/** Plain text: paragraphs are apart by an empty line; a short line alone that a paragraph follows is its heading. */
export function parseText(source: string, url: string): Document {
  const writer = new DocumentWriter(url, 'text');
  for (const block of source.split(/\r?\n\s*\r?\n/)) {
    const lines = block.trim().split(/\r?\n/);
    const isHeading = lines.length === 1 && /^[A-Z0-9][^.!?;]{2,80}$/.test(lines[0] ?? '');
    writer.write(isHeading ? { kind: 'heading', level: 2, text: lines[0]! } : { kind: 'text', text: block });
    linksIn(block, writer);
  }
  return writer.done();
}

const mostRows = 20_000;

export function parseCsv(source: string, url: string): Document {
  const writer = new DocumentWriter(url, 'csv');
  const firstLine = source.slice(0, 4096).split(/\r?\n/, 1)[0] ?? '';
  const delimiter = ['\t', ';', '|', ','].reduce((a, b) =>
    firstLine.split(b).length > firstLine.split(a).length ? b : a,
  );
  const rows: string[][] = parse(source, {
    delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    to: mostRows,
  });
  writeTable(writer, rows);
  if (rows.length === mostRows) writer.leaveOut(`rows after ${mostRows}`);
  return writer.done();
}

/** Writes rows whose first names the columns. */
export function writeTable(writer: DocumentWriter, rows: readonly (readonly string[])[]): void {
  const [columns = []] = rows;
  for (const [at, row] of rows.entries()) {
    writer.write({
      kind: 'row',
      text: row.join(' | '),
      cells: row.map((text, index) => ({ ...(at > 0 && columns[index] ? { column: columns[index] } : {}), text })),
    });
  }
}

/** Addresses written out in a text, for formats that know no links. */
export function linksIn(text: string, writer: DocumentWriter): void {
  for (const [address] of text.matchAll(/https?:\/\/[^\s<>"'()[\]{}]+[^\s<>"'()[\]{}.,;:!?]/g)) {
    writer.link(address, { text: address });
  }
}
