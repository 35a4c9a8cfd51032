import { type PublishedPage, type PublishedPages, registeredFor } from '../documents/published.ts';
import { type Found, libraryOf, passagesOf } from './library.ts';

export interface Costs {
  /** The registered page of disclosures. */
  readonly page: PublishedPage;
  /** A passage that says what something costs, or that it costs nothing. */
  readonly said?: Found;
  /** A passage that has its reader ask. */
  readonly deferred?: Found;
}

const cost = /\b(costs?|fees?|prices?|pricing|charges?|charged|subscription|payment|purchase)\b/i;
/** What makes a word of cost a statement: an amount, a kind, a payer, or that there is none. */
const statement =
  /\$\s?\d|\b(no|none|without|free|included|not)\b|\b(annual|monthly|one-time|yearly|per (user|provider|practice|month|year|transaction|patient|interface))\b|\b(require[sd]?|is|are|may|must|applies|apply|incur)\b.{0,80}\b(fees?|costs?|charges?|subscription|purchase|licen[cs]e)\b|\b(fees?|costs?|charges?|subscription|purchase)\b.{0,80}\b(required?|appl(y|ies)|for|to)\b/i;
const asking =
  /\b(contact|call|ask|e-?mail|speak (to|with)|request)\b.{0,80}\b(pric(es?|ing)|costs?|fees?|quote|quotation)\b|\b(pric(es?|ing)|costs?|fees?|quote)\b.{0,60}\b(up)?on request\b/i;

/** What the disclosures of 45 CFR 170.523(k)(1) say of costs, on their page and one link further. */
export function costsOf(published: PublishedPages): Costs | undefined {
  const [page] = registeredFor(published, 'disclosures');
  if (!page) return undefined;
  const near = libraryOf(published).documents.filter(
    one => one.page === page || one.page.reach.some(({ role, clicks }) => role === 'disclosures' && clicks <= 1),
  );
  const passages = [...passagesOf(near.toSorted((a, b) => Number(b.page === page) - Number(a.page === page)))].filter(
    ({ passage }) => passage.kind !== 'heading' && cost.test(passage.text),
  );
  const deferred = passages.find(({ passage }) => asking.test(passage.text));
  const said = passages.find(found => statement.test(found.passage.text) && !asking.test(found.passage.text));
  return { page, ...(said ? { said } : {}), ...(deferred ? { deferred } : {}) };
}
