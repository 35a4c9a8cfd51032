import { openedExports } from '../../facts/ehi-export/exports.ts';
import { comparison, coverage, opened } from '../../facts/ehi-export/samples.ts';
import { about, cantTell, defineRule, failed, inapplicable, passed, type Verdict } from '../../model/rule.ts';
import { eachExport, isUnread, number, percent, some, unread } from '../ehi-export.ts';

/** Values that are written in a way nobody foresaw: so many may be missed before something is missing. */
const mostUnseen = 0.03;
const fewest = 3;

/** What the product shows and its export leaves behind does not go with the patient. */
export default defineRule({
  id: 'ehi-export/uscdi-values',
  says: 'Known values of every data class are in the export',
  otherwise: 'Values that are known of the patient are not in the export',
  cites: ['45 CFR 170.315(b)(10)(i)(A)', '45 CFR 170.315(b)(10)(ii)'],
  barrier: 'ehi-incomplete',
  assumes:
    'what the product shows through its API, or its maker says it stores, it can export; a value counts as there however it is written',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Export every stored element of every data class; compare the export with the screens and the API.',
  per: 'vendor',
  needs: { exports: openedExports },
  judge: ({ exports }) =>
    eachExport(exports, (opened): readonly Verdict[] => {
      const { comparison } = opened.reading;
      if (isUnread(opened)) return [unread(opened)];
      if (!comparison) {
        return [
          cantTell(
            'Nothing is known of the patient to look for: give a manifest of what the export must hold in the profile.',
            ...opened.exhibits,
          ),
        ];
      }
      const classes = comparison.classes.filter(({ beyondUscdi, known }) => !beyondUscdi && known > 0);
      if (classes.length === 0)
        return [inapplicable('Of the data classes of USCDI nothing is known of the patient.', ...opened.exhibits)];
      return classes.map(({ dataClass, known, found, paths }) => {
        const missing = known - found;
        if (missing === 0) return about(dataClass, passed(...opened.exhibits));
        const worst = paths
          .filter(path => path.found < path.known)
          .toSorted((a, b) => b.known - b.found - (a.known - a.found));
        const where = some(
          worst.map(path => `${path.path} (${number(path.known - path.found)} of ${number(path.known)})`),
        );
        const values = comparison.missing.filter(one => one.dataClass === dataClass && one.value !== undefined);
        const shown =
          values.length > 0
            ? ` Among them: ${some(
                values.map(({ value, record }) => `"${value}" of ${record}`),
                3,
              )}.`
            : '';
        const sentence = `${number(missing)} of ${number(known)} known values (${percent(missing, known)}) were not found: ${where}.${shown}`;
        const isMuch = missing >= fewest && missing > known * mostUnseen;
        return about(dataClass, isMuch ? failed(sentence, ...opened.exhibits) : cantTell(sentence, ...opened.exhibits));
      });
    }),
  examples: {
    passed: [
      {
        when: 'all are there',
        facts: { exports: [opened({ comparison: comparison([coverage('Problems', 80, 80)]) })] },
      },
    ],
    failed: [
      {
        when: 'a class is left out',
        facts: { exports: [opened({ comparison: comparison([coverage('Immunizations', 40, 2)]) })] },
      },
    ],
    'cant-tell': [
      {
        when: 'one value of many was not seen',
        facts: { exports: [opened({ comparison: comparison([coverage('Problems', 80, 79)]) })] },
      },
      { when: 'nothing is known', facts: { exports: [opened()] } },
    ],
    inapplicable: [
      {
        when: 'only charges are known',
        facts: { exports: [opened({ comparison: comparison([coverage('Billing', 8, 8, { beyondUscdi: true })]) })] },
      },
    ],
  },
});
