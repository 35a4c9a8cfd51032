import { saying, unreadable } from '../../facts/fees-and-terms/samples.ts';
import { statements } from '../../facts/fees-and-terms/statements.ts';
import { defineRule } from '../../model/rule.ts';
import { eachTerm } from '../fees-and-terms.ts';

/** Problems that nobody may speak of are not mended. */
export default defineRule({
  id: 'fees-and-terms/free-speech',
  says: 'Developers may speak of documents, prices and problems',
  otherwise: 'Terms bind developers to silence',
  cites: ['45 CFR 170.403', '45 CFR 170.404(a)(2)(i)', '45 CFR 171.303(b)'],
  barrier: 'con-gag-or-broad-nda',
  assumes:
    'Documents, terms and prices must be public, so that they cannot be a secret; secrets and records of persons can.',
  severity: 'medium',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Limit confidentiality to secrets and records; say that problems may be spoken of.',
  per: 'vendor',
  needs: { published: statements },
  judge: ({ published }) => eachTerm(published, ['silence', 'non-disclosure-agreement']),
  examples: {
    passed: [
      {
        when: 'secrets alone',
        facts: { published: saying('# API terms\n\nKeep your client secret confidential.', 'terms') },
      },
    ],
    failed: [
      {
        when: 'no benchmarks',
        facts: { published: saying('# API terms\n\nYou may not publish benchmarks of the API.', 'terms') },
      },
      {
        when: 'an agreement first',
        facts: { published: saying('# API\n\nYou must sign an NDA before API credentials are sent.', 'terms') },
      },
    ],
    'cant-tell': [
      {
        when: 'reports stay possible',
        facts: {
          published: saying(
            '# API terms\n\nThe terms are confidential, except that you may report problems to HHS.',
            'terms',
          ),
        },
      },
      { when: 'nobody could read the page', facts: { published: unreadable('terms') } },
    ],
  },
});
