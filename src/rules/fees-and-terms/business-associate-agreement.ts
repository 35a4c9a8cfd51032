import { saying, unreadable } from '../../facts/fees-and-terms/samples.ts';
import { statements } from '../../facts/fees-and-terms/statements.ts';
import { defineRule } from '../../model/rule.ts';
import { eachTerm } from '../fees-and-terms.ts';

/** A patient's app works for the patient; nobody else's contract stands between. */
export default defineRule({
  id: 'fees-and-terms/business-associate-agreement',
  says: "No business associate agreement stands before patients' apps",
  otherwise: 'A business associate agreement is asked of every developer',
  cites: ['45 CFR 170.404(a)(4)', '45 CFR 170.404(a)(4)(ii)(A)'],
  barrier: 'con-discretionary-or-onerous-terms',
  assumes:
    'ONC: an app that an individual chose needs no business associate agreement. A practice may ask one of its own suppliers.',
  severity: 'high',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Ask for such an agreement only of apps that work for a practice, and let the practice make it.',
  per: 'vendor',
  needs: { published: statements },
  judge: ({ published }) => eachTerm(published, ['business-associate']),
  examples: {
    passed: [
      {
        when: "not for patients' apps",
        facts: {
          published: saying(
            '# API terms\n\nApps chosen by patients do not need a business associate agreement.',
            'terms',
          ),
        },
      },
    ],
    failed: [
      {
        when: 'for everyone',
        facts: {
          published: saying(
            '# API terms\n\nEvery developer must sign a business associate agreement with us.',
            'terms',
          ),
        },
      },
    ],
    'cant-tell': [{ when: 'nobody could read the page', facts: { published: unreadable('terms') } }],
  },
});
