import { load } from 'cheerio/slim';
import mammoth from 'mammoth';
import { unzip } from './archive.ts';
import type { Document } from './document.ts';
import { parseHtml } from './html.ts';
import { writeTable } from './text.ts';
import { DocumentWriter } from './writer.ts';

/** Which of the formats that are ZIPs of XML these files make. */
export function officeFormat(paths: Iterable<string>): 'docx' | 'xlsx' | undefined {
  for (const path of paths) {
    if (path === 'word/document.xml') return 'docx';
    if (path === 'xl/workbook.xml') return 'xlsx';
  }
  return undefined;
}

/** @throws when the document cannot be opened */
export async function parseDocx(bytes: Uint8Array, url: string): Promise<Document> {
  // What unpacks to more than can be held is refused here, before a reader that has no such limit sees it.
  const { leftOut } = unzip(bytes, path => path.endsWith('.xml') || path.endsWith('.rels'));
  if (leftOut > 0) throw new Error('its parts are too long');
  const { value } = await mammoth.convertToHtml({ buffer: Buffer.from(bytes) }, { includeEmbeddedStyleMap: false });
  return parseHtml(value, url, 'docx');
}

const mostRows = 20_000;

/** @throws when the workbook cannot be opened */
export function parseXlsx(bytes: Uint8Array, url: string): Document {
  const { files, leftOut } = unzip(
    bytes,
    path => /^xl\/.*\.(xml|rels)$/.test(path) && !/theme|styles|drawing/.test(path),
  );
  const writer = new DocumentWriter(url, 'xlsx');
  const xml = (path: string) => load(new TextDecoder().decode(files.get(path) ?? new Uint8Array()), { xml: true });
  const shared = xml('xl/sharedStrings.xml');
  const strings = shared('si')
    .toArray()
    .map(one => shared(one).find('t').text());
  const relations = xml('xl/_rels/workbook.xml.rels');
  const targets = new Map(
    relations('Relationship')
      .toArray()
      .map(one => [one.attribs.Id, one.attribs.Target?.replace(/^\/?(xl\/)?/, 'xl/')] as const),
  );
  const workbook = xml('xl/workbook.xml');
  for (const sheet of workbook('sheet').toArray()) {
    const path = targets.get(sheet.attribs['r:id'] ?? '');
    if (!path || !files.has(path)) continue;
    writer.write({ kind: 'heading', level: 1, text: sheet.attribs.name ?? path });
    const read = xml(path);
    const rows: string[][] = [];
    for (const row of read('row').toArray().slice(0, mostRows)) {
      const cells: string[] = [];
      for (const cell of read(row).children('c').toArray()) {
        const value = read(cell).children('v').text();
        const text = cell.attribs.t === 's' ? strings[Number(value)] : value || read(cell).find('is t').text();
        cells[columnOf(cell.attribs.r)] = (text ?? '').replace(/\s+/g, ' ').trim();
      }
      rows.push(Array.from(cells, text => text ?? ''));
    }
    if (rows.length === mostRows) writer.leaveOut(`rows after ${mostRows}`);
    writeTable(writer, rows);
  }
  if (leftOut > 0) writer.leaveOut('sheets that are too long');
  return writer.done();
}

/** `C7` is in column 2. Beyond column 1023 nobody reads. */
function columnOf(reference: string | undefined): number {
  const letters = reference?.match(/^[A-Z]{1,3}/)?.[0] ?? 'A';
  return Math.min([...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1, 1023);
}
