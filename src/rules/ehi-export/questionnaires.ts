import { openedExports } from '../../facts/ehi-export/exports.ts';
import { formatDescription } from '../../facts/ehi-export/format-description.ts';
import { ofKind } from '../../facts/ehi-export/samples.ts';
import { defineRule } from '../../model/rule.ts';
import { judgeKind } from '../ehi-export.ts';

/** A score without the answers behind it cannot be understood. */
export default defineRule({
  id: 'ehi-export/questionnaires',
  says: 'Questionnaires and forms that patients filled in are in the export',
  otherwise: 'Questionnaires or forms that patients filled in are not in the export',
  cites: ['45 CFR 170.315(b)(10)(i)(A)', '45 CFR 170.315(b)(10)(ii)'],
  barrier: 'ehi-incomplete',
  assumes: 'what the product stores of a patient to care for or to bill them is part of a designated record set',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Export forms with their questions and answers.',
  per: 'vendor',
  needs: { exports: openedExports },
  mayUse: { description: formatDescription },
  judge: ({ exports, description }) => judgeKind('Questionnaires', exports, description),
  examples: ofKind('Questionnaires', { table: 'QUESTIONNAIRE', excluded: 'Custom forms are not included.' }),
});
