import { saying, unreadable } from '../../facts/fees-and-terms/samples.ts';
import { statements } from '../../facts/fees-and-terms/statements.ts';
import { defineRule } from '../../model/rule.ts';
import { eachTerm } from '../fees-and-terms.ts';

/** Terms that depend on who asks let the vendor choose its competition. */
export default defineRule({
  id: 'fees-and-terms/equal-terms',
  says: 'Terms are the same for everyone',
  otherwise: 'Terms depend on who competes or on what an app is worth',
  cites: ['45 CFR 170.404(a)(4)(i)(C)(1)', '45 CFR 170.404(a)(4)(i)(C)(2)'],
  barrier: 'con-discretionary-or-onerous-terms',
  assumes: 'To say that terms differ by competition, revenue or value is to offer different terms.',
  severity: 'high',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Offer the same published terms to all who are situated alike.',
  per: 'vendor',
  needs: { published: statements },
  judge: ({ published }) => eachTerm(published, ['unequal-terms']),
  examples: {
    passed: [
      {
        when: 'the same for all',
        facts: {
          published: saying('# API terms\n\nThese terms are the same for everyone, competitors included.', 'terms'),
        },
      },
    ],
    failed: [
      {
        when: 'more for competitors',
        facts: { published: saying('# API terms\n\nCompetitors are subject to additional conditions.', 'terms') },
      },
    ],
    'cant-tell': [{ when: 'nobody could read the page', facts: { published: unreadable('terms') } }],
  },
});
