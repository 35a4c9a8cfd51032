/**
 * Characters that a reader cannot see but that change what is read: controls, zero-width signs, marks that reorder the
 * line, tags; and what neither HTML nor XML 1.0 may hold.
 */
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\u{1fffe}\u{1ffff}\u{e0000}-\u{e007f}]/gu;

/** Text from a vendor as a reader must see it: nothing hidden in it, nothing that reverses the line it stands in. */
export function visible(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .toWellFormed()
    .replace(unseen, sign => `[U+${sign.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}]`);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe as text and between double quotes, in HTML and in XML alike. */
export const escaped = (text: string): string => visible(text).replace(/[&<>"']/g, sign => entities[sign] ?? sign);
