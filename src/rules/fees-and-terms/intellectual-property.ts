import { saying, unreadable } from '../../facts/fees-and-terms/samples.ts';
import { statements } from '../../facts/fees-and-terms/statements.ts';
import { defineRule } from '../../model/rule.ts';
import { eachTerm } from '../fees-and-terms.ts';

/** Who must hand over what they build builds nothing. */
export default defineRule({
  id: 'fees-and-terms/intellectual-property',
  says: 'Developers keep what they build',
  otherwise: "Access costs rights in the developer's work",
  cites: ['45 CFR 170.404(a)(4)(ii)(B)(5)', '45 CFR 171.303(b)'],
  barrier: 'con-ip-or-data-reciprocity',
  assumes: 'A license of suggestions, or of a name and logo for a listing, is no price of access.',
  severity: 'high',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Strike the clause; keep a license of feedback to suggestions about the API.',
  per: 'vendor',
  needs: { published: statements },
  judge: ({ published }) => eachTerm(published, ['intellectual-property']),
  examples: {
    passed: [
      {
        when: 'developers own their work',
        facts: {
          published: saying(
            '# API terms\n\nYou own what you develop. You grant us a license to use your feedback.',
            'terms',
          ),
        },
      },
    ],
    failed: [
      {
        when: 'improvements go to the vendor',
        facts: {
          published: saying(
            '# API terms\n\nYou hereby assign to us all right, title and interest in improvements to your application.',
            'terms',
          ),
        },
      },
    ],
    'cant-tell': [
      {
        when: 'whose modifications is not said',
        facts: { published: saying('# API terms\n\nAll modifications are owned by us.', 'terms') },
      },
      { when: 'nobody could read the page', facts: { published: unreadable('terms') } },
    ],
  },
});
