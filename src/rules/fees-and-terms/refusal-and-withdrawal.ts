import { saying, unreadable } from '../../facts/fees-and-terms/samples.ts';
import { statements } from '../../facts/fees-and-terms/statements.ts';
import { defineRule } from '../../model/rule.ts';
import { eachTerm } from '../fees-and-terms.ts';

/** An app that may be cut off for no reason cannot be relied on by a patient. */
export default defineRule({
  id: 'fees-and-terms/refusal-and-withdrawal',
  says: 'Access is refused or withdrawn for stated reasons alone',
  otherwise: 'The vendor may refuse or withdraw access at will',
  cites: ['45 CFR 170.404(a)(4)(i)(B)', '45 CFR 170.404(a)(4)(ii)(A)'],
  barrier: 'con-discretionary-or-onerous-terms',
  assumes:
    'A decision at sole discretion, without cause or for any reason follows no objective and verifiable criteria. What patients and practices decide is their own.',
  severity: 'medium',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Name objective reasons, give notice and time to mend.',
  per: 'vendor',
  needs: { published: statements },
  judge: ({ published }) => eachTerm(published, ['discretion']),
  examples: {
    passed: [
      {
        when: 'for a danger alone',
        facts: {
          published: saying('# API terms\n\nWe may suspend an app that threatens the security of records.', 'terms'),
        },
      },
    ],
    failed: [
      {
        when: 'at will',
        facts: {
          published: saying(
            '# API terms\n\nWe may revoke your access to the API for any reason or no reason.',
            'terms',
          ),
        },
      },
    ],
    'cant-tell': [
      {
        when: 'both sides alike',
        facts: { published: saying('# API terms\n\nEither party may terminate API access without cause.', 'terms') },
      },
      { when: 'nobody could read the page', facts: { published: unreadable('terms') } },
    ],
  },
});
