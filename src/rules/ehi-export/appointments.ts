import { openedExports } from '../../facts/ehi-export/exports.ts';
import { formatDescription } from '../../facts/ehi-export/format-description.ts';
import { ofKind } from '../../facts/ehi-export/samples.ts';
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
  examples: ofKind('Appointments', { table: 'APPOINTMENT', excluded: 'Appointments are excluded.' }),
});
