import { type Content, type Markup, markup } from './markup.ts';

/** A column's title; `number` sets it flush right. */
export type Column = string | { readonly number: string };

/** A table whose first cell in each row names the row. `stacked` becomes a list where the page is narrow. */
export function table(
  kind: 'stacked' | 'stacked requirements' | 'numbers',
  caption: Content,
  columns: readonly Column[],
  rows: readonly (readonly [name: Content, ...cells: Content[]])[],
): Markup {
  const titles = columns.map(column => (typeof column === 'string' ? column : column.number));
  const kinds = columns.map(column => (typeof column === 'string' ? 'words' : 'number'));
  return markup`<table class="${kind}"><caption>${caption}</caption>
<thead><tr>${titles.map((title, index) => markup`<th scope="col" class="${kinds[index]}">${title}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([name, ...cells]) => markup`
<tr><th scope="row">${name}</th>${cells.map(
      (cell, index) => markup`<td class="${kinds[index + 1]}" data-label="${titles[index + 1]}">${cell}</td>`,
    )}</tr>`,
  )}</tbody></table>`;
}
