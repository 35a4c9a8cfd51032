import { openedExports } from '../../facts/ehi-export/exports.ts';
import { opened } from '../../facts/ehi-export/samples.ts';
import { cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { eachExport, number, some } from '../ehi-export.ts';

/** A few records may have been deleted where they are still named; more is a part left out. */
const mostBroken = 0.02;
const connections = { references: 400, broken: 0, brokenBy: [], files: 0, missing: 0, missingBy: [] };

/** A result whose patient, visit or author is not in the export means nothing to whoever takes it up. */
export default defineRule({
  id: 'ehi-export/references-within',
  says: 'What records of the export refer to is in the export',
  otherwise: 'Records of the export refer to records that are not in it',
  cites: ['45 CFR 170.315(b)(10)(i)(A)', '45 CFR 170.315(b)(10)(ii)'],
  barrier: 'ehi-incomplete',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Export with each record the people, places, visits and items that it refers to.',
  per: 'vendor',
  needs: { exports: openedExports },
  judge: ({ exports }) =>
    eachExport(exports, opened => {
      const { references, broken, brokenBy } = opened.reading.connections;
      if (references === 0)
        return inapplicable('The export has no references that lead to a record by its name.', ...opened.exhibits);
      if (broken === 0) return passed(...opened.exhibits);
      const where = some(brokenBy.map(({ place, count }) => `${place} (${number(count)})`));
      const sentence = `${number(broken)} of ${number(references)} references lead to no record of the export: ${where}.`;
      return broken > references * mostBroken
        ? failed(sentence, ...opened.exhibits)
        : cantTell(sentence, ...opened.exhibits);
    }),
  examples: {
    passed: [{ when: 'all lead somewhere', facts: { exports: [opened({ connections })] } }],
    failed: [
      {
        when: 'no practitioner is exported',
        facts: {
          exports: [
            opened({
              connections: {
                ...connections,
                broken: 90,
                brokenBy: [{ place: 'Encounter.participant.individual -> Practitioner', count: 90 }],
              },
            }),
          ],
        },
      },
    ],
    'cant-tell': [
      {
        when: 'one of many leads nowhere',
        facts: {
          exports: [
            opened({
              connections: {
                ...connections,
                broken: 1,
                brokenBy: [{ place: 'Observation.device -> Device', count: 1 }],
              },
            }),
          ],
        },
      },
    ],
    inapplicable: [{ when: 'tables are joined by keys alone', facts: { exports: [opened()] } }],
  },
});
