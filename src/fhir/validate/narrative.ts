import { kindOf } from './issue.ts';

/** Elements that a narrative may use (txt-1): XHTML without scripts, forms, frames and links to other files. */
const allowed = new Set(
  (
    'a abbr acronym address article aside b bdi bdo big blockquote br caption cite code col colgroup dd del dfn div dl dt em ' +
    'figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q rp rt ruby s samp section ' +
    'small span strike strong sub summary details sup table tbody td tfoot th thead time tr tt u ul var wbr'
  ).split(' '),
);

/** One tag: its slash, name, attributes and closing slash. */
const tag = /<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const suspicious = /\son|script:|data:/i;
const entity = /&(?!(?:[A-Za-z][A-Za-z0-9]*|#[0-9]+|#x[0-9A-Fa-f]+);)/;
const active = /^\s*(?:javascript|vbscript|data:text\/html)/i;

/** What is wrong with a narrative's `div` (txt-1, txt-2), or `undefined`. */
export function narrativeProblem(value: unknown): string | undefined {
  if (typeof value !== 'string') return `must be a JSON string with XHTML, not ${kindOf(value)}`;
  const text = value.trim();
  if (!text.startsWith('<div')) return 'must be one XHTML <div>';
  if (!/^<div[^>]*\sxmlns\s*=\s*["']http:\/\/www\.w3\.org\/1999\/xhtml["']/.test(text))
    return 'must name the XHTML namespace on its <div>';
  if (text.includes('&') && entity.test(text)) return 'contains a "&" that is no entity';
  const open: string[] = [];
  let says = false;
  for (let at = 0; at < text.length; ) {
    const next = text.indexOf('<', at);
    if (!says && (next < 0 ? text.length : next) > at) says = hasText(text, at, next < 0 ? text.length : next);
    if (next < 0) return open.length > 0 ? `never closes <${open.at(-1)}>` : 'goes on after its <div>';
    if (next > at && open.length === 0 && at > 0) return 'goes on after its <div>';
    if (text.startsWith('<!--', next)) {
      const end = text.indexOf('-->', next);
      if (end < 0) return 'has a comment without an end';
      at = end + 3;
      continue;
    }
    if (open.length === 0 && at > 0) return 'goes on after its <div>';
    // Most tags are a name alone; the expression is for those with attributes.
    const closing = text.charCodeAt(next + 1) === 47;
    const from = next + (closing ? 2 : 1);
    let end = from;
    while (isNameLetter(text.charCodeAt(end))) end++;
    if (end > from && text.charCodeAt(end) === 62) {
      const name = text.slice(from, end);
      if (closing) {
        if (open.pop() !== name) return `closes </${name}> where another element is open`;
      } else {
        if (!allowed.has(name)) return `uses <${name}>, which a narrative may not`;
        open.push(name);
      }
      at = end + 1;
      continue;
    }
    tag.lastIndex = next;
    const found = tag.exec(text);
    if (!found) return `is not well-formed at "${text.slice(next, next + 20)}"`;
    const [whole, slash, name = '', attributes, alone] = found;
    if (slash) {
      if (open.pop() !== name) return `closes </${name}> where another element is open`;
    } else {
      if (!allowed.has(name)) return `uses <${name}>, which a narrative may not`;
      if (name === 'img') says = true;
      const problem = attributes && suspicious.test(attributes) ? attributeProblem(attributes) : undefined;
      if (problem) return problem;
      if (!alone) open.push(name);
    }
    at = next + whole.length;
  }
  if (open.length > 0) return `never closes <${open.at(-1)}>`;
  return says ? undefined : 'has no content that a person could read';
}

/** a to z and 1 to 6: all that names of allowed elements are made of. */
const isNameLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 49 && code <= 54);

/** Whether there is anything but white space in a part of the text. */
function hasText(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (text.charCodeAt(at) > 32) return true;
  return false;
}

function attributeProblem(attributes: string): string | undefined {
  for (const [, name = '', double, single] of attributes.matchAll(attribute)) {
    if (/^on/i.test(name)) return `has a script in the attribute ${name}`;
    if ((name === 'href' || name === 'src') && active.test(double ?? single ?? ''))
      return `has a script in the attribute ${name}`;
  }
  return undefined;
}
