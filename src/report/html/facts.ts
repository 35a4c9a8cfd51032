import { moment } from '../plain-words.ts';
import { type Content, type Markup, markup } from './markup.ts';

/** Terms and what is known of each; what is not known is left out. `wide` rules a line under each. */
export function facts(pairs: readonly (readonly [term: string, value: Content])[], wide: 'wide' | '' = ''): Markup {
  const known = pairs.filter(([, value]) => value !== undefined && value !== '');
  return markup`<dl class="facts ${wide}">${known.map(
    ([term, value]) => markup`
<div><dt>${term}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}

export const time = (iso: string): Markup => markup`<time datetime="${iso}">${moment(iso)}</time>`;
