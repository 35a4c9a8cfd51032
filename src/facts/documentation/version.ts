import type { PublishedPage, PublishedPages } from '../documents/published.ts';
import { cite, libraryOf, passagesOf, technicalDocuments } from './library.ts';

/** A version of the product or the text itself; that of a standard is none. */
const version = /\b(version|release|rev(ision)?|v)\.?\s*:?\s*v?(\d+(\.\d+)+|\d{1,4}\b)/i;
const ofStandards =
  /\b(FHIR|TLS|SSL|SMART|OAuth|OpenID|US Core|USCDI|HTTP|STU|DSTU|R4|HL7|Bulk Data)(( Implementation Guide| IG)?[\s(,-]*)$/i;
const months =
  'jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?';
const date = new RegExp(
  `\\b(last (updated|modified|revised|reviewed|changed)|updated( on)?|effective( date)?|published( on)?|revised|as of|date)\\b[^.]{0,20}\\b(\\d{4}-\\d{2}(-\\d{2})?|\\d{1,2}[/.]\\d{1,2}[/.]\\d{2,4}|(\\d{1,2}(st|nd|rd|th)? )?(${months})\\.? (\\d{1,2},? )?\\d{4})`,
  'i',
);

/** Where the documentation says which version it describes or when it was written. @param product the version that the profile states */
export function versionOf(
  published: PublishedPages,
  product: string | undefined,
): { readonly page: PublishedPage; readonly says: string } | undefined {
  for (const found of passagesOf(technicalDocuments(published))) {
    const { text } = found.passage;
    const match = version.exec(text);
    if (
      (match && !ofStandards.test(text.slice(0, match.index))) ||
      date.test(text) ||
      (product && new RegExp(`(^|[^\\d.])${product.replaceAll('.', '\\.')}($|[^\\d.])`).test(text))
    )
      return {
        page: found.page,
        says: cite({ ...found, at: Math.max(0, text.search(date.test(text) ? date : version)) }),
      };
  }
  for (const { document, page } of technicalDocuments(published)) {
    const [title] = document.passages;
    if (document.format === 'openapi' && title && /\d+\.\d+/.test(title.text))
      return { page, says: cite({ document, passage: title }) };
    if (document.modified) return { page, says: `${document.url} bears the date ${document.modified}.` };
    const footer = document.passages.find(({ navigation, text }) => navigation && date.test(text));
    if (footer) return { page, says: cite({ document, passage: footer, at: footer.text.search(date) }) };
  }
  const changes = [...passagesOf(libraryOf(published).documents)].find(
    ({ document, passage }) =>
      /\b(change ?log|changes|release notes|what['’]s new)\b/i.test(document.title) &&
      (date.test(passage.text) || /\b\d{4}-\d{2}-\d{2}\b/.test(passage.text)),
  );
  return changes && { page: changes.page, says: cite(changes) };
}
