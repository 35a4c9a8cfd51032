import type { Cell, Control, Document, DocumentLink, Format, Passage } from './document.ts';

/** A document longer than this is no easier to read; what is left out is said. */
const mostPassages = 60_000;
const mostText = 8 * 1024 * 1024;
const mostLinks = 10_000;
const longestHeading = 300;
/** A longer block is cut in several: nobody quotes so much, and no pattern is tried on more at a time. */
const longestPassage = 8000;

interface Writing {
  readonly kind: Passage['kind'];
  readonly text: string;
  readonly level?: number;
  readonly cells?: readonly Cell[];
  readonly page?: number | undefined;
  readonly navigation?: boolean;
}

/** Puts passages in order, with the headings above each; every parser writes through it. */
export class DocumentWriter {
  readonly #url: string;
  readonly #format: Format;
  readonly #passages: Passage[] = [];
  readonly #links: DocumentLink[] = [];
  readonly #controls: Control[] = [];
  #headings: { readonly level: number; readonly text: string }[] = [];
  #offset = 0;
  #leftOut: string | undefined;
  title = '';
  modified: string | undefined;
  scripted = false;

  constructor(url: string, format: Format) {
    this.#url = url;
    this.#format = format;
  }

  /** Index of the next passage. */
  get next(): number {
    return this.#passages.length;
  }

  get isFull(): boolean {
    return this.#leftOut !== undefined;
  }

  write({ kind, text: written, level, cells, page, navigation }: Writing): void {
    const text = kind === 'code' ? written.replace(/^\s*\n|\s+$/g, '') : written.replace(/\s+/g, ' ').trim();
    if (text === '') return;
    if (text.length > longestPassage) {
      for (const piece of cut(text))
        this.write({
          kind: kind === 'heading' ? 'text' : kind,
          text: piece,
          page,
          ...(navigation ? { navigation } : {}),
        });
      return;
    }
    if (this.#passages.length >= mostPassages || this.#offset + text.length > mostText) {
      this.leaveOut('all after the first passages');
      return;
    }
    const at = level ?? 1;
    if (kind === 'heading' && !navigation) this.#headings = this.#headings.filter(heading => heading.level < at);
    this.#passages.push({
      index: this.#passages.length,
      kind,
      text,
      headings: navigation ? [] : this.#headings.map(heading => heading.text),
      offset: this.#offset,
      ...(kind === 'heading' ? { level: at } : {}),
      ...(cells ? { cells } : {}),
      ...(page === undefined ? {} : { page }),
      ...(navigation ? { navigation: true as const } : {}),
    });
    this.#offset += text.length + 1;
    if (kind === 'heading' && !navigation) this.#headings.push({ level: at, text: text.slice(0, longestHeading) });
  }

  /** Adds a link to wherever `href` leads from this document; what leads off the web is no link. */
  link(
    href: string,
    link: { readonly text: string; readonly inPassage?: boolean; readonly navigation?: boolean },
  ): void {
    if (this.#links.length >= mostLinks || !URL.canParse(href, this.#url)) return;
    const url = new URL(href, this.#url);
    if (!/^https?:$/.test(url.protocol)) return;
    const fragment = url.hash.slice(1);
    url.hash = '';
    this.#links.push({
      url: url.href,
      ...(fragment ? { fragment } : {}),
      text: link.text.replace(/\s+/g, ' ').trim().slice(0, 300),
      ...(link.inPassage ? { passage: this.#passages.length } : {}),
      ...(link.navigation ? { navigation: true as const } : {}),
    });
  }

  control(control: Control): void {
    if (this.#controls.length < 1000) this.#controls.push(control);
  }

  leaveOut(what: string): void {
    this.#leftOut ??= what;
  }

  done(): Document {
    const first = this.#passages.find(({ kind, navigation }) => kind === 'heading' && !navigation)?.text;
    return {
      url: this.#url,
      format: this.#format,
      title: this.title.replace(/\s+/g, ' ').trim() || (first ?? ''),
      passages: this.#passages,
      links: this.#links,
      controls: this.#controls,
      text: this.#passages.map(({ text }) => text).join('\n'),
      ...(this.modified ? { modified: this.modified } : {}),
      ...(this.#leftOut ? { leftOut: this.#leftOut } : {}),
      ...(this.scripted ? { scripted: true as const } : {}),
    };
  }
}

/** Pieces of a long text, parted where a word ends. */
function* cut(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    const whole = text.length - from <= longestPassage;
    const space = whole ? -1 : text.lastIndexOf(' ', from + longestPassage);
    const end = whole ? text.length : space > from ? space : from + longestPassage;
    yield text.slice(from, end);
    from = end;
  }
}
