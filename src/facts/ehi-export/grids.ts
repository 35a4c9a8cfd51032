import type { Document } from '../documents/document.ts';

/** A table as a description of a format shows it, with what stands above it. */
export interface Grid {
  /** Titles it stands under, outermost first; the name of its file is the first. */
  readonly titles: readonly string[];
  /** Empty where the table has no heading of its own. */
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Tables of a document of any format. */
export function gridsOf({ passages, part, title }: Document): Grid[] {
  const grids: Grid[] = [];
  let rows: string[][] = [];
  let header: string[] = [];
  let titles: readonly string[] = [];
  const above = part ? [stemOf(part)] : title ? [title] : [];
  const close = () => {
    if (rows.length > 0) grids.push({ titles, header, rows });
    rows = [];
    header = [];
  };
  let single: string | undefined;
  for (const { cells, headings, text, kind } of passages) {
    if (!cells) {
      close();
      if (kind === 'heading') single = undefined;
      continue;
    }
    if (cells.length === 1) {
      close();
      single = text;
      continue;
    }
    const named = cells.some(({ column }) => column !== undefined);
    const isFirst = rows.length === 0 && header.length === 0;
    if (!named && !isFirst && header.every(one => one === '')) close();
    if (isFirst || rows.length === 0) titles = [...above, ...headings, ...(single ? [single] : [])];
    if (!named && rows.length === 0 && header.length === 0) {
      header = cells.map(cell => cell.text);
      continue;
    }
    if (named && header.length === 0) header = cells.map(({ column }) => column ?? '');
    rows.push(cells.map(cell => cell.text));
  }
  close();
  return grids;
}

export const stemOf = (path: string): string => {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return name.replace(/(\.(html?|json|csv|tsv|txt|xml|xlsx|md|pdf|sql))+$/i, '');
};

const piece = /<(\/?)(h[1-6]|title|caption|table|tr|td|th|script|style)\b([^>]*)>/gi;

/**
 * Tables of a web page, read without making a tree of it: a dictionary may have seven thousand pages.
 * A row of one cell is a title.
 */
export function gridsOfHtml(markup: string, path: string): Grid[] {
  const grids: Grid[] = [];
  const above: string[] = [stemOf(path)];
  const headings: { level: number; text: string }[] = [];
  let title: string | undefined;
  let current: { header: string[]; rows: string[][]; titles: string[] } | undefined;
  let row: { text: string; isHeader: boolean; width: number }[] | undefined;
  let from = -1;
  let opened: { isHeader: boolean; width: number } | undefined;
  piece.lastIndex = 0;
  for (let match = piece.exec(markup); match; match = piece.exec(markup)) {
    const name = match[2]!.toLowerCase();
    const closes = match[1] === '/';
    if (name === 'script' || name === 'style') {
      if (closes) continue;
      const end = markup.toLowerCase().indexOf(`</${name}`, piece.lastIndex);
      if (end < 0) break;
      piece.lastIndex = end;
    } else if (name === 'table') {
      if (current && current.rows.length > 0) grids.push(current);
      current = closes ? undefined : { header: [], rows: [], titles: [] };
      row = undefined;
      opened = undefined;
    } else if (name === 'tr') {
      if (row && opened) row.push({ text: plain(markup.slice(from, match.index)), ...opened });
      opened = undefined;
      if (row && current) finish(row, current);
      row = closes ? undefined : [];
    } else if (name === 'td' || name === 'th') {
      if (opened && row) row.push({ text: plain(markup.slice(from, match.index)), ...opened });
      opened = undefined;
      if (closes) continue;
      row ??= [];
      const width = Number(/colspan\s*=\s*["']?(\d{1,2})/i.exec(match[3]!)?.[1] ?? 1);
      opened = { isHeader: name === 'th', width };
      from = piece.lastIndex;
    } else if (!closes) from = piece.lastIndex;
    else if (from >= 0) {
      const text = plain(markup.slice(from, match.index));
      if (text === '' || name === 'title') continue;
      if (name === 'caption') title = text;
      else {
        const level = Number(name[1]);
        while (headings.length > 0 && headings.at(-1)!.level >= level) headings.pop();
        headings.push({ level, text });
        title = undefined;
      }
    }
  }
  if (current && current.rows.length > 0) grids.push(current);
  return grids;

  function finish(cells: NonNullable<typeof row>, into: NonNullable<typeof current>): void {
    const texts = cells.flatMap(({ text, width }) => [text, ...Array.from({ length: width - 1 }, () => '')]);
    const filled = cells.filter(({ text }) => text !== '');
    if (cells.length === 1 && filled.length === 1) {
      if (into.rows.length > 0) return;
      title = filled[0]!.text;
      return;
    }
    if (into.titles.length === 0) {
      into.titles = [...above, ...headings.map(heading => heading.text), ...(title ? [title] : [])];
    }
    const isHeader =
      into.rows.length === 0 && into.header.length === 0 && (cells.every(cell => cell.isHeader) || filled.length > 1);
    if (isHeader) into.header = texts;
    else into.rows.push(texts);
  }
}

function plain(markup: string): string {
  const text = markup.includes('<') ? markup.replace(/<[^>]{0,4000}>/g, ' ') : markup;
  return text
    .replace(/&nbsp;|&#160;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#0?39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Everything a page says, for names that stand in no table. */
export const wordsOfHtml = (markup: string): string => plain(markup.replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' '));
