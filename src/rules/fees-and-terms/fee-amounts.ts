import type { FeeStatement } from '../../facts/fees-and-terms/fee-statements.ts';
import { saying, unreadable } from '../../facts/fees-and-terms/samples.ts';
import { statements } from '../../facts/fees-and-terms/statements.ts';
import { defineRule } from '../../model/rule.ts';
import { eachFee, type Opinion } from '../fees-and-terms.ts';

/** Who learns the price only from a salesperson cannot plan, compare or object. */
export default defineRule({
  id: 'fees-and-terms/fee-amounts',
  says: 'Every fee for the API is published with its amount or method',
  otherwise: 'A fee for the API has no published amount or method',
  cites: ['45 CFR 170.404(a)(2)(ii)(B)', '45 CFR 170.404(a)(2)(ii)(B)(1)', '45 CFR 170.404(a)(2)(ii)(B)(3)'],
  barrier: 'fee-undisclosed-amount',
  assumes:
    'Fees to customers for the API are to be published as those to developers are; an order form, a contract or a salesperson is no publication, and "may apply" is no description.',
  severity: 'medium',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Publish who pays, when, and how much, or the variables and how the fee is reckoned from them.',
  per: 'vendor',
  needs: { published: statements },
  judge: ({ published }) => eachFee(published, opinion),
  examples: {
    passed: [
      { when: 'there are no fees', facts: { published: saying('# API fees\n\nThere are no fees.') } },
      {
        when: 'the price stands there',
        facts: { published: saying('# API fees\n\nPractices pay $30 a month for API hosting.') },
      },
    ],
    failed: [
      {
        when: 'the price is in an order form',
        facts: { published: saying('# API terms\n\nYou shall pay the API fees set forth in an order form.', 'terms') },
      },
      {
        when: 'there may be fees',
        facts: { published: saying('# Registration\n\nThere may be fees associated with app registration.') },
      },
    ],
    'cant-tell': [
      {
        when: 'an optional service is priced on request',
        facts: { published: saying('# API\n\nAn optional premium support plan for developers is priced on request.') },
      },
      { when: 'nobody could read the page', facts: { published: unreadable('fees') } },
    ],
  },
});

function opinion(fee: FeeStatement): Opinion {
  const { charge, amount, payer, thing, optional, concernsApi } = fee;
  if (charge === 'free' || charge === 'reserved' || !concernsApi) return undefined;
  const what = thing?.thing;
  if (what === 'outside' || what === 'other-product' || what === 'export' || what === 'patient-access')
    return undefined;
  if (payer?.party === 'patient') return undefined;
  if (amount === 'stated' || (amount === 'unstated' && charge === 'charged' && !payer)) return undefined;
  if (amount === 'elsewhere') return undefined;
  if (amount === 'unstated' && charge === 'charged' && payer?.party === 'source') {
    return { doubt: 'What customers pay is not said here; it may be elsewhere.' };
  }
  if (!thing?.near && charge === 'charged' && payer?.party !== 'api-user') {
    return { doubt: 'It does not say what the fee is for.' };
  }
  if (what === 'value-added' || optional) return { doubt: 'It is optional, and its price is not published.' };
  return 'fails';
}
