import { openedExports } from '../../facts/ehi-export/exports.ts';
import { formatDescription } from '../../facts/ehi-export/format-description.ts';
import {
  comparison,
  coverage,
  description,
  inventory,
  opened,
  statement,
  table,
} from '../../facts/ehi-export/samples.ts';
import { defineRule } from '../../model/rule.ts';
import { judgeKind } from '../ehi-export.ts';

/** Scans, pictures and letters are often the only trace of care elsewhere. */
export default defineRule({
  id: 'ehi-export/images-and-documents',
  says: 'Scanned papers, images and letters are in the export',
  otherwise: 'Scanned papers, images or letters are not in the export',
  cites: ['45 CFR 170.315(b)(10)(i)(A)', '45 CFR 170.315(b)(10)(ii)'],
  barrier: 'ehi-incomplete',
  assumes:
    'a file that the product stores for a patient is part of what it can export; the text of the law speaks neither of images nor against them',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Export every stored file, named by the record that it belongs to.',
  per: 'vendor',
  needs: { exports: openedExports },
  mayUse: { description: formatDescription },
  judge: ({ exports, description }) => judgeKind('Images and Documents', exports, description),
  examples: {
    passed: [
      {
        when: 'what is known is there',
        facts: { exports: [opened({ comparison: comparison([coverage('Images and Documents', 20, 20)]) })] },
      },
      {
        when: 'a table of them is there',
        facts: { exports: [opened({ inventory: inventory({ tables: [table('SCAN')] }) })] },
      },
    ],
    failed: [
      {
        when: 'what is known is not there',
        facts: { exports: [opened({ comparison: comparison([coverage('Images and Documents', 20, 1)]) })] },
      },
      {
        when: 'the description leaves it out',
        facts: {
          exports: [opened()],
          description: description([
            statement('excluded', 'Physical attachments are excluded.', 'Images and Documents'),
          ]),
        },
      },
    ],
    'cant-tell': [{ when: 'nothing is known, and nothing shows any', facts: { exports: [opened()] } }],
  },
});
