import { openedExports } from '../../facts/ehi-export/exports.ts';
import { obtained } from '../../facts/ehi-export/samples.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachExport } from '../ehi-export.ts';

const nothing = /^\s*(none|no|nothing|free|0+([.,]0+)?|\$\s*0+([.,]0+)?|n\/?a)\s*\.?\s*$/i;

/** Who pays for the way out stays in. Prices on published pages are read by the topic of fees. */
export default defineRule({
  id: 'ehi-export/export-at-no-charge',
  says: 'Whoever made the export was asked for no money',
  otherwise: 'Money was asked for the export',
  cites: ['45 CFR 171.302(b)(3)', '45 CFR 170.402(a)(3)'],
  barrier: 'fee-ehi-export',
  assumes:
    'what was asked for an export was asked for one by the certified capability, to leave or to give patients their records',
  severity: 'high',
  confidence: 'likely',
  kind: 'ib-risk',
  remedy:
    'Export at no charge for patients and for customers who leave; charge for other work only where it was agreed in writing beforehand.',
  per: 'vendor',
  needs: { exports: openedExports },
  judge: ({ exports }) =>
    eachExport(exports, ({ obtained, exhibits }) => {
      const { cost } = obtained;
      if (cost === undefined)
        return cantTell(
          'Nobody has said what it cost. Add cost to the export in the profile, "none" where it was nothing.',
          ...exhibits,
        );
      return nothing.test(cost) ? passed(...exhibits) : failed(`Asked for it was: ${cost}.`, ...exhibits);
    }),
  examples: {
    passed: [{ when: 'nobody asked for money', facts: { exports: [obtained({ how: 'file', cost: 'none' })] } }],
    failed: [{ when: 'an invoice came', facts: { exports: [obtained({ how: 'file', cost: '$300' })] } }],
    'cant-tell': [{ when: 'nothing is said', facts: { exports: [obtained({ how: 'file' })] } }],
  },
});
