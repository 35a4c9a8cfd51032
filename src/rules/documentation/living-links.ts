import { type AddressAnswer, saysWhat } from '../../facts/address.ts';
import { answered, api, published } from '../../facts/documentation/samples.ts';
import { type PublishedPage, type PublishedPages, publishedPages } from '../../facts/documents/published.ts';
import { about, cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';

/** The part of the documentation behind a dead link is not published, whatever was meant. */
export default defineRule({
  id: 'documentation/living-links',
  says: 'The links of the documentation to the rest of the site lead to something',
  otherwise: 'A link in the documentation leads to nothing',
  cites: ['45 CFR 170.404(a)(2)(i)'],
  barrier: 'doc-link-dead',
  assumes: 'Only links to the same owner are followed: what others publish is not the developer’s to keep alive.',
  severity: 'low',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Correct the link or restore what it led to.',
  per: 'vendor',
  corroboration: { times: 2, hours: 24 },
  needs: { pages: publishedPages },
  judge({ pages }, { vendor }) {
    // The list of service base URLs and what is wrong with it belong to a topic of their own.
    const lists = new Set((vendor.pages['service-base-urls'] ?? []).map(({ url }) => url));
    const linked = linksOf(pages).filter(({ url }) => !lists.has(url));
    const [first] = pages.pages;
    if (linked.length === 0)
      return inapplicable('The pages that were read link nothing on the same site.', ...(first?.exhibits ?? []));
    const dead = linked.filter(({ isDead }) => isDead);
    if (dead.length > 0) {
      return dead
        .slice(0, 20)
        .map(({ url, says, exhibits, from }) =>
          about(url, failed(`${url} ${says}. ${from ? `It is linked from ${from}.` : ''}`.trim(), ...exhibits)),
        );
    }
    const doubtful = linked.filter(({ isDoubtful }) => isDoubtful);
    const [one] = linked;
    if (doubtful.length === linked.length && one)
      return cantTell(
        `None of the links let our client see what they lead to; ${one.url} ${one.says}.`,
        ...one.exhibits,
      );
    return passed(...(one as Linked).exhibits);
  },
  examples: {
    passed: [
      {
        when: 'what is linked answers',
        facts: { pages: published([api(), { at: '/api/errors', html: '<h1>Errors</h1><p>All of them.</p>' }]) },
      },
    ],
    failed: [
      {
        when: 'a part of the documentation is gone',
        facts: { pages: published([api(), { at: '/api/errors', status: 404, html: '<p>?</p>' }]) },
      },
      {
        when: 'a page that was only asked for is gone',
        facts: {
          pages: published([api()], {
            knocked: [
              {
                url: 'https://www.larkspur.example/x',
                answer: answered('https://www.larkspur.example/x', { status: 410 }),
              },
            ],
          }),
        },
      },
    ],
    'cant-tell': [
      {
        when: 'our client is refused everywhere',
        facts: { pages: published([api(), { at: '/api/errors', status: 403, html: '<p>No</p>' }]) },
      },
    ],
    inapplicable: [{ when: 'there are no links', facts: { pages: published([api()]) } }],
  },
});

interface Linked {
  readonly url: string;
  readonly says: string;
  readonly exhibits: PublishedPage['exhibits'];
  readonly from?: string;
  readonly isDead: boolean;
  readonly isDoubtful: boolean;
}

function linksOf({ pages, knocked }: PublishedPages): readonly Linked[] {
  const read = pages
    .filter(({ reach }) => reach.length > 0 && reach.every(({ clicks }) => clicks > 0))
    .map(({ url, state, answer, exhibits, reach }) => {
      const from = reach[0]?.path.at(-2)?.url;
      const isDead =
        state.kind === 'gone' || state.kind === 'soft-gone' || (state.kind === 'unreachable' && !speaksTls(answer));
      return {
        url,
        says: state.says,
        exhibits,
        ...(from ? { from } : {}),
        isDead,
        isDoubtful: ['turned-away', 'server-error'].includes(state.kind),
      };
    });
  const asked = knocked.map(({ url, answer }) => ({
    url,
    says: saysWhat(answer),
    exhibits: answer.exhibits,
    isDead: answer.kind === 'unreachable' ? !speaksTls(answer) : answer.status === 404 || answer.status === 410,
    isDoubtful: answer.kind === 'unreachable' || answer.status >= 400,
  }));
  return [...read, ...asked];
}

/** Someone is there and TLS is what fails: a fault, and not that the page is gone. */
const speaksTls = (answer: AddressAnswer): boolean => answer.kind === 'unreachable' && answer.phase === 'tls';
