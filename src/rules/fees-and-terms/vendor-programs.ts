import { saying, unreadable } from '../../facts/fees-and-terms/samples.ts';
import { statements } from '../../facts/fees-and-terms/statements.ts';
import { defineRule } from '../../model/rule.ts';
import { eachTerm } from '../fees-and-terms.ts';

/** A test that only the vendor gives is a door that only the vendor opens. */
export default defineRule({
  id: 'fees-and-terms/vendor-programs',
  says: 'No test or program of the vendor stands before production',
  otherwise: 'A test or program of the vendor stands before production',
  cites: ['45 CFR 170.404(a)(4)(ii)(B)(6)', '45 CFR 170.404(a)(4)(ii)(B)(4)'],
  barrier: 'reg-vendor-program-gate',
  assumes:
    'To verify within ten business days who a developer is, is no test of the app. A review for a badge is none either, nor what a practice asks of clinical apps.',
  severity: 'critical',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Make the test or program optional, and let no credential hang on it.',
  per: 'vendor',
  needs: { published: statements },
  judge: ({ published }) => eachTerm(published, ['vendor-program'], ['terms', 'registration']),
  examples: {
    passed: [
      {
        when: 'a badge that nobody needs',
        facts: {
          published: saying('# Registration\n\nA review is optional and not needed for production.', 'registration'),
        },
      },
    ],
    failed: [
      {
        when: 'a review first',
        facts: {
          published: saying(
            '# Registration\n\nApps must pass our security review before production access is granted.',
            'registration',
          ),
        },
      },
    ],
    'cant-tell': [{ when: 'nobody could read the page', facts: { published: unreadable('terms') } }],
  },
});
