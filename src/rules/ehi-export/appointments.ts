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

/** Past appointments, kept and missed, are part of how a patient was cared for. */
export default defineRule({
  id: 'ehi-export/appointments',
  says: 'Appointments, past ones too, are in the export',
  otherwise: 'Appointments are not in the export',
  cites: ['45 CFR 170.315(b)(10)(i)(A)', '45 CFR 170.315(b)(10)(ii)'],
  barrier: 'ehi-incomplete',
  assumes: 'what the product stores of a patient to care for or to bill them is part of a designated record set',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Export all appointments, past and to come, with their outcome.',
  per: 'vendor',
  needs: { exports: openedExports },
  mayUse: { description: formatDescription },
  judge: ({ exports, description }) => judgeKind('Appointments', exports, description),
  examples: {
    passed: [
      {
        when: 'what is known is there',
        facts: { exports: [opened({ comparison: comparison([coverage('Appointments', 20, 20)]) })] },
      },
      {
        when: 'a table of them is there',
        facts: { exports: [opened({ inventory: inventory({ tables: [table('APPOINTMENT')] }) })] },
      },
    ],
    failed: [
      {
        when: 'what is known is not there',
        facts: { exports: [opened({ comparison: comparison([coverage('Appointments', 20, 1)]) })] },
      },
      {
        when: 'the description leaves it out',
        facts: {
          exports: [opened()],
          description: description([statement('excluded', 'Appointments are excluded.', 'Appointments')]),
        },
      },
    ],
    'cant-tell': [{ when: 'nothing is known, and nothing shows any', facts: { exports: [opened()] } }],
  },
});
