import { saying, unreadable } from '../../facts/fees-and-terms/samples.ts';
import { statements } from '../../facts/fees-and-terms/statements.ts';
import { defineRule } from '../../model/rule.ts';
import { eachTerm } from '../fees-and-terms.ts';

/** A small developer who must insure the vendor against its own mistakes stays away. */
export default defineRule({
  id: 'fees-and-terms/liability',
  says: 'Each side answers for its own faults',
  otherwise: 'Terms load the risk of the vendor onto the developer',
  cites: ['45 CFR 170.404(a)(4)(ii)(A)'],
  barrier: 'con-discretionary-or-onerous-terms',
  assumes: "To answer for one's own breach is usual; to answer regardless of fault, or without limit, is not.",
  severity: 'medium',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Limit the indemnity to what the developer caused.',
  per: 'vendor',
  needs: { published: statements },
  judge: ({ published }) => eachTerm(published, ['liability']),
  examples: {
    passed: [
      {
        when: "for one's own breach",
        facts: {
          published: saying('# API terms\n\nYou will indemnify us against claims caused by your breach.', 'terms'),
        },
      },
    ],
    failed: [
      {
        when: 'regardless of fault',
        facts: {
          published: saying(
            '# API terms\n\nDeveloper shall indemnify us against all claims, regardless of fault.',
            'terms',
          ),
        },
      },
    ],
    'cant-tell': [{ when: 'nobody could read the page', facts: { published: unreadable('terms') } }],
  },
});
