import { cite } from '../../facts/documentation/library.ts';
import { api, published, terms } from '../../facts/documentation/samples.ts';
import { purposes, termsOf } from '../../facts/documentation/terms.ts';
import { publishedPages } from '../../facts/documents/published.ts';
import { about, cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { exhibitsOf } from '../documentation.ts';

/** Terms that are shown after signing up bind those who could not read them before. */
export default defineRule({
  id: 'documentation/terms-in-public',
  says: 'No terms are kept for those who ask or have signed up',
  otherwise: 'Terms are to be had on request, or after signing up',
  cites: ['45 CFR 170.404(a)(2)(ii)(A)', '45 CFR 170.404(a)(2)(i)'],
  barrier: 'doc-terms-unpublished',
  assumes:
    'Where a page says that terms, an agreement or requirements come on request or later, they are not published; unless all six purposes have terms elsewhere, which may be the same.',
  severity: 'high',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Publish the text itself where the page speaks of it.',
  per: 'vendor',
  needs: { pages: publishedPages },
  judge({ pages }) {
    const { withheld, terms: found } = termsOf(pages);
    if (withheld.length === 0) return passed(...exhibitsOf(pages));
    const complete = Object.keys(found).length === Object.keys(purposes).length;
    return [...new Map(withheld.map(one => [one.page.url, one]))]
      .slice(0, 10)
      .map(([url, one]) =>
        about(
          url,
          complete && !/\b(process|procedure|requirements?|details?|instructions?)\b/i.test(one.passage.text)
            ? cantTell(
                `Terms for all purposes are published, and this may speak of the same or of other ones: ${cite(one)}.`,
                ...one.page.exhibits,
              )
            : failed(`${cite(one)}.`, ...one.page.exhibits),
        ),
      );
  },
  examples: {
    passed: [{ when: 'a page of terms', facts: { pages: published([api(), terms]) } }],
    failed: [
      {
        when: 'the agreement comes after registration',
        facts: {
          pages: published([
            api(),
            {
              at: '/api/registration',
              role: 'registration',
              html: '<h1>Registration</h1><p>Our API agreement will be provided after registration of your app.</p>',
            },
          ]),
        },
      },
      {
        when: 'terms on request',
        facts: {
          pages: published([
            api(),
            {
              at: '/api/terms',
              role: 'terms',
              html: '<h1>Terms</h1><p>Developers may contact our partner team to obtain the API license agreement.</p>',
            },
          ]),
        },
      },
    ],
    'cant-tell': [
      {
        when: 'all is published, and an agreement is spoken of as well',
        facts: {
          pages: published([
            api(),
            terms,
            {
              at: '/api/registration',
              role: 'registration',
              html: '<h1>Registration</h1><p>Our API agreement will be provided after registration of your app.</p>',
            },
          ]),
        },
      },
    ],
  },
});
