import type { FeeStatement } from '../../facts/fees-and-terms/fee-statements.ts';
import { saying, unreadable } from '../../facts/fees-and-terms/samples.ts';
import { statements } from '../../facts/fees-and-terms/statements.ts';
import { defineRule } from '../../model/rule.ts';
import { eachFee, type Opinion } from '../fees-and-terms.ts';

/** Who charges for the way out keeps practices in, and their patients' records with them. */
export default defineRule({
  id: 'fees-and-terms/ehi-export-fee',
  says: 'An export of records costs nothing',
  otherwise: 'An export of records costs money',
  cites: ['45 CFR 171.302(b)(3)', '45 CFR 171.302(b)(4)'],
  barrier: 'fee-ehi-export',
  assumes:
    'A price for an export covers the export that 45 CFR 170.315(b)(10) describes, unless it names something beyond it. A fee that was agreed on in writing when the product was bought may be allowed, and only the contract can show it.',
  severity: 'critical',
  confidence: 'likely',
  kind: 'ib-risk',
  remedy: 'Charge nothing for the export for patients or for switching; price extras apart from it.',
  per: 'vendor',
  needs: { published: statements },
  judge: ({ published }) => eachFee(published, opinion),
  examples: {
    passed: [
      {
        when: 'the export is free',
        facts: { published: saying('# EHI export\n\nExports are free of charge.', 'ehi-format') },
      },
    ],
    failed: [
      {
        when: 'a minimum fee',
        facts: {
          published: saying('# EHI export\n\nA processing fee of $1,000 applies to each EHI export.', 'ehi-format'),
        },
      },
    ],
    'cant-tell': [
      {
        when: 'extras may cost something',
        facts: {
          published: saying('# EHI export\n\nThe export is free. Customized exports may include a cost.', 'ehi-format'),
        },
      },
      {
        when: 'the price is in the contract',
        facts: {
          published: saying('# EHI export\n\nConversion services are billed as agreed in the contract.', 'ehi-format'),
        },
      },
      { when: 'nobody could read the page', facts: { published: unreadable('fees') } },
    ],
  },
});

const beyondTheStandard =
  /\bexpedit|\bcustom(?:i[sz]|\b)|\bbeyond\b|\badditional formats?\b|\bconversion\b|\bspecial\b/i;
const agreed = /\bagreed\b|\bcontract\b|\bagreement\b/i;

function opinion({ charge, thing, optional, quote }: FeeStatement): Opinion {
  if (charge === 'free' || charge === 'reserved' || thing?.thing !== 'export') return undefined;
  if (charge === 'perhaps') return { doubt: 'It says that there may be a charge, not when.' };
  if (optional || beyondTheStandard.test(quote)) return { doubt: 'It may concern more than the required export.' };
  return agreed.test(quote) ? { doubt: 'Only the contract can show what was agreed on, and when.' } : 'fails';
}
