import { openedExports } from '../../facts/ehi-export/exports.ts';
import { formatDescription } from '../../facts/ehi-export/format-description.ts';
import { comparison, coverage, description, opened, statement } from '../../facts/ehi-export/samples.ts';
import { cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { count, eachExport, quoted } from '../ehi-export.ts';

/** Appointments kept, missed and cancelled tell how a patient was cared for; those to come tell only when to call. */
export default defineRule({
  id: 'ehi-export/past-appointments',
  says: 'Past appointments are in the export',
  otherwise: 'The export has only the appointments to come',
  cites: ['45 CFR 170.315(b)(10)(i)(A)', '45 CFR 170.315(b)(10)(ii)'],
  barrier: 'ehi-incomplete',
  severity: 'medium',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Export appointments of all times.',
  per: 'vendor',
  needs: { exports: openedExports },
  mayUse: { description: formatDescription },
  judge: ({ exports, description }) =>
    eachExport(exports, opened => {
      const [words] = description?.statements.filter(({ about }) => about === 'future-appointments-alone') ?? [];
      if (words)
        return failed(`The description says so: ${quoted(words)}.`, ...opened.exhibits, ...description!.exhibits);
      const coverage = opened.reading.comparison?.classes.find(({ dataClass }) => dataClass === 'Appointments');
      if (!coverage) return cantTell('No appointment of the patient is known.', ...opened.exhibits);
      const { lostRecords, days, records } = coverage;
      if (lostRecords === 0) return passed(...opened.exhibits);
      // All of them lost is another matter than the past ones alone.
      if (lostRecords === records)
        return inapplicable('None of the known appointments is in the export.', ...opened.exhibits);
      if (days?.lostUntil && days.keptFrom && days.lostUntil < days.keptFrom)
        return failed(
          `${count(lostRecords, 'known appointment')} until ${days.lostUntil} are not in it; the first that is, is of ${days.keptFrom}.`,
          ...opened.exhibits,
        );
      return cantTell(`${count(lostRecords, 'known appointment')} were not found.`, ...opened.exhibits);
    }),
  examples: {
    passed: [
      {
        when: 'all are there',
        facts: { exports: [opened({ comparison: comparison([coverage('Appointments', 20, 20)]) })] },
      },
    ],
    failed: [
      {
        when: 'only the next one is there',
        facts: {
          exports: [
            opened({
              comparison: comparison([
                coverage('Appointments', 20, 5, {
                  records: 4,
                  lostRecords: 3,
                  days: { lostFrom: '2023-01-02', lostUntil: '2026-03-04', keptFrom: '2027-01-14' },
                }),
              ]),
            }),
          ],
        },
      },
      {
        when: 'the description says it',
        facts: {
          exports: [opened()],
          description: description([
            statement('future-appointments-alone', 'Only future appointments are exported.', 'Appointments'),
          ]),
        },
      },
    ],
    'cant-tell': [{ when: 'none is known', facts: { exports: [opened()] } }],
    inapplicable: [
      {
        when: 'none is there at all',
        facts: {
          exports: [
            opened({ comparison: comparison([coverage('Appointments', 20, 0, { records: 4, lostRecords: 4 })]) }),
          ],
        },
      },
    ],
  },
});
