import { openedExports } from '../../facts/ehi-export/exports.ts';
import { inventory, opened } from '../../facts/ehi-export/samples.ts';
import { defineRule } from '../../model/rule.ts';
import { eachExport, judgeProblems } from '../ehi-export.ts';

/** Whoever gets half an archive has half a record, and cannot know which half. */
export default defineRule({
  id: 'ehi-export/package-intact',
  says: 'The export opens from its first file to its last',
  otherwise: 'The export cannot be opened whole',
  cites: ['45 CFR 170.315(b)(10)(i)(D)', '45 CFR 170.315(b)(10)(ii)(A)'],
  barrier: 'ehi-not-computable',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Write the archive whole, check it before it is handed over, and hand over the password that opens it.',
  per: 'vendor',
  needs: { exports: openedExports },
  judge: ({ exports }) => eachExport(exports, opened => judgeProblems(opened, ['broken', 'password-wrong'])),
  examples: {
    passed: [{ when: 'every file opens', facts: { exports: [opened()] } }],
    failed: [
      {
        when: 'an archive is cut off',
        facts: {
          exports: [
            opened({
              inventory: inventory({
                problems: [{ kind: 'broken', path: 'export/LABS.csv', message: 'was not unpacked' }],
              }),
            }),
          ],
        },
      },
    ],
  },
});
