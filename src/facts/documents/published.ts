import type { Evidence } from '../../model/evidence.ts';
import type { Body, ExhibitId, RenderedPage } from '../../model/exhibit.ts';
import { perVendor } from '../../model/fact.ts';
import { type Topic, topics } from '../../model/topic.ts';
import { type PageRole, pageRoles } from '../../model/vendor.ts';
import type { NonEmpty } from '../../model/words.ts';
import { type AddressAnswer, answersAt, type Response } from '../address.ts';
import { type Document, mainText } from './document.ts';
import { type PageState, stateOf } from './page-state.ts';
import { longestDocument, type Parsed, parseDocument } from './parse.ts';

/** The step that every topic which reads pages begins with, whichever topic's turn it was. */
export const readingStepName = 'read what is published, as a stranger';
export const readingStep = (topic: Topic): string => `${topic}/${readingStepName}`;
/** The topics whose suites have that step. */
const readers: readonly Topic[] = topics.filter(topic => topic !== 'discovery' && topic !== 'service-base-urls');

/** What the crawl calls its exhibits. */
export const pageLabels = {
  page: 'published page',
  drawn: 'published page, drawn',
  link: 'linked address',
  robots: 'robots.txt',
  unread: 'published pages not read',
} as const;

/** Roles whose addresses are read by the crawl; the list of service base URLs has a suite of its own. */
export const readRoles: readonly PageRole[] = pageRoles.filter(role => role !== 'service-base-urls');

/** How a page is reached from one of the vendor's registered addresses. */
export interface Reach {
  readonly role: PageRole;
  /** Links to follow; 0 is the registered address itself. */
  readonly clicks: number;
  /** The links, first to last. */
  readonly path: readonly { readonly url: string; readonly text: string }[];
}

/** One address that was read, with all that is known of it. */
export interface PublishedPage {
  /** As asked. */
  readonly url: string;
  readonly answer: AddressAnswer;
  /** What a browser showed, where one was asked. */
  readonly page?: RenderedPage;
  readonly state: PageState;
  /** What it says; an archive holds several. Empty where nothing could be read. */
  readonly documents: readonly Document[];
  /** Why something of it could not be read, as the end of "it ...". */
  readonly unreadable?: string;
  /** Nearest first; one for each role it can be reached from. */
  readonly reach: readonly Reach[];
  /** The answer, its redirects, and the drawn page. */
  readonly exhibits: NonEmpty<ExhibitId>;
}

/** A same-site address that was only asked whether it answers. */
export interface KnockedLink {
  readonly url: string;
  readonly answer: AddressAnswer;
}

export interface Unread {
  readonly url: string;
  readonly why: 'robots' | 'pages' | 'bytes' | 'time' | 'not-drawn';
}

export interface PublishedPages {
  /** In the order they were read; an address that was read twice appears once, as last seen. */
  readonly pages: readonly PublishedPage[];
  readonly knocked: readonly KnockedLink[];
  /** What was left, because robots.txt or our own limits said so. */
  readonly unread: readonly Unread[];
}

/**
 * Everything of the vendor's that a stranger could read, from registered addresses along links: the fact that all topics of
 * documents read. Absent when nothing was asked, or nothing that came says anything.
 */
export const publishedPages = perVendor({
  id: 'documents/published-pages',
  from: readers.map(readingStep) as unknown as NonEmpty<string>,
  async read(evidence): Promise<PublishedPages | undefined> {
    const answers = lastOfEach(answersAt(evidence, { label: pageLabels.page }));
    if (answers.length === 0) return undefined;
    const drawn = new Map(evidence.exhibits('page', { label: pageLabels.drawn }).map(page => [page.url, page]));
    const read: Omit<PublishedPage, 'reach'>[] = [];
    for (const answer of answers) read.push(await readPage(evidence, answer, drawn.get(answer.asked)));
    const roles = readRoles.flatMap(role =>
      (evidence.run.vendor.pages[role] ?? []).map(({ url }) => ({ role, url: plain(url) })),
    );
    const reach = reachOf(read, roles);
    return {
      pages: read.map(page => ({ ...page, reach: reach.get(page.url) ?? [] })),
      knocked: lastOfEach(answersAt(evidence, { label: pageLabels.link })).map(answer => ({
        url: answer.asked,
        answer,
      })),
      unread: evidence.exhibits('measurement', { label: pageLabels.unread }).flatMap(({ value }) => value as Unread[]),
    };
  },
});

