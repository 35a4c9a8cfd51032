import type { ExhibitId } from '../../model/exhibit.ts';
import { perVendor } from '../../model/fact.ts';
import type { PageRole } from '../../model/vendor.ts';
import type { NonEmpty } from '../../model/words.ts';
import type { Document, Format } from '../documents/document.ts';
import { type PublishedPage, publishedPages, readingStep } from '../documents/published.ts';
import { type FeeStatement, feeStatementsIn } from './fee-statements.ts';
import { settingOf } from './setting.ts';
import { type TermStatement, termStatementsIn } from './term-statements.ts';

/** A published page, read for what it says of fees and terms. */
export interface PageOfStatements {
  readonly url: string;
  /** What the page is for; the nearest registered page's role, where it is linked from one. */
  readonly role: PageRole;
  /** It is an address of the profile, not one found along links. */
  readonly registered: boolean;
  /** Its title or a heading says that it holds terms of use. */
  readonly holdsTerms: boolean;
  /** Its title or a heading says that it is about fees, or words of it are. */
  readonly holdsFees: boolean;
  readonly fees: readonly FeeStatement[];
  readonly terms: readonly TermStatement[];
  readonly exhibits: NonEmpty<ExhibitId>;
}

/** A registered page for fees or terms that could not be read. */
export interface UnreadPage {
  readonly url: string;
  readonly role: PageRole;
  /** The end of a sentence that begins with its address. */
  readonly says: string;
  readonly exhibits: NonEmpty<ExhibitId>;
}

export interface Statements {
  readonly pages: readonly PageOfStatements[];
  /** Registered pages that nobody could read; what stands there is not known. */
  readonly unread: readonly UnreadPage[];
}

/** What the published pages say of fees and terms. Absent when no page was asked for. */
export const statements = perVendor({
  id: 'fees-and-terms/statements',
  from: [readingStep('fees-and-terms')],
  async read(evidence): Promise<Statements | undefined> {
    const published = await publishedPages.read(evidence, undefined);
    if (!published) return undefined;
    const pages: PageOfStatements[] = [];
    const unread: UnreadPage[] = [];
    for (const page of published.pages) {
      const [nearest] = page.reach;
      if (!nearest) continue;
      const registered = nearest.clicks === 0;
      if (page.state.kind === 'open') pages.push(statementsOn(page, nearest.role, registered));
      else if (registered)
        unread.push({ url: page.url, role: nearest.role, says: page.state.says, exhibits: page.exhibits });
    }
    return pages.length + unread.length > 0 ? { pages, unread } : undefined;
  },
});

const forPrograms: readonly Format[] = ['openapi', 'postman', 'json', 'xml'];
const termsTitle = /\bterms\b|\bconditions\b|\blicen[cs]e\b|\bagreement\b|\bpolicy\b|\blegal\b/i;
const feesTitle = /\bfees?\b|\bpric(?:es?|ing)\b|\bcosts?\b|\bcharges?\b|\brate card\b|\bplans\b/i;

/** Reads one page; also what a test or an example calls. */
export function statementsOn(
  { url, documents, exhibits }: Pick<PublishedPage, 'url' | 'documents' | 'exhibits'>,
  role: PageRole,
  registered = true,
): PageOfStatements {
  const readable = documents.filter(({ format }) => !forPrograms.includes(format));
  const fees = readable.flatMap(document => feesIn(document, role, registered));
  const titles = readable.flatMap(({ title, passages }) => [
    title,
    ...passages.filter(({ kind, navigation }) => kind === 'heading' && !navigation).map(({ text }) => text),
  ]);
  return {
    url,
    role,
    registered,
    holdsTerms: role === 'terms' || titles.some(title => termsTitle.test(title)),
    holdsFees: role === 'fees' || fees.length > 0 || titles.some(title => feesTitle.test(title)),
    fees,
    terms: role === 'ehi-format' ? [] : readable.flatMap(document => termsIn(document, role, registered)),
    exhibits,
  };
}

function feesIn(document: Document, role: PageRole, registered: boolean): readonly FeeStatement[] {
  const setting = settingOf(document, role, registered);
  const all = document.passages.flatMap(passage => feeStatementsIn(passage, setting));
  // A dictionary of an export is full of prices that patients paid for care.
  return role === 'ehi-format' ? all.filter(({ thing }) => thing?.thing === 'export' && thing.near) : all;
}

function termsIn(document: Document, role: PageRole, registered: boolean): readonly TermStatement[] {
  if (document.format === 'csv' || document.format === 'xlsx') return [];
  const setting = settingOf(document, role, registered);
  return document.passages.flatMap(passage => termStatementsIn(passage, setting));
}
