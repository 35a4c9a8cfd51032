import type { Evidence } from '../model/evidence.ts';
import { type Body, type ExhibitId, header, type RenderedPage } from '../model/exhibit.ts';
import { perVendor } from '../model/fact.ts';
import type { PageAddress } from '../model/vendor.ts';
import type { NonEmpty } from '../model/words.ts';
import { type AddressAnswer, answersAt, leadsToSignIn } from './address.ts';
import { beginningOf, type Content, contentOf, nameOf } from './content.ts';
import { type ListDocument, listIn, listOf } from './service-base-urls/list-document.ts';
import { offersOf } from './service-base-urls/offers.ts';

/** What the suite calls what it collects. */
export const labels = {
  address: 'published list',
  page: 'published list in a browser',
  offer: 'list offered by a page',
  nextPage: 'next page of a list',
  metadata: 'metadata of a listed address',
  smartConfiguration: 'SMART configuration of a listed address',
} as const;

const steps = {
  ask: 'service-base-urls/ask for the published list, as a stranger',
  open: 'service-base-urls/open in a browser what is no list',
  follow: 'service-base-urls/ask for the lists that a page offers',
  turn: 'service-base-urls/turn the pages of a list',
} as const;

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
  readonly exhibits: NonEmpty<ExhibitId>;
}

/** Every address under `pages.service-base-urls` that was asked, and what it led to. */
export const publishedAddresses = perVendor<NonEmpty<PublishedAddress>>({
  id: 'service-base-urls/published-addresses',
  from: [steps.ask, steps.open, steps.follow, steps.turn],
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
  from: [steps.ask, steps.open, steps.follow, steps.turn],
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
    lists: own && isList(own) ? [own] : seen ? await listsBehind(evidence, seen, address) : [],
    exhibits,
  };
}

async function pageSeen(evidence: Evidence, exhibit: RenderedPage): Promise<PageSeen> {
  const textOf = async (body: Body) => (body.size > 0 && !body.withheld ? evidence.text(body) : '');
  const dom = await textOf(exhibit.dom);
  return {
    exhibit,
    text: await textOf(exhibit.text),
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

/** What a page shows as text, or leads to by its links and data requests. */
async function listsBehind(
  evidence: Evidence,
  { exhibit: page, text }: PageSeen,
  address: PageAddress,
): Promise<readonly PublishedList[]> {
  if (/^\s*[[{]/.test(text)) {
    const shown: PublishedList = {
      url: page.finalUrl,
      address,
      seenBy: 'browser',
      page,
      document: listIn(text),
      exhibits: [page.id],
    };
    if (isList(shown)) return [shown];
  }
  const offers = new Set(offersOf(page));
  const answers = answersAt(evidence, { label: labels.offer }).filter(({ asked }) => offers.has(asked));
  const lists: PublishedList[] = [];
  for (const answer of answers) {
    const list = await listAt(evidence, answer, address, page);
    if (list && isList(list) && list.document.endpoints.length > 0) lists.push(list);
  }
  // A page may hold files for other readers beside the list: those without organizations are not it.
  const whole = lists.filter(({ document }) => document.organizations.length > 0);
  return whole.length > 0 ? whole : lists;
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
  const { document, turned } = await listOf(evidence, answer.body, url => {
    const next = pages.get(new URL(url, answer.url).href);
    return next?.kind === 'response' ? next.body : undefined;
  });
  const exhibits = turned.flatMap(url => pages.get(new URL(url, answer.url).href)?.exhibits ?? []);
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
