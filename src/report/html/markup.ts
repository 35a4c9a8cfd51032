import { escaped } from '../visible.ts';

/** HTML that may be printed. Only `markup` makes it, and `markup` escapes every text it is given. */
export class Markup {
  readonly #text: string;
  constructor(literals: TemplateStringsArray, values: readonly Content[]) {
    this.#text = literals.reduce((text, literal, index) => text + print(values[index - 1]) + literal);
  }
  toString(): string {
    return this.#text;
  }
}

export type Content = Markup | string | number | false | undefined | readonly Content[];

function print(content: Content): string {
  if (content instanceof Markup) return content.toString();
  if (Array.isArray(content)) return content.map(print).join('');
  return content === undefined || content === false ? '' : escaped(String(content));
}

/** A piece of HTML; attributes always stand between double quotes. */
export const markup = (literals: TemplateStringsArray, ...values: Content[]): Markup => new Markup(literals, values);

/** A link where the address is a web address, else its text: `javascript:` and its like lead nowhere. */
export function link(address: string, text: Content = address): Markup {
  const parsed = URL.parse(address);
  return parsed && /^https?:$/.test(parsed.protocol)
    ? markup`<a href="${parsed.href}" rel="noopener noreferrer nofollow">${text}</a>`
    : markup`${text}`;
}

/** An address inside this page: an id without spaces, whatever is in it. */
export const anchor = (...parts: readonly (string | null | undefined)[]): string =>
  parts.map(part => encodeURIComponent((part ?? '').toWellFormed()).replaceAll('%2F', '/')).join('@');

/** Leads to an id made by `anchor`, whose percent signs a browser would otherwise read. */
export const toAnchor = (id: string): string => `#${id.replaceAll('%', '%25')}`;
