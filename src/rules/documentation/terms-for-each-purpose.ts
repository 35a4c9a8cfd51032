import { cite, libraryOf } from '../../facts/documentation/library.ts';
import { api, published, terms } from '../../facts/documentation/samples.ts';
import { type Purpose, purposes, termsOf } from '../../facts/documentation/terms.ts';
import { publishedPages, registeredFor } from '../../facts/documents/published.ts';
import { about, cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { exhibitsOf } from '../documentation.ts';

/** Of six purposes: with terms for so many, those without may have none. */
const enough = 3;

/** A developer who learns a term after building the app has built it for nothing. */
export default defineRule({
  id: 'documentation/terms-for-each-purpose',
  says: 'Terms are published for each of the six purposes',
  otherwise: 'For one of the six purposes no terms are published',
  cites: [
    '45 CFR 170.404(a)(2)(ii)(A)',
    '45 CFR 170.404(a)(2)(ii)(A)(1)',
    '45 CFR 170.404(a)(2)(ii)(A)(2)',
    '45 CFR 170.404(a)(2)(ii)(A)(3)',
    '45 CFR 170.404(a)(2)(ii)(A)(4)',
    '45 CFR 170.404(a)(2)(ii)(A)(5)',
    '45 CFR 170.404(a)(2)(ii)(A)(6)',
  ],
  barrier: 'doc-terms-unpublished',
  assumes:
    'A sentence that says what someone may, must or need not do for a purpose is a term for it. Where most purposes have terms, one without may simply have none; where most have none, terms are not published.',
  severity: 'high',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Publish all terms for the purpose, or say in public that there are none.',
  per: 'vendor',
  needs: { pages: publishedPages },
  judge({ pages }) {
    const { documents, gaps } = libraryOf(pages);
    if (documents.length === 0)
      return cantTell(
        `Nothing could be read: ${gaps[0] ?? pages.pages.map(({ url, state }) => `${url} ${state.says}`)[0]}.`,
        ...exhibitsOf(pages),
      );
    const looked = (['api', 'registration', 'fees', 'terms'] as const).some(
      role => registeredFor(pages, role).length > 0,
    );
    if (!looked)
      return cantTell('The profile names no page of documentation, registration, fees or terms.', ...exhibitsOf(pages));
    const { terms: found, hints, places } = termsOf(pages);
    return (Object.keys(purposes) as Purpose[]).map(purpose => {
      const term = found[purpose];
      const hint = hints[purpose];
      if (term) return about(purposes[purpose], { ...passed(...term.page.exhibits), because: cite(term) });
      if (gaps.length > 0)
        return about(
          purposes[purpose],
          cantTell(`None were found, but not everything was read: ${gaps.join('; ')}.`, ...exhibitsOf(pages)),
        );
      if (Object.keys(found).length >= enough)
        return about(
          purposes[purpose],
          cantTell(
            `Most purposes have published terms and this has none that we recognise: there may be none, or they may not be published.`,
            ...exhibitsOf(pages),
          ),
        );
      if (hint && places.length > 0)
        return about(
          purposes[purpose],
          cantTell(`It is spoken of, and a person must see whether as terms: ${cite(hint)}.`, ...hint.page.exhibits),
        );
      const where = places.length > 0 ? `in ${places.slice(0, 3).join(', ')}` : 'and no page of terms or registration';
      return about(
        purposes[purpose],
        failed(`Nothing that reads as terms for ${purposes[purpose]} was found ${where}.`, ...exhibitsOf(pages)),
      );
    });
  },
  examples: {
    passed: [{ when: 'a page of terms', facts: { pages: published([api(), terms]) } }],
    failed: [{ when: 'technical documentation and not a word of terms', facts: { pages: published([api()]) } }],
    'cant-tell': [
      {
        when: 'the terms stayed closed to us',
        facts: { pages: published([api(), { at: '/api/terms', role: 'terms', status: 403, html: '<p>No</p>' }]) },
      },
      {
        when: 'only disclosures are known',
        facts: {
          pages: published([
            {
              at: '/certification',
              role: 'disclosures',
              html: '<h1>Certification</h1><p>There are no further costs.</p>',
            },
          ]),
        },
      },
      { when: 'nothing could be read', facts: { pages: published([{ role: 'api', status: 401, html: '' }]) } },
      {
        when: 'a purpose is only mentioned',
        facts: {
          pages: published([
            api(),
            { at: '/api/terms', role: 'terms', html: '<h1>Terms</h1><p>Authenticity verification.</p>' },
          ]),
        },
      },
    ],
  },
});
