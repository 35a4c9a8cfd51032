import type { Evidence } from '../model/evidence.ts';
import { type Body, type ExhibitId, header, type RenderedPage } from '../model/exhibit.ts';
import { perVendor } from '../model/fact.ts';
import type { PageAddress } from '../model/vendor.ts';
import type { NonEmpty } from '../model/words.ts';
import { type AddressAnswer, answersAt, challengesRobots, leadsToSignIn } from './address.ts';
import { beginningOf, type Content, contentOf, nameOf } from './content.ts';
import { type ListDocument, listIn, listOf } from './service-base-urls/list-document.ts';
import { isForOthers, looksLikeData, type Offer, offersOf } from './service-base-urls/offers.ts';

/** What the suite calls what it collects. */
export const labels = {
  address: 'published list',
  page: 'published list in a browser',
  offer: 'list offered by a page',
  pageOffered: 'page offered as a list',
  nextPage: 'next page of a list',
  metadata: 'metadata of a listed address',
  smartConfiguration: 'SMART configuration of a listed address',
} as const;

const steps = {
  ask: 'service-base-urls/ask for the published list, as a stranger',
  open: 'service-base-urls/open in a browser what is no list',
  follow: 'service-base-urls/ask for the lists that a page offers',
  openOffered: 'service-base-urls/open in a browser what a page offers as a list and is a page itself',
  followOffered: 'service-base-urls/ask for the lists that those pages offer',
  turn: 'service-base-urls/turn the pages of a list',
} as const;

/** The steps that look for lists. */
export const collecting = Object.values(steps) as unknown as NonEmpty<string>;
/** So many pages behind a page are opened. */
const mostPagesOffered = 3;

/** A list of service base URLs, with every page of it. */
export interface PublishedList {
  /** Where the list itself lies. */
  readonly url: string;
  /** The address in the profile that led to it. */
  readonly address: PageAddress;
  /** `browser` where only a browser could see it. */
  readonly seenBy: 'client' | 'browser';
  /** The page that links or loads it, where the address is not the list's own. */
  readonly page?: RenderedPage;
  readonly document: ListDocument;
  /** Its bytes did not all come: the connection ended, or it was longer than the limit. */
  readonly truncated?: NonNullable<Body['truncated']>;
  /** As the server dates it. */
  readonly lastModified?: string;
  readonly exhibits: NonEmpty<ExhibitId>;
}

/** A page as a person without an account sees it. */
export interface PageSeen {
  readonly exhibit: RenderedPage;
  readonly text: string;
  /** It has a field for a password, or its address is one where people sign in. */
  readonly asksToSignIn: boolean;
  /** Why it is not known to be what a person would see: it was not drawn whole, or it stands there to keep robots out. */
  readonly doubtful?: string;
}

/** What one address that is said to be the list turned out to be. */
export interface PublishedAddress extends PageAddress {
  /** What a plain client without credentials got; absent where our own side may be at fault. */
  readonly answer?: AddressAnswer;
  /** What the bytes of the answer are. */
  readonly content: Content;
  /** The same in words, with an article; JSON by what it says: `a FHIR Bundle`, `a web page`, `a CapabilityStatement`. */
  readonly is: string;
  /** How a fresh browser showed it, where the answer was no list. */
  readonly page?: PageSeen;
  readonly lists: readonly PublishedList[];
  /** What the page offers as a list and nobody has asked for yet. */
  readonly offers: readonly Offer[];
  /** What it offers as a list, and turned out to be a page that nobody has opened yet. */
  readonly pagesOffered: readonly Offer[];
  readonly exhibits: NonEmpty<ExhibitId>;
}

/** Every address under `pages.service-base-urls` that was asked, and what it led to. */
export const publishedAddresses = perVendor<NonEmpty<PublishedAddress>>({
  id: 'service-base-urls/published-addresses',
  from: collecting,
  read: async evidence => {
    const named = evidence.run.vendor.pages['service-base-urls'] ?? [];
    const addresses = named.filter((one, i) => named.findIndex(({ url }) => url === one.url) === i);
    const read = await Promise.all(addresses.map(address => addressRead(evidence, address)));
    return nonEmpty(read.filter(one => one !== undefined));
  },
});

