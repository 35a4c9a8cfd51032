import { costsOf } from '../../facts/documentation/disclosures.ts';
import { cite } from '../../facts/documentation/library.ts';
import { api, published } from '../../facts/documentation/samples.ts';
import { publishedPages } from '../../facts/documents/published.ts';
import { cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';

/** Who is told the price of a capability only when asking has been told who may ask. */
export default defineRule({
  id: 'documentation/disclosed-costs',
  says: 'The disclosures say in plain words what a certified capability costs beyond its purchase, or that it costs nothing',
  otherwise: 'The disclosures do not say what a certified capability costs',
  cites: ['45 CFR 170.523(k)(1)(iii)', '45 CFR 170.523(k)(1)(iv)'],
  barrier: 'fee-undisclosed-amount',
  assumes:
    'The page registered for disclosures is the one that 170.523(k)(1) asks for; a sentence on costs, or that there are none, is looked for in it and one link further.',
  severity: 'medium',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy:
    'Say on the page of disclosures which further costs there are, for what and for whom, or that there are none.',
  per: 'vendor',
  needs: { pages: publishedPages },
  judge({ pages }, { vendor }) {
    const costs = costsOf(pages);
    if (!costs)
      return inapplicable(
        vendor.pages.disclosures
          ? 'The page of disclosures gave no answer.'
          : 'The profile names no page of disclosures.',
      );
    const { page, said, deferred } = costs;
    if (page.state.kind !== 'open')
      return cantTell(`The disclosures could not be read: ${page.url} ${page.state.says}.`, ...page.exhibits);
    if (said) return { ...passed(...said.page.exhibits), because: cite(said) };
    if (deferred) return failed(`Costs are to be asked for: ${cite(deferred)}.`, ...deferred.page.exhibits);
    return failed(`${page.url} and what it links say nothing of costs.`, ...page.exhibits);
  },
  examples: {
    passed: [
      {
        when: 'none beyond the subscription',
        facts: {
          pages: published([
            {
              role: 'disclosures',
              at: '/certification',
              html: '<h1>Certification</h1><p>There are no additional costs beyond the subscription.</p>',
            },
          ]),
        },
      },
      {
        when: 'a cost with what it is for',
        facts: {
          pages: published([
            {
              role: 'disclosures',
              at: '/certification',
              html: '<h1>Certification</h1><p>The patient portal requires a monthly fee of $40 per provider.</p>',
            },
          ]),
        },
      },
    ],
    failed: [
      {
        when: 'a certificate and no costs',
        facts: {
          pages: published([
            {
              role: 'disclosures',
              at: '/certification',
              html: '<h1>Certification</h1><p>This Health IT Module is certified by an ONC-ACB.</p>',
            },
          ]),
        },
      },
      {
        when: 'prices on request',
        facts: {
          pages: published([
            {
              role: 'disclosures',
              at: '/certification',
              html: '<h1>Certification</h1><p>Contact your account manager for pricing of additional modules.</p>',
            },
          ]),
        },
      },
    ],
    'cant-tell': [
      {
        when: 'it could not be read',
        facts: { pages: published([{ role: 'disclosures', at: '/certification', status: 403, html: '<p>No</p>' }]) },
      },
    ],
    inapplicable: [{ when: 'none is registered', facts: { pages: published([api()]) } }],
  },
});
