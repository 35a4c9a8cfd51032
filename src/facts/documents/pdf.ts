import { extractLinks, extractTextItems, getDocumentProxy, getMeta } from 'unpdf';
import type { Document } from './document.ts';
import { linksIn } from './text.ts';
import { DocumentWriter } from './writer.ts';

/** A data dictionary may have ten thousand pages; what an app must know stands in the first hundreds. */
const mostPages = 400;

interface Item {
  readonly str: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly fontSize: number;
}

interface Line {
  readonly text: string;
  readonly y: number;
  readonly size: number;
  /** Gaps wide enough to part columns split a line into cells. */
  readonly cells: readonly string[];
}

/** @throws when the bytes are no PDF that can be opened (damaged, or locked with a password) */
export async function parsePdf(bytes: Uint8Array, url: string): Promise<Document> {
  const writer = new DocumentWriter(url, 'pdf');
  // The parser takes the buffer for its own.
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
  try {
    const meta = await getMeta(pdf).catch(() => undefined);
    writer.title = String(meta?.info?.Title ?? '');
    const changed = String(meta?.info?.ModDate ?? meta?.info?.CreationDate ?? '').match(/(\d{4})(\d{2})(\d{2})/);
    if (changed) writer.modified = `${changed[1]}-${changed[2]}-${changed[3]}`;
    if (pdf.numPages > mostPages) writer.leaveOut(`pages after ${mostPages}`);
    const pages: Line[][] = [];
    if (pdf.numPages <= mostPages) {
      const { items } = await extractTextItems(pdf);
      for (const page of items) pages.push(linesOf(page as unknown as Item[]));
    } else {
      for (let number = 1; number <= mostPages; number++) pages.push(await pageLines(pdf, number));
    }
    const body = usualSize(pages.flat());
    for (const [at, lines] of pages.entries()) writePage(writer, lines, at + 1, body);
    const { links } = await extractLinks(pdf).catch(() => ({ links: [] as string[] }));
    for (const link of links) writer.link(link, { text: link });
    for (const line of pages.flat()) linksIn(line.text, writer);
  } finally {
    await pdf.loadingTask.destroy();
  }
  return writer.done();
}

async function pageLines(pdf: Awaited<ReturnType<typeof getDocumentProxy>>, number: number): Promise<Line[]> {
  const page = await pdf.getPage(number);
  const { items } = await page.getTextContent();
  const found = items.flatMap(item =>
    'str' in item
      ? [
          {
            str: item.str,
            x: item.transform[4],
            y: item.transform[5],
            width: item.width,
            fontSize: Math.abs(item.transform[3]),
          },
        ]
      : [],
  );
  page.cleanup();
  return linesOf(found as Item[]);
}

/** Items that stand on one line, joined where the gap between them is none: a ligature is an item of its own. */
function linesOf(items: readonly Item[]): Line[] {
  const rows: Item[][] = [];
  for (const item of items.filter(({ str }) => str.trim() !== '').sort((a, b) => b.y - a.y || a.x - b.x)) {
    const row = rows.at(-1);
    if (row?.[0] && Math.abs(row[0].y - item.y) <= Math.max(2, item.fontSize * 0.4)) row.push(item);
    else rows.push([item]);
  }
  return rows.map(row => lineOf(row.sort((a, b) => a.x - b.x))).filter(({ text }) => text !== '');
}

function lineOf(row: readonly Item[]): Line {
  const cells: string[] = [''];
  let end: number | undefined;
  for (const { str, x, width, fontSize } of row) {
    const gap = end === undefined ? 0 : x - end;
    if (end !== undefined && gap > fontSize * 1.8) cells.push('');
    else if (gap > fontSize * 0.15) cells[cells.length - 1] += ' ';
    cells[cells.length - 1] += str;
    end = x + width;
  }
  const texts = cells.map(cell => cell.replace(/\s+/g, ' ').trim()).filter(cell => cell !== '');
  return {
    text: texts.join(' | '),
    y: row[0]?.y ?? 0,
    size: Math.max(...row.map(({ fontSize }) => fontSize)),
    cells: texts,
  };
}

/** The size that most letters have. */
function usualSize(lines: readonly Line[]): number {
  const letters = new Map<number, number>();
  for (const { size, text } of lines) {
    const rounded = Math.round(size * 2) / 2;
    letters.set(rounded, (letters.get(rounded) ?? 0) + text.length);
  }
  return [...letters].reduce((a, b) => (b[1] > a[1] ? b : a), [0, 0])[0];
}

function writePage(writer: DocumentWriter, lines: readonly Line[], page: number, body: number): void {
  let paragraph: string[] = [];
  let above: Line | undefined;
  const flush = () => {
    writer.write({ kind: 'text', text: paragraph.join(' '), page });
    paragraph = [];
  };
  for (const line of lines) {
    const gap = above ? above.y - line.y : 0;
    const isHeading =
      line.size > body * 1.15 ||
      (line.cells.length === 1 &&
        /^\d+(\.\d+)*\.?\s+[A-Z]/.test(line.text) &&
        line.text.length < 80 &&
        !/[.;,]$/.test(line.text));
    if (isHeading) {
      flush();
      writer.write({
        kind: 'heading',
        level: line.size > body * 1.6 ? 1 : line.size > body * 1.15 ? 2 : 3,
        text: line.text,
        page,
      });
    } else if (line.cells.length > 1) {
      flush();
      writer.write({ kind: 'row', text: line.cells.join(' | '), cells: line.cells.map(text => ({ text })), page });
    } else if (/^[•▪●◦–-]\s/.test(line.text)) {
      flush();
      paragraph.push(line.text);
    } else {
      if (gap > line.size * 1.9) flush();
      paragraph.push(line.text);
    }
    above = line;
  }
  flush();
}
