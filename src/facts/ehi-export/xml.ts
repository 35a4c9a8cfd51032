/** An element, with what stands in it. */
export interface Element {
  /** Without its prefix. */
  readonly name: string;
  readonly namespace?: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (Element | string)[];
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const deepest = 500;

/**
 * Reads a document whole. Entities beyond the five are left as they stand, so that none can swell.
 * @throws saying in which line it is not well-formed
 */
export function parseXml(text: string): Element {
  const root: Element = { name: '', attributes: {}, children: [] };
  const open: { element: Element; written: string }[] = [{ element: root, written: '' }];
  const wrong = (at: number, why: string): never => {
    throw new Error(`line ${text.slice(0, at).split('\n').length}: ${why}`);
  };
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    const mark = text.indexOf('<', at);
    const until = mark < 0 ? text.length : mark;
    if (until > at) {
      const words = text.slice(at, until);
      if (open.length > 1) open.at(-1)!.element.children.push(decoded(words));
      else if (words.trim() !== '') wrong(at, 'text stands outside the document');
    }
    if (mark < 0) break;
    if (text.startsWith('<!--', mark)) at = after(text, '-->', mark, wrong);
    else if (text.startsWith('<![CDATA[', mark)) {
      at = after(text, ']]>', mark, wrong);
      open.at(-1)!.element.children.push(text.slice(mark + 9, at - 3));
    } else if (text.startsWith('<?', mark)) at = after(text, '?>', mark, wrong);
    else if (text.startsWith('<!', mark)) at = afterDoctype(text, mark, wrong);
    else if (text[mark + 1] === '/') {
      at = after(text, '>', mark, wrong);
      const written = text.slice(mark + 2, at - 1).trim();
      const closed = open.pop()!;
      if (open.length === 0 || closed.written !== written) wrong(mark, `</${written}> closes nothing that is open`);
    } else {
      const tag = /[^\s/>]+/y;
      tag.lastIndex = mark + 1;
      const written = tag.exec(text)?.[0] ?? wrong(mark, 'a "<" begins no element');
      const attributes: Record<string, string> = {};
      at = attributesOf(text, mark + 1 + written.length, attributes, wrong);
      const colon = written.indexOf(':');
      const prefix = colon < 0 ? 'xmlns' : `xmlns:${written.slice(0, colon)}`;
      const namespace = attributes[prefix] ?? (colon < 0 ? open.at(-1)!.element.namespace : undefined);
      const element: Element = {
        name: written.slice(colon + 1),
        ...(namespace ? { namespace } : {}),
        attributes,
        children: [],
      };
      open.at(-1)!.element.children.push(element);
      if (text[at - 2] !== '/') open.push({ element, written });
      if (open.length > deepest) wrong(mark, 'elements are nested deeper than any reader goes');
    }
  }
  if (open.length > 1) wrong(text.length, `<${open.at(-1)!.written}> is not closed`);
  return root.children.find(isElement) ?? wrong(text.length, 'there is no element');
}

export const isElement = (node: Element | string): node is Element => typeof node !== 'string';
export const elementsOf = ({ children }: Element, name?: string): Element[] =>
  children.filter(isElement).filter(child => name === undefined || child.name === name);

/** All text beneath an element, white space folded. */
export function textWithin(element: Element): string {
  const parts: string[] = [];
  const gather = (node: Element): void => {
    for (const child of node.children) {
      if (!isElement(child)) parts.push(child);
      else {
        gather(child);
        parts.push(' ');
      }
    }
  };
  gather(element);
  return parts.join('').replace(/\s+/g, ' ').trim();
}

function after(text: string, end: string, from: number, wrong: (at: number, why: string) => never): number {
  const at = text.indexOf(end, from);
  return at < 0 ? wrong(from, `"${end}" is missing`) : at + end.length;
}

function afterDoctype(text: string, from: number, wrong: (at: number, why: string) => never): number {
  const inner = text.indexOf('[', from);
  const end = text.indexOf('>', from);
  return inner > 0 && inner < end ? after(text, ']>', inner, wrong) : after(text, '>', from, wrong);
}

function attributesOf(
  text: string,
  from: number,
  attributes: Record<string, string>,
  wrong: (at: number, why: string) => never,
): number {
  const attribute = /\s+([^\s=/>]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
  let at = from;
  for (;;) {
    attribute.lastIndex = at;
    const match = attribute.exec(text);
    if (!match) break;
    attributes[match[1]!] = decoded(match[2] ?? match[3] ?? '');
    at = attribute.lastIndex;
  }
  const end = /\s*\/?>/y;
  end.lastIndex = at;
  if (!end.test(text)) wrong(from, 'an element has a broken attribute');
  return end.lastIndex;
}

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (written, hex, decimal, name) => {
    if (name) return named[name] ?? written;
    const point = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : written;
  });
}
