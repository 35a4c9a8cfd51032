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

/** What was asked and answered by message was decided there, and stands nowhere else. */
export default defineRule({
  id: 'ehi-export/messages',
  says: 'Messages between patients and staff are in the export',
  otherwise: 'Messages between patients and staff are not in the export',
  cites: ['45 CFR 170.315(b)(10)(i)(A)', '45 CFR 170.315(b)(10)(ii)'],
  barrier: 'ehi-incomplete',
  assumes: 'what the product stores of a patient to care for or to bill them is part of a designated record set',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Export messages of the portal with sender, time, text and files.',
  per: 'vendor',
  needs: { exports: openedExports },
  mayUse: { description: formatDescription },
  judge: ({ exports, description }) => judgeKind('Messages', exports, description),
  examples: {
    passed: [
      {
        when: 'what is known is there',
        facts: { exports: [opened({ comparison: comparison([coverage('Messages', 20, 20)]) })] },
      },
      {
        when: 'a table of them is there',
        facts: { exports: [opened({ inventory: inventory({ tables: [table('MESSAGE')] }) })] },
      },
    ],
    failed: [
      {
        when: 'what is known is not there',
        facts: { exports: [opened({ comparison: comparison([coverage('Messages', 20, 1)]) })] },
      },
      {
        when: 'the description leaves it out',
        facts: {
          exports: [opened()],
          description: description([statement('excluded', 'Portal messages are not exported.', 'Messages')]),
        },
      },
    ],
    'cant-tell': [{ when: 'nothing is known, and nothing shows any', facts: { exports: [opened()] } }],
  },
});
