import { type Document, mainText, type Passage, placeOf, quote } from '../documents/document.ts';
import { technicalWords } from '../documents/page-state.ts';
import { openPages, type PublishedPage, type PublishedPages } from '../documents/published.ts';

/** A document with the page that holds it. */
export interface Shelved {
  readonly document: Document;
  readonly page: PublishedPage;
}

/** A passage that was found, with where it stands. */
export interface Found extends Shelved {
  readonly passage: Passage;
  /** Index of the character that matters, where the passage is longer than a quotation. */
  readonly at?: number;
}

/** What a vendor publishes about the API, as far as it was read. */
export interface Library {
  /** Nearest to the registered addresses first. */
  readonly documents: readonly Shelved[];
  /** Why some of it may not have been read, each the end of a sentence; empty when everything was. */
  readonly gaps: readonly string[];
}

const known = new WeakMap<PublishedPages, Library>();

/**
 * The documents about the API: everything readable that is reached sooner from other roles than from the description of the
 * EHI export, which speaks of another thing.
 */
export function libraryOf(published: PublishedPages): Library {
  const before = known.get(published);
  if (before) return before;
  const clicks = (page: PublishedPage, isEhi: boolean) =>
    Math.min(
      ...page.reach.filter(({ role }) => (role === 'ehi-format') === isEhi).map(one => one.clicks),
      Number.POSITIVE_INFINITY,
    );
  const pages = openPages(published)
    .filter(page => clicks(page, false) < Number.POSITIVE_INFINITY && clicks(page, false) <= clicks(page, true))
    .toSorted((a, b) => clicks(a, false) - clicks(b, false));
  const documents = pages.flatMap(page =>
    page.documents.filter(({ format }) => !isData.has(format)).map(document => ({ document, page })),
  );
  const library = { documents, gaps: gapsIn(published) };
  known.set(published, library);
  return library;
}

/** What programs write for programs, such as a list of service base URLs, describes nothing. */
const isData: ReadonlySet<string> = new Set(['json', 'xml']);

const excuses = {
  robots: 'robots.txt keeps programs from it',
  pages: 'our limit of pages was reached',
  bytes: 'our limit of bytes was reached',
  time: 'our time was up',
  'not-drawn': 'no browser drew it',
} as const;

/** What was not read although it may belong to the documentation: our limits, pages that stayed closed to a program, damaged files. */
function gapsIn({ pages, unread }: PublishedPages): readonly string[] {
  const notRead = unread.slice(0, 5).map(({ url, why }) => `${url} was not read: ${excuses[why]}`);
  const closed = pages
    .filter(
      page => (isRelevant(page) && unseen.has(page.state.kind)) || (isRegistered(page) && page.state.kind !== 'open'),
    )
    .map(({ url, state }) => `${url} ${state.says}`);
  const partly = pages
    .filter(page => isRelevant(page) && page.state.kind === 'open')
    .flatMap(({ url, unreadable, documents }) => [
      ...(unreadable ? [`${url} ${unreadable}`] : []),
      ...documents.flatMap(({ leftOut }) => (leftOut ? [`of ${url} were left out: ${leftOut}`] : [])),
    ]);
  return [...notRead, ...closed, ...partly].slice(0, 5);
}

/** States in which a page may hold anything. A registered page that is shut or gone may have held it all. */
const unseen: ReadonlySet<string> = new Set(['turned-away', 'server-error', 'not-drawn', 'unreadable']);
const isRegistered = ({ reach }: PublishedPage): boolean =>
  reach.some(({ role, clicks }) => role !== 'ehi-format' && clicks === 0);

/** Registered, or one link away, and not the format of the EHI export. */
const isRelevant = ({ reach }: PublishedPage): boolean =>
  reach.some(({ role, clicks }) => role !== 'ehi-format' && clicks <= 1);

/** A document that an app's developer would call technical: it speaks the API's language in more than a word or two. */
export const isTechnical = (document: Document): boolean =>
  document.format === 'openapi' || document.format === 'postman' || technicalWords(mainText(document)) >= 3;

/** The documents that describe the API itself; what is registered as its documentation belongs to them however short it is. */
export function technicalDocuments(published: PublishedPages): readonly Shelved[] {
  const { documents } = libraryOf(published);
  // Beside a text that is technical, a page of a few words of it is a page of the same text.
  const belongs = ({ document }: Shelved) => technicalWords(mainText(document)) >= 1;
  const isRegisteredAsSuch = ({ page }: Shelved) =>
    page.reach.some(({ role, clicks }) => role === 'api' && clicks === 0);
  return documents.some(({ document }) => isTechnical(document))
    ? documents.filter(one => belongs(one) || isTechnical(one.document) || isRegisteredAsSuch(one))
    : [];
}

/** Every passage outside menus, in the order of the library. */
export function* passagesOf(shelved: readonly Shelved[]): Generator<Found> {
  for (const { document, page } of shelved)
    for (const passage of document.passages) if (!passage.navigation) yield { document, page, passage };
}

/** For a finding: the words, and where they stand. */
export const cite = ({ passage, document, at = 0 }: Pick<Found, 'passage' | 'document' | 'at'>): string =>
  `"${quote(passage.text, at)}" (${placeOf(document, passage)})`;

/** For a finding that something is not there: what was read. */
export function whatWasRead(shelved: readonly Shelved[]): string {
  const addresses = [...new Set(shelved.map(({ page }) => page.url))];
  const few = addresses.slice(0, 3).join(', ');
  return addresses.length > 3 ? `${few} and ${addresses.length - 3} more` : few;
}
