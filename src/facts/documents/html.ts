import { load } from 'cheerio/slim';
import type { Cell, Control, Document, Format } from './document.ts';
import { DocumentWriter } from './writer.ts';

interface Node {
  readonly type: string;
  readonly name?: string;
  readonly data?: string;
  readonly attribs?: Readonly<Record<string, string>>;
  readonly children?: readonly Node[];
}

const skipped = new Set([
  'script',
  'style',
  'template',
  'svg',
  'head',
  'canvas',
  'math',
  'noscript',
  'select',
  'title',
]);
const blocks = new Set(
  `address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form
   frameset h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol optgroup p pre section summary table tbody td tfoot th
   thead tr ul`.split(/\s+/),
);
const navigationTags = new Set(['nav', 'footer']);
const navigationRoles = new Set(['navigation', 'banner', 'contentinfo', 'search', 'menubar']);
const navigationNames =
  /(^|[\s_-])(nav|navbar|navigation|menu|topbar|footer|breadcrumbs?|cookie|cookies|cookie-?(banner|consent)|skip-?link)([\s_-]|$)/i;
const robotCheck = /recaptcha|hcaptcha|turnstile|captcha/i;

/** One element on the way down, and what closing it must do. */
interface Open {
  readonly node: Node;
  readonly at: number;
  readonly navigation: boolean;
  readonly form: number | undefined;
}

/** Reads a page without running it. Nesting may be of any depth: nothing here recurs. */
export function parseHtml(source: string, url: string, format: Format = 'html'): Document {
  const root = load(source).root()[0] as unknown as Node;
  const reader = new Reader(url, format);
  reader.read(root);
  return reader.writer.done();
}

class Reader {
  readonly writer: DocumentWriter;
  #text = '';
  #kind: 'text' | 'item' | 'code' = 'text';
  /** Of each row that is open, its cells; a table in a table has rows of its own. */
  readonly #rows: { cells: { text: string; isTitle: boolean }[] }[] = [];
  readonly #columns: (readonly string[] | undefined)[] = [];
  /** Of each table that is open: whether it only arranges the page. */
  readonly #arranges: boolean[] = [];
  #forms = 0;
  #mains = 0;

  constructor(url: string, format: Format) {
    this.writer = new DocumentWriter(url, format);
  }

  read(root: Node): void {
    const open: Open[] = [{ node: root, at: 0, navigation: false, form: undefined }];
    while (open.length > 0 && !this.writer.isFull) {
      const top = open.pop()!;
      const child = top.node.children?.[top.at];
      if (!child) {
        this.#close(top);
        continue;
      }
      open.push({ ...top, at: top.at + 1 });
      if (child.type === 'text') this.#text += child.data ?? '';
      else if (child.name) {
        const inside = this.#enter(child, top);
        if (inside) open.push(inside);
      }
    }
    this.#flush(false);
  }

  #enter(node: Node, parent: Open): Open | undefined {
    const name = node.name!.toLowerCase();
    const attributes = node.attribs ?? {};
    const navigation = parent.navigation || this.#isNavigation(name, attributes);
    const form = name === 'form' ? this.#forms++ : parent.form;
    if (name === 'head') for (const child of node.children ?? []) this.#aboutPage(child);
    if (name === 'title' || name === 'meta') this.#aboutPage(node);
    if (name === 'script' && attributes.src) this.writer.scripted = true;
    if (skipped.has(name)) {
      if (name === 'select') this.#control(node, name, form);
      return undefined;
    }
    if (blocks.has(name)) {
      this.#flush(parent.navigation);
      if (name === 'li' || name === 'dt' || name === 'dd') this.#kind = 'item';
      if (name === 'pre') this.#kind = 'code';
      if (name === 'table') {
        this.#columns.push(undefined);
        this.#arranges.push(attributes.role === 'presentation' || holdsBlocks(node));
      }
      if (name === 'tr' && !this.#arranges.at(-1)) this.#rows.push({ cells: [] });
      if (name === 'main' || name === 'article') this.#mains++;
    } else if (name === 'br') this.#text += this.#kind === 'code' ? '\n' : ' ';
    else if (name === 'a' || name === 'area') {
      if (attributes.href) {
        this.writer.link(attributes.href, { text: textOf(node), inPassage: true, navigation });
      }
    } else if (name === 'iframe' || name === 'embed' || name === 'object' || name === 'frame') {
      const source = attributes.src ?? attributes.data;
      if (robotCheck.test(source ?? '')) this.writer.control({ type: 'robot-check', text: 'robot check' });
      else if (source) this.writer.link(source, { text: attributes.title ?? name, navigation });
    } else if (name === 'input' || name === 'button' || name === 'textarea') this.#control(node, name, form);
    if (robotCheck.test(`${attributes.class ?? ''} ${attributes.id ?? ''}`) || attributes['data-sitekey'])
      this.writer.control({
        type: 'robot-check',
        text: attributes.class ?? 'robot check',
        ...(form === undefined ? {} : { form }),
      });
    return { node, at: 0, navigation, form };
  }

