import { saying, unreadable } from '../../facts/fees-and-terms/samples.ts';
import { statements } from '../../facts/fees-and-terms/statements.ts';
import { defineRule } from '../../model/rule.ts';
import { eachTerm } from '../fees-and-terms.ts';

/** A record that may not be kept or combined is of no use to the patient who fetched it. */
export default defineRule({
  id: 'fees-and-terms/use-of-records-and-api',
  says: 'Apps may use the API and what patients gave them',
  otherwise: 'Terms hold down the use of the API or of records that patients gave',
  cites: ['45 CFR 170.404(a)(4)(ii)(A)', '45 CFR 170.404(a)(4)(ii)(A)(1)'],
  barrier: 'con-discretionary-or-onerous-terms',
  assumes:
    "The rights owed reach to production and to products for others; what a patient gave to an app is the patient's to allow.",
  severity: 'medium',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'License production use; leave the use of records to the law and to the patient.',
  per: 'vendor',
  needs: { published: statements },
  judge: ({ published }) => eachTerm(published, ['use-limit']),
  examples: {
    passed: [
      {
        when: 'the sandbox alone is for tests',
        facts: { published: saying('# API\n\nThe sandbox is for non-production use only.', 'terms') },
      },
    ],
    failed: [
      {
        when: 'evaluation alone',
        facts: { published: saying('# API terms\n\nThe API is licensed for internal evaluation only.', 'terms') },
      },
    ],
    'cant-tell': [
      {
        when: 'no machine learning',
        facts: { published: saying('# API terms\n\nApps may not train AI models on data from the API.', 'terms') },
      },
      { when: 'nobody could read the page', facts: { published: unreadable('terms') } },
    ],
  },
});
