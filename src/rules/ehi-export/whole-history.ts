import { openedExports } from '../../facts/ehi-export/exports.ts';
import { comparison, coverage, opened } from '../../facts/ehi-export/samples.ts';
import { cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { count, eachExport, isUnread, some, unread } from '../ehi-export.ts';

/** Classes in which the same day parts what is lost from what is kept, before it can be no chance. */
const fewest = 3;

/** Last year's results explain this year's: a record that begins at a chosen day is not the record. */
export default defineRule({
  id: 'ehi-export/whole-history',
  says: 'The export reaches back as far as the record does',
  otherwise: 'The export leaves out what is older than some day',
  cites: ['45 CFR 170.315(b)(10)(i)(A)', '45 CFR 170.315(b)(10)(ii)'],
  barrier: 'ehi-incomplete',
  assumes: '"all" has no limit of age: what the product still stores is in the export',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Export without selection by date.',
  per: 'vendor',
  needs: { exports: openedExports },
  judge: ({ exports }) =>
    eachExport(exports, opened => {
      const { comparison } = opened.reading;
      if (isUnread(opened)) return unread(opened);
      if (!comparison) return cantTell('Nothing is known of the patient to compare dates with.', ...opened.exhibits);
      const dated = comparison.classes.filter(({ days }) => days !== undefined);
      if (dated.length === 0) return inapplicable('Nothing that is known has a date.', ...opened.exhibits);
      // Lost records that all lie before every kept one, in several classes: somebody drew a line.
      const cut = dated.filter(
        ({ days, lostRecords }) =>
          lostRecords > 0 && days?.lostUntil && days.keptFrom && days.lostUntil < days.keptFrom,
      );
      if (cut.length < fewest) return passed(...opened.exhibits);
      const lost = cut.reduce((sum, { lostRecords }) => sum + lostRecords, 0);
      const kept = cut.map(({ days }) => days!.keptFrom!).sort()[0]!;
      const sentence = `${count(lost, 'record')} of ${some(cut.map(({ dataClass }) => dataClass))} are not in the export, and all are older than those that are: it begins at ${kept}.`;
      return failed(sentence, ...opened.exhibits);
    }),
  examples: {
    passed: [
      {
        when: 'the oldest is there',
        facts: {
          exports: [
            opened({ comparison: comparison([coverage('Laboratory', 30, 30, { days: { keptFrom: '2016-02-01' } })]) }),
          ],
        },
      },
    ],
    failed: [
      {
        when: 'nothing before 2023 is there',
        facts: {
          exports: [
            opened({
              comparison: comparison(
                ['Laboratory', 'Vital Signs', 'Encounter Information'].map(one =>
                  coverage(one, 30, 10, {
                    lostRecords: 4,
                    days: { lostFrom: '2016-02-01', lostUntil: '2022-11-30', keptFrom: '2023-01-04' },
                  }),
                ),
              ),
            }),
          ],
        },
      },
    ],
    'cant-tell': [{ when: 'nothing is known', facts: { exports: [opened()] } }],
    inapplicable: [
      {
        when: 'nothing has a date',
        facts: { exports: [opened({ comparison: comparison([coverage('Care Team', 3, 3)]) })] },
      },
    ],
  },
});
