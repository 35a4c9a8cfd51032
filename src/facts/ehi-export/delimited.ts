import { linesOf } from './characters.ts';
import { type RecordSink, tableNameOf } from './records.ts';

export interface Dialect {
  readonly delimiter: string;
  /** Quotation marks may enclose a cell, doubled where they are part of it. */
  readonly quoted: boolean;
}

const candidates = ['\t', '|', ',', ';', '^', '~', '\x01', '\x1f', '¦'];
const linesThatDecide = 200;
/** A cell that goes on over more lines was opened by a stray quotation mark. */
const longestCell = 16 * 1024 * 1024;

/** What the documentation may call a delimiter, as the characters themselves. */
export function delimiterNamed(name: string): string {
  const words: Record<string, string> = {
    tab: '\t',
    '\\t': '\t',
    pipe: '|',
    comma: ',',
    semicolon: ';',
    caret: '^',
    tilde: '~',
  };
  return words[name.trim().toLowerCase()] ?? name;
}

/** The delimiter that makes the first lines most alike, and whether cells stand in quotation marks. */
export function dialectOf(lines: readonly string[], stated?: string): Dialect {
  const sample = lines.slice(0, linesThatDecide).filter(line => line !== '');
  let best = { delimiter: ',', score: 0 };
  for (const delimiter of stated === undefined ? candidates : [stated]) {
    const counts = sample.map(line => cellsOf(line, { delimiter, quoted: true }).cells.length);
    const columns = counts[0] ?? 1;
    const alike = counts.filter(count => count === columns).length / Math.max(1, counts.length);
    const score = columns > 1 ? alike * (1 + Math.min(columns, 20) / 40) : 0;
    if (score > best.score) best = { delimiter, score };
  }
  const delimiter = stated ?? best.delimiter;
  const quoted = sample.some(line => {
    const { cells, open, enclosed } = cellsOf(line, { delimiter, quoted: true });
    return enclosed > 0 || (open && cells.length > 0 && delimiter !== '\t');
  });
  return { delimiter, quoted };
}

interface Cells {
  readonly cells: string[];
  /** The line ends within a cell. */
  readonly open: boolean;
  /** Cells that stood in quotation marks, closed ones. */
  readonly enclosed: number;
}

/** Cuts a line into its cells. A mark that is not followed by a delimiter does not close. */
export function cellsOf(line: string, { delimiter, quoted }: Dialect): Cells {
  if (!quoted || !line.includes('"')) return { cells: line.split(delimiter), open: false, enclosed: 0 };
  const cells: string[] = [];
  let enclosed = 0;
  for (let at = 0; ; ) {
    if (line[at] === '"') {
      let cell = '';
      let from = at + 1;
      for (;;) {
        const mark = line.indexOf('"', from);
        if (mark < 0) return { cells, open: true, enclosed };
        if (line[mark + 1] === '"') {
          cell += line.slice(from, mark + 1);
          from = mark + 2;
          continue;
        }
        cell += line.slice(from, mark);
        if (mark + 1 === line.length || line.startsWith(delimiter, mark + 1)) {
          cells.push(cell);
          enclosed++;
          at = mark + 1;
          break;
        }
        cell += '"';
        from = mark + 1;
      }
      if (at >= line.length) return { cells, open: false, enclosed };
      at += delimiter.length;
      continue;
    }
    const end = line.indexOf(delimiter, at);
    if (end < 0) {
      cells.push(line.slice(at));
      return { cells, open: false, enclosed };
    }
    cells.push(line.slice(at, end));
    at = end + delimiter.length;
  }
}

/** Whether a first line names columns: all different, none a number or a date, as names are. */
const namesColumns = (cells: readonly string[]): boolean =>
  new Set(cells.map(cell => cell.trim().toLowerCase())).size === cells.length &&
  cells.every(cell => cell.trim() !== '' && cell.length <= 128 && !/^[-+]?\d[\d.,:/ -]*$/.test(cell.trim()));

/** Reads a table of separated values, in whatever dialect. */
export async function readDelimited(
  path: string,
  text: AsyncIterable<string>,
  sink: RecordSink,
  stated?: string,
): Promise<void> {
  const name = tableNameOf(path);
  let dialect: Dialect | undefined;
  let columns: readonly string[] | undefined;
  let line = 0;
  let begun: { readonly text: string[]; readonly line: number; length: number } | undefined;

  const row = (cells: string[], at: number): void => {
    if (!columns) {
      const named = namesColumns(cells);
      columns = cells.map((cell, index) => (named ? cell.trim() : `column ${index + 1}`));
      sink.table({
        name,
        shape: 'delimited',
        path,
        columns,
        ...dialect!,
        ...(named ? {} : { headless: true as const }),
      });
      if (named) return;
    }
    if (cells.length !== columns.length) {
      // An empty line at the end of a file is the habit of some programs, and no row.
      if (cells.length === 1 && cells[0]!.trim() === '') return;
      sink.trouble({
        path,
        table: name,
        line: at,
        kind: 'ragged',
        message: `has ${cells.length} cells under ${columns.length} columns`,
      });
    }
    sink.record(name, columns, cells, path);
  };

  /** A cell that was opened and made no row of the right length: the mark was a part of the text, and each line is a row. */
  const release = ({ text: held, line: first }: NonNullable<typeof begun>): void => {
    const plain = held.map(one => one.split(dialect!.delimiter));
    const isBroken = !columns || plain[0]!.length !== columns.length;
    if (isBroken) {
      const message = 'opens a cell with a quotation mark that nothing closes';
      sink.trouble({ path, line: first, kind: 'malformed', message });
    }
    for (const [at, cells] of plain.entries()) if (at > 0 || !isBroken) row(cells, first + at);
  };

  for await (const lines of linesOf(text)) {
    dialect ??= dialectOf(lines, stated);
    for (const each of lines) {
      line++;
      if (begun) {
        begun.text.push(each);
        begun.length += each.length;
        const isTooLong = begun.length > longestCell;
        if (!each.includes('"') && !isTooLong) continue;
        const { cells, open } = cellsOf(begun.text.join('\n'), dialect);
        if (open && !isTooLong) continue;
        if (!open && (!columns || cells.length === columns.length)) row(cells, begun.line);
        else release(begun);
        begun = undefined;
        continue;
      }
      const { cells, open } = cellsOf(each, dialect);
      if (open) begun = { text: [each], line, length: each.length };
      else row(cells, line);
    }
  }
  if (begun) release(begun);
}
