import { openedExports } from '../../facts/ehi-export/exports.ts';
import { formatDescription } from '../../facts/ehi-export/format-description.ts';
import { ofKind } from '../../facts/ehi-export/samples.ts';
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
  examples: ofKind('Billing', { table: 'CLAIM', excluded: 'Billing data are not included.' }),
});
