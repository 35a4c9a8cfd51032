import { openedExports } from '../../facts/ehi-export/exports.ts';
import { formatDescription } from '../../facts/ehi-export/format-description.ts';
import { description, opened, statement } from '../../facts/ehi-export/samples.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { quoted } from '../ehi-export.ts';

/** A practice that cannot take all its records along cannot leave. */
export default defineRule({
  id: 'ehi-export/population-export',
  says: 'The information of all patients can be exported',
  otherwise: 'The information of all patients cannot be exported',
  cites: ['45 CFR 170.315(b)(10)(ii)', '45 CFR 170.402(a)(3)'],
  barrier: 'ehi-population-unavailable',
  assumes: 'that the developer helps with this export is allowed; that there is none is not',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Offer the export of all patients, and describe how it is asked for and when it comes.',
  per: 'vendor',
  needs: { description: formatDescription },
  mayUse: { exports: openedExports },
  judge({ description, exports = [] }) {
    const whole = exports.find(({ whose }) => whose === 'population');
    if (whole) return passed(...whole.exhibits);
    const of = (about: string) => description.statements.find(one => one.about === about);
    const refused = of('population-refused');
    if (refused) return failed(`The description says so: ${quoted(refused)}.`, ...description.exhibits);
    const offered = of('population-offered');
    if (offered) return { ...passed(...description.exhibits), because: `The description says so: ${quoted(offered)}.` };
    return cantTell(
      'The description does not speak of it, and nobody has tried: ask for one, and keep a dated log.',
      ...description.exhibits,
    );
  },
  examples: {
    passed: [
      { when: 'it was made', facts: { description: description(), exports: [{ ...opened(), whose: 'population' }] } },
      {
        when: 'it is offered',
        facts: { description: description([statement('population-offered', 'All patients can be exported.')]) },
      },
    ],
    failed: [
      {
        when: 'it is refused',
        facts: { description: description([statement('population-refused', 'A bulk export is not available.')]) },
      },
    ],
    'cant-tell': [{ when: 'nothing is said', facts: { description: description() } }],
  },
});