/** Every list that those addresses led to, each once. */
export const publishedLists = perVendor<NonEmpty<PublishedList>>({
  id: 'service-base-urls/published-lists',
  from: collecting,
  read: async evidence => {
    const addresses = (await publishedAddresses.read(evidence, undefined)) ?? [];
    const lists = addresses.flatMap(address => address.lists);
    return nonEmpty(lists.filter((list, i) => lists.findIndex(({ url }) => url === list.url) === i));
  },
});

async function addressRead(evidence: Evidence, address: PageAddress): Promise<PublishedAddress | undefined> {
  const answer = answersAt(evidence, { label: labels.address }).findLast(({ asked }) => same(asked, address.url));
  const page = evidence.exhibits('page', { label: labels.page }).findLast(({ url }) => same(url, address.url));
  const exhibits = nonEmpty([...(answer?.exhibits ?? []), ...(page ? [page.id] : [])]);
  if (!exhibits) return undefined;
  const body = answer?.kind === 'response' ? answer.body : undefined;
  const content = await contentOf(evidence, body);
  const own = answer ? await listAt(evidence, answer, address) : undefined;
  const seen = page && (await pageSeen(evidence, page));
  return {
    ...address,
    ...(answer ? { answer } : {}),
    content,
    is: own?.document.is ?? (content === 'xml' && body ? await xmlName(evidence, body) : nameOf[content]),
    ...(seen ? { page: seen } : {}),
    ...(own && isList(own)
      ? { lists: [own], offers: [], pagesOffered: [] }
      : seen
        ? await behind(evidence, seen, address)
        : { lists: [], offers: [], pagesOffered: [] }),
    exhibits,
  };
}

