import type { RenderedPage } from '../../model/exhibit.ts';

/** How many documents that a page links or loads are asked for. */
const budget = 12;

const namesAList = /endpoint|base[-_ ]?url|brands?\b|bundle|organi[sz]ation|practices|fhir[-_ ]?servers/i;
const endsAsData = /\.(json|ndjson|json\.gz)([?#]|$)/i;
/** Lists for other readers than a patient's app, and files that are not lists. */
const forOthers =
  /provider|practitioner|clinician|bulk|system[-_]|dstu2|stu3|swagger|openapi|postman|package(-lock)?\.json|manifest/i;

/**
 * Documents that a page offers as a list, likeliest first: what the page itself loaded as data, then links whose address
 * ends as a data file or whose words name a list. A page is not searched further than that.
 */
export function offersOf({ finalUrl, links, requests }: RenderedPage): readonly string[] {
  const loaded = requests
    .filter(({ type, url }) => /json|fhir/i.test(type) || endsAsData.test(url))
    .map(({ url }) => ({ url, words: url, loaded: true }));
  const linked = links.map(({ href, text }) => ({ url: href, words: `${href} ${text}`, loaded: false }));
  const ranked = [...loaded, ...linked]
    .filter(({ url }) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))
    .map(offer => ({ ...offer, url: offer.url.replace(/#.*$/, ''), rank: rankOf(offer) }))
    .filter(({ url, rank }) => rank > 0 && url !== finalUrl.replace(/#.*$/, ''))
    .sort((a, b) => b.rank - a.rank);
  return [...new Set(ranked.map(({ url }) => url))].slice(0, budget);
}

function rankOf({ url, words, loaded }: { url: string; words: string; loaded: boolean }): number {
  const named = namesAList.test(words);
  const data = endsAsData.test(url);
  const rank = (data && named ? 4 : 0) + (data ? 2 : 0) + (named ? 1 : 0) + (loaded && (named || data) ? 1 : 0);
  return forOthers.test(words) ? Math.min(rank, 1) - 0.5 : rank;
}
