import { openedExports } from '../../facts/ehi-export/exports.ts';
import { inventory, opened } from '../../facts/ehi-export/samples.ts';
import { defineRule } from '../../model/rule.ts';
import { eachExport, judgeProblems } from '../ehi-export.ts';

/** What unpacks to a thousand times its length fills the disk of whoever opens it. */
export default defineRule({
  id: 'ehi-export/honest-size',
  says: 'The export unpacks to a length that its archive makes credible',
  otherwise: 'Parts of the export unpack to far more than any honest file',
  cites: ['45 CFR 170.315(b)(10)(i)(D)', '45 CFR 170.315(b)(10)(ii)(A)'],
  barrier: 'ehi-not-computable',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Pack files plainly, each once.',
  per: 'vendor',
  needs: { exports: openedExports },
  judge: ({ exports }) => eachExport(exports, opened => judgeProblems(opened, ['expansion'])),
  examples: {
    passed: [{ when: 'every file opens', facts: { exports: [opened()] } }],
    failed: [
      {
        when: 'a file unpacks to a thousand times its length',
        facts: {
          exports: [
            opened({
              inventory: inventory({
                problems: [{ kind: 'expansion', path: 'export/LABS.csv', message: 'was not unpacked' }],
              }),
            }),
          ],
        },
      },
    ],
  },
});
