import { openedExports } from '../../facts/ehi-export/exports.ts';
import { opened } from '../../facts/ehi-export/samples.ts';
import { defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { eachExport, isUnread, number, some, unread } from '../ehi-export.ts';

const connections = { references: 0, broken: 0, brokenBy: [], files: 12, missing: 0, missingBy: [] };

/** A record that names a scan which did not come is a scan lost. */
export default defineRule({
  id: 'ehi-export/attached-files',
  says: 'Every file that the export names is in it',
  otherwise: 'The export names files that are not in it',
  cites: ['45 CFR 170.315(b)(10)(i)(A)', '45 CFR 170.315(b)(10)(ii)'],
  barrier: 'ehi-incomplete',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Put every scan, image, letter and recording into the package, under the path by which records name it.',
  per: 'vendor',
  needs: { exports: openedExports },
  judge: ({ exports }) =>
    eachExport(exports, opened => {
      if (isUnread(opened)) return unread(opened);
      const { files, missing, missingBy } = opened.reading.connections;
      if (files === 0) return inapplicable('No record of the export names a file.', ...opened.exhibits);
      if (missing === 0) return passed(...opened.exhibits);
      const where = some(missingBy.map(({ place, count }) => `${place} (${number(count)})`));
      return failed(
        `${number(missing)} of ${number(files)} files named by records are not in the package; they are named by ${where}.`,
        ...opened.exhibits,
      );
    }),
  examples: {
    passed: [{ when: 'all are there', facts: { exports: [opened({ connections })] } }],
    failed: [
      {
        when: 'scans are named and left out',
        facts: {
          exports: [
            opened({ connections: { ...connections, missing: 5, missingBy: [{ place: 'SCAN.FILE_NAME', count: 5 }] } }),
          ],
        },
      },
    ],
    inapplicable: [{ when: 'no record names a file', facts: { exports: [opened()] } }],
    'cant-tell': [
      {
        when: 'nothing could be opened',
        facts: {
          exports: [
            opened({
              inventory: {
                ...opened().reading.inventory,
                files: 0,
                problems: [{ kind: 'broken', path: 'x.zip', message: 'is cut off' }],
              },
            }),
          ],
        },
      },
    ],
  },
});