  #close({ node, navigation }: Open): void {
    const name = node.name?.toLowerCase();
    if (!name || !blocks.has(name)) return;
    const row = this.#arranges.at(-1) ? undefined : this.#rows.at(-1);
    if ((name === 'td' || name === 'th') && row) {
      row.cells.push({ text: this.#text.replace(/\s+/g, ' ').trim(), isTitle: name === 'th' });
      this.#text = '';
    } else if (name === 'tr' && row) this.#closeRow(navigation);
    else if (/^h[1-6]$/.test(name)) {
      this.writer.write({ kind: 'heading', level: Number(name[1]), text: this.#text, navigation });
      this.#text = '';
    } else this.#flush(navigation);
    if (name === 'table') {
      this.#columns.pop();
      this.#arranges.pop();
    }
    if (name === 'main' || name === 'article') this.#mains--;
    if (name === 'li' || name === 'dt' || name === 'dd' || name === 'pre') this.#kind = 'text';
  }

  #closeRow(navigation: boolean): void {
    const { cells } = this.#rows.pop()!;
    if (this.#rows.length > 0) {
      this.#text += ` ${cells.map(({ text }) => text).join(' ')} `;
      return;
    }
    if (cells.length === 0) {
      this.#flush(navigation);
      return;
    }
    const titles = cells.every(({ isTitle }) => isTitle) && cells.length > 1;
    const columns = this.#columns.at(-1);
    if (titles && !columns) this.#columns[this.#columns.length - 1] = cells.map(({ text }) => text);
    const withColumns: Cell[] = cells.map(({ text }, at) => ({
      ...(columns?.[at] ? { column: columns[at] } : {}),
      text,
    }));
    this.writer.write({ kind: 'row', text: cells.map(({ text }) => text).join(' | '), cells: withColumns, navigation });
  }

  /** What was gathered so far becomes a passage; inside a row it stays, to become a cell. */
  #flush(navigation: boolean): void {
    if (this.#rows.length > 0) {
      if (this.#text !== '' && !/\s$/.test(this.#text)) this.#text += ' ';
      return;
    }
    this.writer.write({ kind: this.#kind, text: this.#text, navigation });
    this.#text = '';
  }

  #isNavigation(name: string, attributes: Readonly<Record<string, string>>): boolean {
    if (navigationTags.has(name) || navigationRoles.has(attributes.role ?? '')) return true;
    if (name === 'header' && this.#mains === 0) return true;
    if (name === 'body' || name === 'html' || name === 'main') return false;
    return navigationNames.test(attributes.class ?? '') || navigationNames.test(attributes.id ?? '');
  }

  /** What a head says of its page; htmlparser2 leaves titles where a careless page put them. */
  #aboutPage({ name, attribs, ...node }: Node): void {
    if (name === 'title') this.writer.title ||= textOf(node);
    if (name === 'script' && attribs?.src) this.writer.scripted = true;
    if (name !== 'meta') return;
    const key = (attribs?.name ?? attribs?.property ?? attribs?.['http-equiv'] ?? '').toLowerCase();
    if (/^(article:modified_time|last-modified|dcterms\.modified|date)$/.test(key) && attribs?.content)
      this.writer.modified = attribs.content;
    const refresh = key === 'refresh' && /url\s*=\s*['"]?([^'"]+)/i.exec(attribs?.content ?? '')?.[1];
    if (refresh) this.writer.link(refresh, { text: 'the page goes on by itself' });
  }

  #control(node: Node, name: string, form: number | undefined): void {
    const attributes = node.attribs ?? {};
    const type = (attributes.type ?? (name === 'button' ? 'submit' : 'text')).toLowerCase();
    if (type === 'hidden') return;
    const caption = [
      attributes['aria-label'],
      attributes.placeholder,
      attributes.value,
      attributes.name,
      attributes.id,
    ];
    const text = (name === 'button' ? textOf(node) : '') || caption.find(one => one) || type;
    this.writer.control({
      type: controlType(name, type, `${attributes.name ?? ''} ${attributes.placeholder ?? ''} ${attributes.id ?? ''}`),
      text: text.replace(/\s+/g, ' ').trim().slice(0, 200),
      ...(form === undefined ? {} : { form }),
      ...('required' in attributes || attributes['aria-required'] === 'true' ? { required: true as const } : {}),
    });
  }
}

function controlType(name: string, type: string, names: string): Control['type'] {
  if (name === 'button' || type === 'submit' || type === 'button' || type === 'image') return 'button';
  if (type === 'password' || type === 'checkbox') return type;
  if (type === 'email' || /e-?mail/i.test(names)) return 'email';
  return ['text', 'search', 'tel', 'url', 'number'].includes(type) || name === 'textarea' ? 'text' : 'other';
}

/** Whether a table's cells hold headings or tables of their own: then it arranges a page, and its rows are none. */
function holdsBlocks(table: Node): boolean {
  const open: Node[] = [...(table.children ?? [])];
  for (let seen = 0; open.length > 0 && seen < 20_000; seen++) {
    const node = open.pop()!;
    if (node.name === 'table' || /^h[1-6]$/.test(node.name ?? '')) return true;
    open.push(...(node.children ?? []));
  }
  return false;
}

/** All text beneath a node, without recursion. */
function textOf(node: Node): string {
  const parts: string[] = [];
  const open: Node[] = [node];
  while (open.length > 0 && parts.length < 10_000) {
    const next = open.pop()!;
    if (next.type === 'text') parts.push(next.data ?? '');
    else if (next.name === 'img' && next.attribs?.alt) parts.push(next.attribs.alt);
    for (const child of [...(next.children ?? [])].reverse()) open.push(child);
  }
  return parts.join('').replace(/\s+/g, ' ').trim();
}
