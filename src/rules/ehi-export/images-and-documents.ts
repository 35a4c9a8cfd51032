import { openedExports } from '../../facts/ehi-export/exports.ts';
import { formatDescription } from '../../facts/ehi-export/format-description.ts';
import { ofKind } from '../../facts/ehi-export/samples.ts';
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
  examples: ofKind('Images and Documents', { table: 'SCAN', excluded: 'Physical attachments are excluded.' }),
});
