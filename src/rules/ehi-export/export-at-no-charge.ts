import { openedExports } from '../../facts/ehi-export/exports.ts';
import { formatDescription } from '../../facts/ehi-export/format-description.ts';
import { description, obtained, opened, statement } from '../../facts/ehi-export/samples.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { quoted } from '../ehi-export.ts';

const nothing = /^\s*(none|no|nothing|free|0+([.,]0+)?|\$\s*0+([.,]0+)?|n\/?a)\s*\.?\s*$/i;

/** Who pays for the way out stays in. */
export default defineRule({
  id: 'ehi-export/export-at-no-charge',
  says: 'The export costs nothing',
  otherwise: 'The export is charged for',
  cites: ['45 CFR 171.302(b)(3)', '45 CFR 170.402(a)(3)'],
  barrier: 'fee-ehi-export',
  assumes:
    'a price for an export is one for exports by the certified capability, unless its words speak of more than that',
  severity: 'high',
  confidence: 'likely',
  kind: 'ib-risk',
  remedy:
    'Export at no charge for patients and for customers who leave; charge for other work only where it was agreed in writing beforehand.',
  per: 'vendor',
  needs: { description: formatDescription },
  mayUse: { exports: openedExports },
  judge({ description, exports = [] }) {
    const paid = exports.find(({ obtained }) => obtained.cost !== undefined && !nothing.test(obtained.cost));
    if (paid) return failed(`Asked for the ${paid.whose} export was: ${paid.obtained.cost}.`, ...paid.exhibits);
    const of = (about: string) => description.statements.find(one => one.about === about);
    const fee = of('fee');
    if (fee) return failed(`The description says so: ${quoted(fee)}.`, ...description.exhibits);
    const more = of('fee-for-more');
    if (more)
      return cantTell(
        `Something is charged for, and a person must see what: ${quoted(more)}.`,
        ...description.exhibits,
      );
    const free = exports.find(({ obtained }) => obtained.cost !== undefined);
    if (free) return passed(...free.exhibits);
    const words = of('no-fee');
    if (words) return { ...passed(...description.exhibits), because: `The description says so: ${quoted(words)}.` };
    return cantTell(
      'The description speaks of no price, and nobody has said what an export cost.',
      ...description.exhibits,
    );
  },
  examples: {
    passed: [{ when: 'nobody asked for money', facts: { description: description(), exports: [opened()] } }],
    failed: [
      {
        when: 'the description has a price',
        facts: { description: description([statement('fee', 'There is a minimum processing fee of $1,200.')]) },
      },
      {
        when: 'an invoice came',
        facts: { description: description(), exports: [obtained({ how: 'file', cost: '$300' })] },
      },
    ],
    'cant-tell': [
      {
        when: 'haste costs',
        facts: {
          description: description([statement('fee-for-more', 'Expedited and customized exports may include a cost.')]),
        },
      },
      { when: 'nothing is said', facts: { description: description() } },
    ],
  },
});
