import { openedExports } from '../../facts/ehi-export/exports.ts';
import { inventory, opened } from '../../facts/ehi-export/samples.ts';
import { defineRule } from '../../model/rule.ts';
import { eachExport, judgeProblems } from '../ehi-export.ts';

/** A file that unpacks outside its folder can overwrite another on the machine of whoever opens it: careful tools refuse the whole export. */
export default defineRule({
  id: 'ehi-export/paths-within',
  says: 'Every file of the export unpacks into its own folder',
  otherwise: 'Files of the export would be unpacked outside its folder, or are mere links',
  cites: ['45 CFR 170.315(b)(10)(i)(D)', '45 CFR 170.315(b)(10)(ii)(A)'],
  barrier: 'ehi-not-computable',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Write paths relative to the root of the archive, without "..", and files instead of links.',
  per: 'vendor',
  needs: { exports: openedExports },
  judge: ({ exports }) => eachExport(exports, opened => judgeProblems(opened, ['path', 'link'])),
  examples: {
    passed: [{ when: 'every file opens', facts: { exports: [opened()] } }],
    failed: [
      {
        when: 'a path leads out of the folder',
        facts: {
          exports: [
            opened({
              inventory: inventory({
                problems: [{ kind: 'path', path: 'export/LABS.csv', message: 'was not unpacked' }],
              }),
            }),
          ],
        },
      },
    ],
  },
});
