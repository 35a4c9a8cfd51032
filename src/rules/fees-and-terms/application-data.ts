import { saying, unreadable } from '../../facts/fees-and-terms/samples.ts';
import { statements } from '../../facts/fees-and-terms/statements.ts';
import { defineRule } from '../../model/rule.ts';
import { eachTerm } from '../fees-and-terms.ts';

/** A patient gave the data to the app, not to the vendor of the doctor's record. */
export default defineRule({
  id: 'fees-and-terms/application-data',
  says: "The vendor asks for no access to the app's data",
  otherwise: "Access costs access to the app's data",
  cites: ['45 CFR 170.404(a)(4)(ii)(B)(7)', '45 CFR 171.303(b)'],
  barrier: 'con-ip-or-data-reciprocity',
  assumes: 'Logs for a security incident and facts about who the developer is are not the data of the app.',
  severity: 'high',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Strike the clause.',
  per: 'vendor',
  needs: { published: statements },
  judge: ({ published }) => eachTerm(published, ['application-data']),
  examples: {
    passed: [
      {
        when: 'no data is asked for',
        facts: { published: saying('# API terms\n\nWe ask for no access to the data of your application.', 'terms') },
      },
    ],
    failed: [
      {
        when: 'reciprocal access',
        facts: {
          published: saying(
            '# API terms\n\nThe developer shall give us reciprocal access to application data.',
            'terms',
          ),
        },
      },
    ],
    'cant-tell': [{ when: 'nobody could read the page', facts: { published: unreadable('terms') } }],
  },
});
