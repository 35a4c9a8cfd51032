import { openedExports } from '../../facts/ehi-export/exports.ts';
import { formatDescription } from '../../facts/ehi-export/format-description.ts';
import {
  comparison,
  coverage,
  description,
  inventory,
  opened,
  statement,
  table,
} from '../../facts/ehi-export/samples.ts';
import { defineRule } from '../../model/rule.ts';
import { judgeKind } from '../ehi-export.ts';

/** Half of all products that bill do not describe bills in their exports; who must contest one needs it. */
export default defineRule({
  id: 'ehi-export/billing',
  says: 'Accounts, charges, claims and payments are in the export',
  otherwise: 'Accounts, charges, claims or payments are not in the export',
  cites: ['45 CFR 170.315(b)(10)(i)(A)', '45 CFR 170.315(b)(10)(ii)'],
  barrier: 'ehi-incomplete',
  assumes: 'what the product stores of a patient to care for or to bill them is part of a designated record set',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Export the billing record: accounts, charges, claims, payments and what payers answered.',
  per: 'vendor',
  needs: { exports: openedExports },
  mayUse: { description: formatDescription },
  judge: ({ exports, description }) => judgeKind('Billing', exports, description),
  examples: {
    passed: [
      {
        when: 'what is known is there',
        facts: { exports: [opened({ comparison: comparison([coverage('Billing', 20, 20)]) })] },
      },
      {
        when: 'a table of them is there',
        facts: { exports: [opened({ inventory: inventory({ tables: [table('CLAIM')] }) })] },
      },
    ],
    failed: [
      {
        when: 'what is known is not there',
        facts: { exports: [opened({ comparison: comparison([coverage('Billing', 20, 1)]) })] },
      },
      {
        when: 'the description leaves it out',
        facts: {
          exports: [opened()],
          description: description([statement('excluded', 'Billing data are not included.', 'Billing')]),
        },
      },
    ],
    'cant-tell': [{ when: 'nothing is known, and nothing shows any', facts: { exports: [opened()] } }],
  },
});
