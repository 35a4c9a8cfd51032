import type { FeeStatement } from '../../facts/fees-and-terms/fee-statements.ts';
import { saying, unreadable } from '../../facts/fees-and-terms/samples.ts';
import { statements } from '../../facts/fees-and-terms/statements.ts';
import { defineRule } from '../../model/rule.ts';
import { eachFee, type Opinion } from '../fees-and-terms.ts';

/** A share of what an app earns is a toll on the patients it serves. */
export default defineRule({
  id: 'fees-and-terms/fee-basis',
  says: 'No fee hangs on what an app earns or whom it competes with',
  otherwise: 'A fee hangs on what an app earns or whom it competes with',
  cites: [
    '45 CFR 170.404(a)(3)(i)(B)(4)',
    '45 CFR 170.404(a)(4)(i)(C)(1)',
    '45 CFR 170.404(a)(4)(i)(C)(2)',
    '45 CFR 171.302(a)',
  ],
  barrier: 'fee-value-or-competitor-based',
  assumes:
    'A royalty or a share of revenue follows value, not cost. A reasonable profit is allowed, and a price for each patient or user may follow cost.',
  severity: 'high',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Reckon permitted fees from cost, alike for all who are situated alike.',
  per: 'vendor',
  needs: { published: statements },
  judge: ({ published }) => eachFee(published, opinion),
  examples: {
    passed: [
      { when: 'a flat price', facts: { published: saying('# API fees\n\nPractices pay $30 a month for the API.') } },
      { when: 'no share is taken', facts: { published: saying('# API fees\n\nWe take no share of your revenue.') } },
    ],
    failed: [
      {
        when: 'a royalty',
        facts: { published: saying('# API terms\n\nDevelopers pay a royalty of 8% on net sales of the app.', 'terms') },
      },
      {
        when: 'competitors pay more',
        facts: { published: saying('# API fees\n\nCompetitors are charged a higher rate for API calls.') },
      },
    ],
    'cant-tell': [
      {
        when: 'a price for each patient',
        facts: { published: saying('# API fees\n\nDevelopers pay $1 per patient each month for the API.') },
      },
      { when: 'nobody could read the page', facts: { published: unreadable('fees') } },
    ],
  },
});

function opinion({ charge, basis, perHead, payer, thing, optional, concernsApi }: FeeStatement): Opinion {
  if (charge === 'free' || charge === 'reserved' || !concernsApi) return undefined;
  if (thing?.thing === 'outside' || thing?.thing === 'other-product') return undefined;
  if (basis && optional) return { doubt: 'It is said to be optional.' };
  if (basis) return 'fails';
  return perHead && payer?.party === 'api-user'
    ? { doubt: `Whether a price "${perHead}" follows cost only the books can tell.` }
    : undefined;
}
