import { saying, unreadable } from '../../facts/fees-and-terms/samples.ts';
import { statements } from '../../facts/fees-and-terms/statements.ts';
import { defineRule } from '../../model/rule.ts';
import { eachTerm } from '../fees-and-terms.ts';

/** An app that breaks overnight leaves its patients without records. */
export default defineRule({
  id: 'fees-and-terms/notice-of-change',
  says: 'Changes are announced before they take effect',
  otherwise: 'The API or its terms may change without notice',
  cites: ['45 CFR 170.404(a)(4)(iii)(B)'],
  barrier: 'con-change-without-notice',
  assumes:
    'Effective when posted, or at any time, leaves no reasonable opportunity to adapt. No number of days is asked for.',
  severity: 'medium',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Announce changes ahead, with time to adapt; keep the exception to emergencies.',
  per: 'vendor',
  needs: { published: statements },
  judge: ({ published }) => eachTerm(published, ['change']),
  examples: {
    passed: [
      {
        when: 'thirty days',
        facts: { published: saying("# API terms\n\nWe may change these terms with 30 days' notice.", 'terms') },
      },
    ],
    failed: [
      {
        when: 'at any time',
        facts: { published: saying('# API terms\n\nWe may change these terms at any time without notice.', 'terms') },
      },
    ],
    'cant-tell': [
      {
        when: 'from time to time',
        facts: { published: saying('# API terms\n\nWe may update these API terms from time to time.', 'terms') },
      },
      { when: 'nobody could read the page', facts: { published: unreadable('terms') } },
    ],
  },
});
