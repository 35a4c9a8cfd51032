import { openedExports } from '../../facts/ehi-export/exports.ts';
import { obtained } from '../../facts/ehi-export/samples.ts';
import { about, cantTell, defineRule, failed, inapplicable, passed, type Verdict } from '../../model/rule.ts';
import { count } from '../ehi-export.ts';

const hour = 3_600_000;
/** Nothing in the law says how long; a day is long for what a computer does by itself. */
const longest = 24;
const subject = "one patient's export";

/** Who changes doctors next week needs the record this week. */
export default defineRule({
  id: 'ehi-export/timely-export',
  says: "One patient's export is there within a day",
  otherwise: "One patient's export takes more than a day",
  cites: ['45 CFR 170.315(b)(10)(i)(A)', '45 CFR 170.402(a)(3)'],
  barrier: 'ehi-not-self-serve',
  assumes: '"timely" is not defined; more than 24 hours without a stated reason is taken as not timely for one patient',
  severity: 'medium',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Make the export at once, or in a queue that is worked off within hours, nights included.',
  per: 'vendor',
  needs: { exports: openedExports },
  judge({ exports }): Verdict {
    const single = exports.find(({ whose }) => whose === 'single-patient');
    if (!single) return inapplicable('No export of one patient was opened.', ...exports[0].exhibits);
    const { askedAt, receivedAt } = single.obtained;
    const took = (Date.parse(receivedAt ?? '') - Date.parse(askedAt ?? '')) / hour;
    if (Number.isNaN(took) || took < 0) {
      const add = 'Add asked-at and received-at to the export in the profile.';
      return about(
        subject,
        cantTell(`Nobody has said when it was asked for and when it came. ${add}`, ...single.exhibits),
      );
    }
    if (took <= longest) return about(subject, passed(...single.exhibits));
    return about(
      subject,
      failed(`It was asked for at ${askedAt} and came ${count(Math.round(took), 'hour')} later.`, ...single.exhibits),
    );
  },
  examples: {
    passed: [
      {
        when: 'it took four minutes',
        facts: {
          exports: [obtained({ how: 'file', askedAt: '2026-10-01T08:00:00Z', receivedAt: '2026-10-01T08:04:00Z' })],
        },
      },
    ],
    failed: [
      {
        when: 'it took five days',
        facts: {
          exports: [obtained({ how: 'file', askedAt: '2026-10-01T08:00:00Z', receivedAt: '2026-10-06T08:00:00Z' })],
        },
      },
    ],
    'cant-tell': [{ when: 'nobody wrote it down', facts: { exports: [obtained({ how: 'file' })] } }],
    inapplicable: [
      {
        when: 'only all patients were exported',
        facts: { exports: [{ ...obtained({ how: 'file' }), whose: 'population' }] },
      },
    ],
  },
});
