import type { RenderedPage } from '../../model/exhibit.ts';

/** How many documents that a page links or loads are asked for. */
const budget = 12;

const namesAList = /endpoint|base[-_ ]?url|brands?\b|bundle|organi[sz]ation|practices|fhir[-_ ]?servers/i;
const endsAsData = /\.(json|ndjson|json\.gz)([?#]|$)/i;
/** Lists for other readers than a patient's app, and files that are not lists. */
const forOthers =
  /provider|practitioner|clinician|bulk|system[-_]|dstu2|stu3|swagger|openapi|postman|package(-lock)?\.json|manifest/i;

/** A document that a page offers, and the page. */
export interface Offer {
  readonly url: string;
  readonly page: RenderedPage;
}

/** Whether an address looks like a list for other readers: providers' apps, bulk export, older FHIR. */
export const isForOthers = (url: string): boolean => forOthers.test(wordsOf(url));

/** Whether an address ends as a file of data; a page may stand there instead, with the file one link further. */
export const looksLikeData = (url: string): boolean => endsAsData.test(url);

/**
 * Documents that a page offers as a list, likeliest first: what the page itself loaded as data, then links whose address
 * ends as a data file or whose words name a list.
 */
export function offersOf(page: RenderedPage): readonly Offer[] {
  const loaded = page.requests
    .filter(({ type, url }) => /json|fhir/i.test(type) || looksLikeData(url))
    .map(({ url }) => ({ url, words: wordsOf(url), loaded: true }));
  const linked = page.links.map(({ href, text }) => ({ url: href, words: `${wordsOf(href)} ${text}`, loaded: false }));
  const own = withoutFragment(page.finalUrl);
  const ranked = [...loaded, ...linked]
    .filter(({ url }) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))
    .map(offer => ({ url: withoutFragment(offer.url), rank: rankOf(offer) }))
    .filter(({ url, rank }) => rank > 0 && url !== own)
    .sort((a, b) => b.rank - a.rank);
  return [...new Set(ranked.map(({ url }) => url))].slice(0, budget).map(url => ({ url, page }));
}

const withoutFragment = (url: string): string => url.replace(/#.*$/, '');

/** The words of an address that say what lies there: its last part, and what type of resource that is one of. */
function wordsOf(url: string): string {
  const [last = '', before = ''] = withoutFragment(url).replace(/\/+$/, '').split('/').slice(3).reverse();
  return /^(Endpoint|Organization|Bundle)$/i.test(before) ? `${before} ${last}` : last;
}

function rankOf({ url, words, loaded }: { url: string; words: string; loaded: boolean }): number {
  const named = namesAList.test(words);
  const data = looksLikeData(url);
  const rank = (data && named ? 4 : 0) + (data ? 2 : 0) + (named ? 1 : 0) + (loaded && (named || data) ? 1 : 0);
  return forOthers.test(words) ? Math.min(rank, 1) - 0.5 : rank;
}
