import type { RecordSink } from './records.ts';

const longestStatement = 64 * 1024 * 1024;

/** Reads a dump without a database: CREATE TABLE, INSERT, and the COPY of PostgreSQL. Other statements are passed over. */
export async function readSql(path: string, text: AsyncIterable<string>, sink: RecordSink): Promise<void> {
  const reader = new SqlReader(path, sink);
  for await (const piece of text) reader.push(piece);
  reader.end();
}

class SqlReader {
  readonly #path: string;
  readonly #sink: RecordSink;
  readonly #columns = new Map<string, readonly string[]>();
  #text = '';
  #at = 0;
  #quote = '';
  #copying: { readonly table: string; readonly columns: readonly string[] } | undefined;
  #line = 1;

  constructor(path: string, sink: RecordSink) {
    this.#path = path;
    this.#sink = sink;
  }

  push(piece: string): void {
    this.#text += piece;
    for (;;) {
      if (this.#copying) {
        if (!this.#copyLine()) return;
        continue;
      }
      const end = this.#endOfStatement();
      if (end < 0) break;
      const statement = this.#text.slice(0, end);
      this.#text = this.#text.slice(end + 1);
      this.#at = 0;
      this.#statement(statement);
    }
    if (this.#text.length > longestStatement) {
      this.#trouble('has a statement that nothing ends');
      this.#text = '';
      this.#at = 0;
    }
  }

  end(): void {
    if (this.#quote !== '') this.#trouble('ends within a quoted text');
    else if (/^\s*(insert|create)\b/i.test(this.#text)) this.#statement(this.#text);
  }

  /** Where the statement ends, not counting what is quoted or said in comments; -1 when that is not yet known. */
  #endOfStatement(): number {
    const text = this.#text;
    let at = this.#at;
    for (; at < text.length; at++) {
      const sign = text[at]!;
      if (this.#quote === '\n') {
        if (sign === '\n') this.#quote = '';
      } else if (this.#quote === '*') {
        if (sign === '/' && text[at - 1] === '*') this.#quote = '';
      } else if (this.#quote !== '') {
        if (sign === '\\' && this.#quote === "'") at++;
        else if (sign === this.#quote) this.#quote = '';
      } else if (sign === "'" || sign === '"' || sign === '`') this.#quote = sign;
      else if (sign === '-' && text[at + 1] === '-') this.#quote = '\n';
      else if (sign === '/' && text[at + 1] === '*') {
        this.#quote = '*';
        at += 2;
      } else if (sign === ';') return at;
    }
    this.#at = at;
    return -1;
  }

  #copyLine(): boolean {
    const end = this.#text.indexOf('\n');
    if (end < 0) return false;
    const line = this.#text.slice(0, end).replace(/\r$/, '');
    this.#text = this.#text.slice(end + 1);
    const { table, columns } = this.#copying!;
    if (line === '\\.') this.#copying = undefined;
    else if (line !== '') {
      const values = line.split('\t').map(value => (value === '\\N' ? '' : value.replace(/\\([tn\\])/g, unescaped)));
      if (values.length !== columns.length) this.#ragged(table, values.length, columns.length);
      this.#sink.record(table, columns, values, this.#path);
    }
    return true;
  }

  #statement(written: string): void {
    const statement = written.replace(/^(\s+|--[^\n]*\n|\/\*[\s\S]*?\*\/)+/, '');
    this.#line += written.split('\n').length - 1;
    const create =
      /^create\s+(?:temporary\s+|global\s+temporary\s+)?table\s+(?:if\s+not\s+exists\s+)?([^\s(]+)\s*\(/i.exec(
        statement,
      );
    if (create) {
      this.#create(nameOf(create[1]!), statement.slice(create[0].length));
      return;
    }
    const insert = /^insert\s+(?:ignore\s+)?into\s+([^\s(]+)\s*(?:\(([^)]*)\))?\s*values\s*/i.exec(statement);
    if (insert) {
      this.#insert(nameOf(insert[1]!), insert[2], statement.slice(insert[0].length));
      return;
    }
    const copy = /^copy\s+([^\s(]+)\s*(?:\(([^)]*)\))?\s+from\s+stdin/i.exec(statement);
    if (!copy) return;
    const table = nameOf(copy[1]!);
    const columns = copy[2] ? copy[2].split(',').map(nameOf) : (this.#columns.get(table) ?? []);
    this.#begin(table, columns);
    this.#copying = { table, columns };
    this.#text = this.#text.replace(/^[^\n]*\n/, '');
  }

  #create(table: string, definitions: string): void {
    const columns: string[] = [];
    let key: string[] | undefined;
    for (const definition of topLevel(definitions)) {
      const declared = /^(?:constraint\s+\S+\s+)?primary\s+key[^(]*\(([^)]*)\)/i.exec(definition);
      if (declared) key = declared[1]!.split(',').map(nameOf);
      if (/^(constraint|primary|unique|foreign|key|index|check|fulltext|exclude)\b/i.test(definition)) continue;
      const name = nameOf(/^(?:"[^"]+"|`[^`]+`|\[[^\]]+\]|\S+)/.exec(definition)?.[0] ?? '');
      if (name === '') continue;
      columns.push(name);
      if (/\bprimary\s+key\b/i.test(definition)) key = [name];
    }
    this.#begin(table, columns, key);
  }

  #begin(table: string, columns: readonly string[], key?: readonly string[]): void {
    this.#columns.set(table, columns);
    this.#sink.table({ name: table, shape: 'sql', path: this.#path, columns, ...(key ? { key } : {}) });
  }

  #insert(table: string, named: string | undefined, rows: string): void {
    const columns = named ? named.split(',').map(nameOf) : this.#columns.get(table);
    if (!this.#columns.has(table)) this.#begin(table, columns ?? []);
    for (const values of rowsOf(rows)) {
      const names = columns ?? values.map((_, index) => `column ${index + 1}`);
      if (names.length !== values.length) this.#ragged(table, values.length, names.length);
      this.#sink.record(table, names, values, this.#path);
    }
  }

  #ragged(table: string, cells: number, columns: number): void {
    const message = `has ${cells} values for the ${columns} columns of ${table}`;
    this.#sink.trouble({ path: this.#path, table, line: this.#line, kind: 'ragged', message });
  }

  #trouble(message: string): void {
    this.#sink.trouble({ path: this.#path, line: this.#line, kind: 'malformed', message });
  }
}

const unescaped = (_: string, sign: string): string => (sign === 't' ? '\t' : sign === 'n' ? '\n' : sign);

/** Without schema and quotation: `"dbo"."Patient"` is `Patient`. */
function nameOf(written: string): string {
  const bare = written.trim().replace(/["`[\]]/g, '');
  return bare.slice(bare.lastIndexOf('.') + 1);
}

/** What stands between commas, up to the bracket that closes. */
function topLevel(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '(') depth++;
    else if (sign === ')' && depth-- === 0) {
      parts.push(text.slice(from, at).trim());
      return parts;
    } else if (sign === ',' && depth === 0) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  parts.push(text.slice(from).trim());
  return parts;
}

/** Each bracketed list of values. A function of a text, as TO_DATE('...', ...), is its first text. */
function* rowsOf(text: string): Generator<string[]> {
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('(', at);
    if (open < 0) return;
    const row: string[] = [];
    let value = '';
    let literal: string | undefined;
    let depth = 0;
    at = open + 1;
    for (; at < text.length; at++) {
      const sign = text[at]!;
      if (sign === "'") {
        let quoted = '';
        for (at++; at < text.length; at++) {
          if (text[at] === '\\' && at + 1 < text.length) quoted += unescaped('', text[++at]!);
          else if (text[at] !== "'") quoted += text[at];
          else if (text[at + 1] === "'") quoted += text[at++];
          else break;
        }
        literal ??= quoted;
      } else if (sign === '(') depth++;
      else if (sign === ')' && depth > 0) depth--;
      else if ((sign === ',' && depth === 0) || sign === ')') {
        const bare = value.trim();
        row.push(literal ?? (/^null$/i.test(bare) ? '' : bare));
        value = '';
        literal = undefined;
        if (sign === ')') break;
      } else value += sign;
    }
    at++;
    yield row;
  }
}