/** Pages that could be read, each with its documents. */
export const openPages = ({ pages }: PublishedPages): readonly PublishedPage[] =>
  pages.filter(({ state }) => state.kind === 'open');

/** The pages registered for a role, read or not. */
export const registeredFor = ({ pages }: PublishedPages, role: PageRole): readonly PublishedPage[] =>
  pages.filter(({ reach }) => reach.some(one => one.role === role && one.clicks === 0));

function lastOfEach(answers: readonly AddressAnswer[]): readonly AddressAnswer[] {
  return [...new Map(answers.map(answer => [answer.asked, answer])).values()];
}

async function readPage(
  evidence: Evidence,
  answer: AddressAnswer,
  drawn: RenderedPage | undefined,
): Promise<Omit<PublishedPage, 'reach'>> {
  const fetched: Partial<Parsed> = answer.kind === 'response' ? await parsed(evidence, answer) : {};
  const shown = drawn && (await parsedBody(evidence, drawn.dom, drawn.finalUrl, 'text/html'));
  // The browser's view is the reader's, unless it shows less than the markup did.
  const documents = fuller(shown?.documents, fetched.documents);
  const state = stateOf({ answer, documents, unreadable: fetched.unreadable, drawn });
  return {
    url: answer.asked,
    answer,
    ...(drawn ? { page: drawn } : {}),
    state,
    documents,
    ...(fetched.unreadable ? { unreadable: fetched.unreadable } : {}),
    exhibits: drawn ? ([...answer.exhibits, drawn.id] as unknown as NonEmpty<ExhibitId>) : answer.exhibits,
  };
}

const parsed = (evidence: Evidence, { body, url, contentType }: Response): Promise<Parsed> =>
  body ? parsedBody(evidence, body, url, contentType) : Promise.resolve({ unreadable: 'is empty' });

async function parsedBody(
  evidence: Evidence,
  body: Body,
  url: string,
  contentType: string | undefined,
): Promise<Parsed> {
  if (body.withheld) return { unreadable: 'was not kept' };
  if (body.size > longestDocument) return { unreadable: `has ${body.size} bytes, more than we read` };
  if (body.size === 0) return { unreadable: 'is empty' };
  const parsedWhole = await parseDocument(await evidence.bytes(body), { url, contentType });
  return body.truncated && !parsedWhole.unreadable
    ? { ...parsedWhole, unreadable: 'broke off on the way' }
    : parsedWhole;
}

function fuller(shown: readonly Document[] = [], fetched: readonly Document[] = []): readonly Document[] {
  const length = (documents: readonly Document[]) =>
    documents.reduce((sum, document) => sum + mainText(document).length, 0);
  return length(shown) >= length(fetched) && shown.length > 0 ? shown : fetched;
}

/** The shortest way to each page from the registered addresses of each role, along links of pages that were read. */
function reachOf(
  pages: readonly Omit<PublishedPage, 'reach'>[],
  roles: readonly { readonly role: PageRole; readonly url: string }[],
): Map<string, readonly Reach[]> {
  const byUrl = new Map(pages.map(page => [plain(page.url), page]));
  const found = new Map<string, Reach[]>();
  for (const role of new Set(roles.map(one => one.role))) {
    const known = new Set<string>();
    let ring: { url: string; path: Reach['path'] }[] = roles
      .filter(one => one.role === role)
      .map(({ url }) => ({ url, path: [] }));
    for (let clicks = 0; ring.length > 0; clicks++) {
      const next: typeof ring = [];
      for (const { url, path } of ring) {
        const page = byUrl.get(url);
        if (!page || known.has(url)) continue;
        known.add(url);
        const reaches = found.get(page.url) ?? [];
        found.set(page.url, [...reaches, { role, clicks, path }]);
        for (const link of linksOf(page))
          next.push({ url: link.url, path: [...path, { url: link.url, text: link.text }] });
      }
      ring = next;
    }
  }
  for (const reaches of found.values()) reaches.sort((a, b) => a.clicks - b.clicks);
  return found;
}

function linksOf(page: Omit<PublishedPage, 'reach'>): { url: string; text: string }[] {
  const asked = (page.page?.requests ?? []).map(({ url }) => ({ url, text: 'what the page loads' }));
  return [...page.documents.flatMap(({ links }) => links), ...asked]
    .filter(({ url }) => URL.canParse(url) && /^https?:/i.test(url))
    .map(({ url, text }) => ({ url: plain(url), text }));
}

function plain(address: string): string {
  const url = new URL(address);
  url.hash = '';
  return url.href;
}