async function pageSeen(evidence: Evidence, exhibit: RenderedPage): Promise<PageSeen> {
  const textOf = async (body: Body) => (body.size > 0 && !body.withheld ? evidence.text(body) : '');
  const dom = await textOf(exhibit.dom);
  const text = await textOf(exhibit.text);
  const doubtful = challengesRobots(`${exhibit.title} ${text}`)
    ? 'it speaks of keeping robots out'
    : exhibit.incomplete && `it was not drawn whole: ${exhibit.incomplete}`;
  return {
    exhibit,
    text,
    ...(doubtful ? { doubtful } : {}),
    asksToSignIn: /<input\b[^>]{0,500}\btype\s*=\s*["']?password/i.test(dom) || leadsToSignIn(exhibit.finalUrl),
  };
}

/** XML by the name of its outermost element. */
async function xmlName(evidence: Evidence, body: Body): Promise<string> {
  const beginning = Buffer.from(await beginningOf(evidence, body)).toString();
  const element = beginning.match(/<([A-Za-z][\w.:-]*)/)?.[1];
  return element === 'Bundle' ? 'a FHIR Bundle in XML' : element ? `XML (${element})` : nameOf.xml;
}

const mayBeList = (content: Content): boolean => content === 'json' || content === 'gzip';
const isList = ({ document }: PublishedList): boolean => document.form !== 'other';

type Behind = Pick<PublishedAddress, 'lists' | 'offers' | 'pagesOffered'>;

/** What a page shows as text, or leads to by its links and data requests, over one more page at most. */
async function behind(evidence: Evidence, { exhibit: page, text }: PageSeen, address: PageAddress): Promise<Behind> {
  if (/^\s*[[{]/.test(text)) {
    const shown: PublishedList = {
      url: page.finalUrl,
      address,
      seenBy: 'browser',
      page,
      document: listIn(text),
      exhibits: [page.id],
    };
    if (isList(shown)) return { lists: [shown], offers: [], pagesOffered: [] };
  }
  const first = offersOf(page);
  const opened = evidence
    .exhibits('page', { label: labels.pageOffered })
    .filter(({ url }) => first.some(offer => same(offer.url, url)));
  const offers = [...first, ...opened.flatMap(offersOf)].filter(
    (offer, i, all) => all.findIndex(({ url }) => url === offer.url) === i,
  );
  const answers = new Map(answersAt(evidence, { label: labels.offer }).map(answer => [answer.asked, answer]));
  const failed = new Set(evidence.exhibits('failure', { label: labels.offer }).map(({ url }) => url));
  const lists: PublishedList[] = [];
  const pagesOffered: Offer[] = [];
  for (const offer of offers) {
    const answer = answers.get(new URL(offer.url).href);
    if (!answer) continue;
    const list = await listAt(evidence, answer, address, offer.page);
    if (list && isList(list) && list.document.endpoints.length > 0) lists.push(list);
    else if (offer.page === page && looksLikeData(offer.url) && (await isPage(evidence, answer)))
      pagesOffered.push(offer);
  }
  return {
    lists: forPatients(lists),
    offers: offers.filter(({ url }) => !answers.has(new URL(url).href) && !failed.has(new URL(url).href)),
    pagesOffered: pagesOffered.slice(0, mostPagesOffered).filter(({ url }) => !opened.some(one => same(one.url, url))),
  };
}

const isPage = async (evidence: Evidence, answer: AddressAnswer): Promise<boolean> =>
  answer.kind === 'response' && answer.status < 300 && (await contentOf(evidence, answer.body)) === 'html';

/** A page may hold files for other readers beside the list: those without organizations are not it, nor those that say so. */
function forPatients(lists: readonly PublishedList[]): readonly PublishedList[] {
  const narrowed = (some: readonly PublishedList[], is: (list: PublishedList) => boolean) => {
    const those = some.filter(is);
    return those.length > 0 ? those : some;
  };
  const whole = narrowed(lists, ({ document }) => document.organizations.length > 0);
  return narrowed(whole, ({ url }) => !isForOthers(url));
}

async function listAt(
  evidence: Evidence,
  answer: AddressAnswer,
  address: PageAddress,
  page?: RenderedPage,
): Promise<PublishedList | undefined> {
  if (answer.kind === 'unreachable' || !answer.body || answer.status >= 400) return undefined;
  if (!mayBeList(await contentOf(evidence, answer.body))) return undefined;
  const pages = new Map(answersAt(evidence, { label: labels.nextPage }).map(next => [next.asked, next]));
  const pageAt = (url: string) =>
    URL.canParse(url, answer.url) ? pages.get(new URL(url, answer.url).href) : undefined;
  const nextPage = (url: string) => {
    const next = pageAt(url);
    return next?.kind === 'response' ? next.body : undefined;
  };
  const isFirstPage = (url: string) =>
    URL.canParse(url, answer.url) && [answer.asked, answer.url].includes(new URL(url, answer.url).href);
  const { document, turned } = await listOf(evidence, answer.body, nextPage, isFirstPage);
  const exhibits = turned.flatMap(url => pageAt(url)?.exhibits ?? []);
  const lastModified = header(answer.headers, 'last-modified');
  return {
    url: answer.url,
    address,
    seenBy: 'client',
    ...(page ? { page } : {}),
    document,
    ...(answer.body.truncated ? { truncated: answer.body.truncated } : {}),
    ...(lastModified ? { lastModified } : {}),
    exhibits: [...(page ? [page.id] : []), ...answer.exhibits, ...exhibits] as unknown as NonEmpty<ExhibitId>,
  };
}

const nonEmpty = <T>(all: readonly T[]): NonEmpty<T> | undefined =>
  all.length > 0 ? (all as unknown as NonEmpty<T>) : undefined;

const same = (a: string, b: string): boolean => a === b || (URL.canParse(b) && new URL(b).href === a);
