import { saying, unreadable } from '../../facts/fees-and-terms/samples.ts';
import { statements } from '../../facts/fees-and-terms/statements.ts';
import { defineRule } from '../../model/rule.ts';
import { eachTerm } from '../fees-and-terms.ts';

/** Who may not compete builds nothing that could be better than what the vendor sells. */
export default defineRule({
  id: 'fees-and-terms/freedom-to-compete',
  says: 'Developers may compete with the vendor',
  otherwise: 'Access costs a promise not to compete',
  cites: ['45 CFR 170.404(a)(4)(ii)(B)(2)', '45 CFR 170.404(a)(4)(ii)(A)(2)', '45 CFR 171.303(b)'],
  barrier: 'con-restrictive-covenant',
  assumes: 'A term that bars competing products, or competitors themselves, makes the rights hang on not competing.',
  severity: 'high',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Strike the clause; whoever registers may build whatever works with the API.',
  per: 'vendor',
  needs: { published: statements },
  judge: ({ published }) => eachTerm(published, ['competition']),
  examples: {
    passed: [
      {
        when: 'competition is welcome',
        facts: {
          published: saying(
            '# API terms\n\nNothing here prevents you from building apps that compete with ours.',
            'terms',
          ),
        },
      },
    ],
    failed: [
      {
        when: 'the app may not compete',
        facts: {
          published: saying('# API terms\n\nYou shall not build apps that compete with our products.', 'terms'),
        },
      },
    ],
    'cant-tell': [{ when: 'nobody could read the page', facts: { published: unreadable('terms') } }],
  },
});
