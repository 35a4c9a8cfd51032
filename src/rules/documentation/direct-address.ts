import { isTechnical, libraryOf } from '../../facts/documentation/library.ts';
import { api, apiText, published } from '../../facts/documentation/samples.ts';
import { type PublishedPage, type PublishedPages, publishedPages } from '../../facts/documents/published.ts';
import { cantTell, defineRule, failed, passed, type Verdict } from '../../model/rule.ts';
import { eachRegistered } from '../registered-pages.ts';

/** A reader sent to a home page must search, and does not know whether there is anything to find. */
export default defineRule({
  id: 'documentation/direct-address',
  says: 'The registered address of the API documentation leads straight to it',
  otherwise: 'The registered address of the API documentation leads to something else',
  cites: ['45 CFR 170.404(a)(2)(i)'],
  barrier: 'doc-not-direct',
  assumes:
    '"Directly access" is met by the documentation itself, or by a page about the API or the certification that links it. A home page, or documentation two or more links away, does not meet it.',
  severity: 'medium',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Register the address of the documentation itself.',
  per: 'vendor',
  needs: { pages: publishedPages },
  judge: ({ pages }, { vendor }) => eachRegistered(pages, vendor, page => judgeOne(page, pages), ['api']),
  examples: {
    passed: [
      { when: 'documentation', facts: { pages: published([api()]) } },
      {
        when: 'a page about the API that links its parts',
        facts: {
          pages: published([
            {
              role: 'api',
              at: '/developers',
              html: '<h1>Developers</h1><p>Our FHIR API.</p><a href="/developers/reference">API reference</a>',
            },
            { at: '/developers/reference', clicks: 1, html: apiText() },
          ]),
        },
      },
    ],
    failed: [
      {
        when: 'the home page, with documentation behind it',
        facts: {
          pages: published([
            {
              role: 'api',
              at: '/',
              html: '<h1>Larkspur Health</h1><p>We care for your practice.</p><a href="/docs">Developers</a>',
            },
            { at: '/docs', clicks: 1, html: apiText() },
          ]),
        },
      },
      {
        when: 'a portal from which one must search',
        facts: {
          pages: published([
            { role: 'api', at: '/resources', html: '<h1>Resources</h1><p>Brochures and webinars.</p>' },
            { at: '/docs', clicks: 2, html: apiText() },
          ]),
        },
      },
      {
        when: 'a page of something else, and no documentation anywhere',
        facts: {
          pages: published([
            {
              role: 'api',
              at: '/macra',
              html: '<h1>MACRA and MIPS</h1><p>What the Quality Payment Program means for your practice.</p>',
            },
          ]),
        },
      },
      {
        when: 'a redirect to the home page',
        facts: {
          pages: published([
            { role: 'api', end: '/', html: '<h1>Larkspur Health</h1><p>We care for your practice.</p>' },
          ]),
        },
      },
    ],
    'cant-tell': [
      { when: 'a login', facts: { pages: published([{ role: 'api', status: 401, html: '' }]) } },
      {
        when: 'no documentation was found, but not everything was read',
        facts: {
          pages: published([{ role: 'api', at: '/developers', html: '<h1>Developers</h1><p>Welcome.</p>' }], {
            unread: [{ url: 'https://www.larkspur.example/docs', why: 'robots' }],
          }),
        },
      },
    ],
  },
});

function judgeOne(page: PublishedPage, published: PublishedPages): Verdict {
  const { url, state, documents, exhibits, answer } = page;
  if (state.kind !== 'open') return cantTell(`What it leads to cannot be seen: ${url} ${state.says}.`, ...exhibits);
  if (documents.some(isTechnical)) return passed(...exhibits);
  const { documents: library, gaps } = libraryOf(published);
  const clicks = (other: PublishedPage) =>
    other.reach.find(({ role }) => role === 'api')?.clicks ?? Number.POSITIVE_INFINITY;
  const nearest = library
    .filter(({ document }) => isTechnical(document))
    .sort((a, b) => clicks(a.page) - clicks(b.page))[0];
  const { pathname, search, hostname } = new URL(answer.url);
  const isHome = pathname === '/' && search === '' && !ofDevelopers.test(hostname);
  const title = documents[0]?.title;
  const what = isHome
    ? `${url} leads to the home page${title ? `, "${title}"` : ''}`
    : `${url}${title ? `, "${title}",` : ''} does not describe the API`;
  if (nearest && clicks(nearest.page) === 1 && !isHome) return passed(...exhibits, ...nearest.page.exhibits);
  if (nearest) {
    const distance = clicks(nearest.page);
    const links = Number.isFinite(distance)
      ? `${distance} ${distance === 1 ? 'link' : 'links'} further on`
      : 'reached from another registered address alone';
    return failed(
      `${what}; the description of the API is at ${nearest.page.url}, ${links}.`,
      ...exhibits,
      ...nearest.page.exhibits,
    );
  }
  if (gaps.length > 0)
    return cantTell(
      `${what}, and no description of the API was found; not everything was read: ${gaps.join('; ')}.`,
      ...exhibits,
    );
  return failed(`${what}, and no description of the API was found along its links.`, ...exhibits);
}

/** A host of its own for those who write apps: its first page is theirs. */
const ofDevelopers = /^(docs?|developers?|dev|api|apis|fhir|open|interop|help|support)[.-]/i;
