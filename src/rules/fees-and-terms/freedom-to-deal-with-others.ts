import { saying, unreadable } from '../../facts/fees-and-terms/samples.ts';
import { statements } from '../../facts/fees-and-terms/statements.ts';
import { defineRule } from '../../model/rule.ts';
import { eachTerm } from '../fees-and-terms.ts';

/** An app tied to one vendor cannot serve a patient whose records lie with two. */
export default defineRule({
  id: 'fees-and-terms/freedom-to-deal-with-others',
  says: 'Developers may deal with whomever they like',
  otherwise: 'Access costs exclusivity',
  cites: ['45 CFR 170.404(a)(4)(ii)(B)(3)', '45 CFR 170.404(a)(4)(ii)(A)(3)', '45 CFR 171.303(b)'],
  barrier: 'con-restrictive-covenant',
  assumes: 'A right of first refusal, or a single way of handing an app out, is a part of exclusivity.',
  severity: 'high',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Strike the clause; grant a license that is not exclusive.',
  per: 'vendor',
  needs: { published: statements },
  judge: ({ published }) => eachTerm(published, ['exclusivity']),
  examples: {
    passed: [
      {
        when: 'the license is not exclusive',
        facts: { published: saying('# API terms\n\nThe license is non-exclusive.', 'terms') },
      },
    ],
    failed: [
      {
        when: 'one marketplace alone',
        facts: {
          published: saying('# API terms\n\nThe app may be distributed solely through our marketplace.', 'terms'),
        },
      },
    ],
    'cant-tell': [{ when: 'nobody could read the page', facts: { published: unreadable('terms') } }],
  },
});
