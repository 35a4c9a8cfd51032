import { openedExports } from '../../facts/ehi-export/exports.ts';
import { formatDescription } from '../../facts/ehi-export/format-description.ts';
import { ofKind } from '../../facts/ehi-export/samples.ts';
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
  examples: ofKind('Messages', { table: 'MESSAGE', excluded: 'Portal messages are not exported.' }),
});
