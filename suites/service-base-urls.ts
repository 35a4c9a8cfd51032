import { createHash } from 'node:crypto';
import type { Content } from '../src/facts/content.ts';
import { listIn } from '../src/facts/service-base-urls/list-document.ts';
import { knockable } from '../src/facts/service-base-urls/listed-address.ts';
import { labels, type PublishedList, publishedAddresses, publishedLists } from '../src/facts/service-base-urls.ts';
import type { ExhibitId } from '../src/model/exhibit.ts';
import type { Answer, Hands } from '../src/model/hands.ts';
import { step, suite } from '../src/model/suite.ts';

/** FHIR first, whatever else second: a page is better than nothing. */
const accept = { accept: 'application/fhir+json, application/json;q=0.9, */*;q=0.5' };
const gibibyte = 1024 ** 3;
const mebibyte = 1024 ** 2;
const minute = 60_000;
const mostPages = 1000;
/** Hosts are asked side by side; how fast one host is asked is the profile's politeness. */
const knocksAtOnce = 8;
/** What a browser would show no better. */
const isFile: ReadonlySet<Content> = new Set(['json', 'gzip', 'csv', 'pdf', 'xml', 'zip', 'binary']);

export default suite(
  'service-base-urls',
  "Can a patient's app find this vendor's practices without asking anyone's leave?",
  [
    step('ask for the published list, as a stranger', { permits: ['passive'] }, async ({ vendor, http, obstacle }) => {
      const addresses = vendor.pages['service-base-urls'] ?? [];
      if (addresses.length === 0) {
        await obstacle(
          'not-collected',
          'The profile names no list of service base URLs. Add its address under pages.service-base-urls.',
        );
      }
      for (const { url } of addresses) {
        await http.get(url, { as: labels.address, headers: accept, limit: gibibyte, timeout: 10 * minute });
      }
    }),

    step('open in a browser what is no list', { permits: ['passive'] }, async ({ facts, browser, obstacle }) => {
      for (const { url, answer, content, lists } of (await facts.read(publishedAddresses)) ?? []) {
        const mayBePage = answer?.kind === 'response' && (answer.status >= 400 || !isFile.has(content));
        if (lists.length > 0 || !mayBePage) continue;
        const page = await browser.render(url, { as: labels.page });
        if (!page) await obstacle('not-collected', `No browser could be had to open ${url} as a person would.`);
      }
    }),

    step('ask for the lists that a page offers', { permits: ['passive'] }, askForOffers),

    step(
      'open in a browser what a page offers as a list and is a page itself',
      { permits: ['passive'] },
      async ({ facts, browser }) => {
        for (const { lists, pagesOffered } of (await facts.read(publishedAddresses)) ?? []) {
          if (lists.length > 0) continue;
          for (const { url, page } of pagesOffered) {
            await browser.render(url, { as: labels.pageOffered, namedBy: page.id });
          }
        }
      },
    ),

    step('ask for the lists that those pages offer', { permits: ['passive'] }, askForOffers),

    step('turn the pages of a list', { permits: ['passive'] }, async ({ facts, http, say, obstacle }) => {
      for (const list of (await facts.read(publishedLists)) ?? []) {
        const turned = new Set([list.url]);
        let from = { url: list.url, exhibit: list.exhibits.at(-1) ?? list.exhibits[0] };
        for (let { next } = list.document; next && URL.canParse(next, from.url); ) {
          const url = new URL(next, from.url).href;
          if (turned.has(url)) break;
          if (turned.size > mostPages) {
            await obstacle('not-collected', `${list.url} has more than ${mostPages} pages; the rest was not read.`);
            break;
          }
          turned.add(url);
          say(`page ${turned.size} of ${list.url}`);
          const answer = await http.get(url, {
            as: labels.nextPage,
            headers: accept,
            namedBy: from.exhibit,
            limit: 16 * mebibyte,
            timeout: 2 * minute,
          });
          from = { url: answer.url, exhibit: answer.exhibit };
          next = await nextPageOf(answer);
        }
      }
      if (!(await facts.read(publishedLists))) {
        await obstacle(
          'vendor-unreachable',
          'No list of service base URLs came from any address under pages.service-base-urls, nor from what a page there links.',
        );
      }
    }),

    step(
      'knock at the addresses it names',
      { permits: ['passive'] },
      async ({ vendor, facts, http, say, obstacle }) => {
        const { knock, sample } = vendor.endpoints;
        if (knock === 'none') {
          await obstacle('not-in-scope', 'The profile says endpoints.knock: none, so no listed address was asked.');
          return;
        }
        const lists = (await facts.read(publishedLists)) ?? [];
        const chosen = knock === 'all' ? new Map(named(lists)) : sampleOf(named(lists), sample);
        let done = 0;
        const queue = chosen.entries();
        const knocking = Array.from({ length: knocksAtOnce }, async () => {
          for (const [base, namedBy] of queue) {
            const request = { namedBy, limit: 4 * mebibyte };
            await http.get(`${base}/metadata`, {
              ...request,
              as: labels.metadata,
              headers: { accept: 'application/fhir+json' },
            });
            await http.get(`${base}/.well-known/smart-configuration`, {
              ...request,
              as: labels.smartConfiguration,
              headers: { accept: 'application/json' },
            });
            say(`knocked at ${++done} of ${chosen.size}`);
          }
        });
        await Promise.all(knocking);
      },
    ),
  ],
);

async function askForOffers({ facts, http }: Hands<'passive', undefined>): Promise<void> {
  for (const { lists, offers } of (await facts.read(publishedAddresses)) ?? []) {
    if (lists.length > 0) continue;
    for (const { url, page } of offers) {
      await http.get(url, {
        as: labels.offer,
        headers: accept,
        namedBy: page.id,
        limit: gibibyte,
        timeout: 10 * minute,
      });
    }
  }
}

/** Base addresses that can be knocked at, and the exhibit that names each. */
type Named = readonly [base: string, namedBy: ExhibitId];

function* named(lists: readonly PublishedList[]): Iterable<Named> {
  for (const { document, exhibits } of lists) {
    for (const address of document.addresses) {
      const base = knockable(address);
      if (base) yield [base, exhibits.at(-1) ?? exhibits[0]];
    }
  }
}

/** The same few of the same many, run after run, spread over the list: those whose digests come first. */
function sampleOf(named: Iterable<Named>, size: number): ReadonlyMap<string, ExhibitId> {
  const first: { readonly digest: string; readonly named: Named }[] = [];
  for (const one of named) {
    const digest = createHash('sha256').update(one[0]).digest('hex');
    const place = first.findIndex(other => digest <= other.digest);
    if (first[place]?.digest === digest) continue;
    first.splice(place < 0 ? first.length : place, 0, { digest, named: one });
    if (first.length > size) first.pop();
  }
  return new Map(first.map(({ named }) => named));
}

async function nextPageOf(answer: Answer): Promise<string | undefined> {
  if (answer.status === undefined || answer.status >= 400 || !answer.body) return undefined;
  return listIn(await answer.text()).next;
}
