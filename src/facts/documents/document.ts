/**
 * The document model: whatever a vendor publishes (HTML, Markdown, PDF, DOCX, XLSX, CSV, OpenAPI, Postman, ZIP) as passages,
 * so that a finding can quote the exact words and say where they stand.
 *
 * `parseDocument` (parse.ts) makes documents of bytes, and is pure. `documents` (published.ts) is the fact that every topic
 * reads: each address that was read, how it is reached, what state it was found in, and the documents behind it.
 */

export type Format =
  | 'html'
  | 'markdown'
  | 'pdf'
  | 'docx'
  | 'xlsx'
  | 'csv'
  | 'openapi'
  | 'postman'
  | 'json'
  | 'xml'
  | 'text';

/** A block of text that a reader takes in at once: a paragraph, a heading, a list item, a row of a table, a listing. */
export interface Passage {
  /** Its place in the document's passages, from 0. */
  readonly index: number;
  readonly kind: 'heading' | 'text' | 'item' | 'row' | 'code' | 'control';
  /** White space folded, except in code. */
  readonly text: string;
  /** The headings it stands under, outermost first. */
  readonly headings: readonly string[];
  /** Characters from the beginning of {@link Document.text}. */
  readonly offset: number;
  /** Of a heading: 1 is the outermost. */
  readonly level?: number;
  /** Of a row: each cell, with the title of its column where the table has one. */
  readonly cells?: readonly Cell[];
  /** Page of a PDF, from 1. */
  readonly page?: number;
  /** Menus, headers and footers, which every page of a site has. */
  readonly navigation?: true;
}

export interface Cell {
  readonly column?: string;
  readonly text: string;
}

export interface DocumentLink {
  /** Absolute, without fragment. */
  readonly url: string;
  /** The part after `#`, where there is one. */
  readonly fragment?: string;
  readonly text: string;
  /** Index of the passage it stands in, where it stands in one. */
  readonly passage?: number;
  readonly navigation?: true;
}

/** Something a page asks its reader to fill in or press. */
export interface Control {
  readonly type: 'password' | 'email' | 'text' | 'checkbox' | 'button' | 'robot-check' | 'other';
  /** Its label, placeholder, name or caption. */
  readonly text: string;
  /** The number of its form in the page, from 0; absent outside forms. */
  readonly form?: number;
  readonly required?: true;
}

export interface Document {
  /** The address that answered; a file in an archive has the archive's. */
  readonly url: string;
  /** The path of a file within an archive. */
  readonly part?: string;
  readonly format: Format;
  readonly title: string;
  readonly passages: readonly Passage[];
  readonly links: readonly DocumentLink[];
  readonly controls: readonly Control[];
  /** All passages, joined by line ends; {@link Passage.offset} counts in it. */
  readonly text: string;
  /** When it says that it was last changed, as written. */
  readonly modified?: string;
  /** What of the source could not be taken in, as the object of a sentence: `pages after 400`. */
  readonly leftOut?: string;
  /** Signs that scripts make the page what it is. */
  readonly scripted?: true;
}

/** What stands in the body of a page, without its menus. */
export const mainText = ({ passages }: Pick<Document, 'passages'>): string =>
  passages
    .filter(({ navigation }) => !navigation)
    .map(({ text }) => text)
    .join('\n');

/** Where a passage stands, for a reader: `https://... under "Fees > Sandbox", page 3`. */
export function placeOf(document: Pick<Document, 'url' | 'part'>, passage?: Passage): string {
  const part = document.part ? ` (${document.part})` : '';
  const headings = passage?.headings.slice(-2).join(' > ');
  const under = headings ? ` under "${headings}"` : '';
  const page = passage?.page ? `, page ${passage.page}` : '';
  return `${document.url}${part}${under}${page}`;
}

/** Words of a passage short enough to print, around what matters. @param around index of a character that must be shown */
export function quote(text: string, around = 0, length = 160): string {
  const plain = text.replace(/\s+/g, ' ').trim();
  if (plain.length <= length) return plain;
  const middle = Math.min(around, plain.length);
  const from = Math.max(0, Math.min(middle - Math.floor(length / 3), plain.length - length));
  const start = from === 0 ? 0 : plain.indexOf(' ', from) + 1;
  const cut = plain.slice(start, start + length);
  const end = start + length >= plain.length ? cut.length : Math.max(cut.lastIndexOf(' '), 1);
  return `${start > 0 ? '... ' : ''}${cut.slice(0, end)}${start + end < plain.length ? ' ...' : ''}`;
}
