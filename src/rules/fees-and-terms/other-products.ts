import { saying, unreadable } from '../../facts/fees-and-terms/samples.ts';
import { statements } from '../../facts/fees-and-terms/statements.ts';
import { defineRule } from '../../model/rule.ts';
import { eachTerm } from '../fees-and-terms.ts';

/** Who must buy a product to reach records pays for records by another name. */
export default defineRule({
  id: 'fees-and-terms/other-products',
  says: 'Access does not hang on taking other products',
  otherwise: 'Access hangs on taking another product of the vendor',
  cites: ['45 CFR 170.404(a)(4)(ii)(B)(4)', '45 CFR 171.303(b)'],
  barrier: 'con-restrictive-covenant',
  assumes: 'A product is another one where an app can be built and put into production without it.',
  severity: 'high',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Strike the condition; sell other products apart from the API.',
  per: 'vendor',
  needs: { published: statements },
  judge: ({ published }) => eachTerm(published, ['tied-product']),
  examples: {
    passed: [
      {
        when: 'nothing else must be bought',
        facts: {
          published: saying('# API terms\n\nYou are not required to purchase any other product of ours.', 'terms'),
        },
      },
    ],
    failed: [
      {
        when: 'a module must be licensed',
        facts: {
          published: saying(
            '# API terms\n\nYou must also license our Insight module before production access is given.',
            'terms',
          ),
        },
      },
    ],
    'cant-tell': [
      {
        when: 'customers must have a module',
        facts: {
          published: saying(
            '# API terms\n\nPractices must license our Portal module before apps can connect.',
            'terms',
          ),
        },
      },
      { when: 'nobody could read the page', facts: { published: unreadable('terms') } },
    ],
  },
});
