import { openedExports } from '../../facts/ehi-export/exports.ts';
import { comparison, coverage, inventory, opened } from '../../facts/ehi-export/samples.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { count, eachExport, isUnread, number, percent, unread } from '../ehi-export.ts';

/** Beyond this share, what a program could have read was turned into pages for the eye. */
const mostInDocuments = 0.2;

/** Pictures of pages can be looked at, one after another; no other product can take them up. */
export default defineRule({
  id: 'ehi-export/computable-data',
  says: 'Structured information comes as data',
  otherwise: 'Structured information comes as pages for the eye alone',
  cites: ['45 CFR 170.315(b)(10)(i)(D)', '45 CFR 170.315(b)(10)(ii)(A)'],
  barrier: 'ehi-not-computable',
  assumes:
    '"computable" means that a program can take the values out one by one, which it cannot from a print or a picture',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Export what is stored as values as values (tables, JSON, XML), with keys; let documents stand beside them.',
  per: 'vendor',
  needs: { exports: openedExports },
  judge: ({ exports }) =>
    eachExport(exports, opened => {
      const { inventory, comparison } = opened.reading;
      if (isUnread(opened)) return unread(opened);
      const rows = inventory.tables.filter(({ shape }) => shape !== 'text').reduce((sum, table) => sum + table.rows, 0);
      const kinds = Object.entries(inventory.kinds).map(([kind, files]) => `${number(files)} ${kind}`);
      if (rows === 0)
        return failed(
          `No file holds values that a program could read: there are ${kinds.join(', ')}.`,
          ...opened.exhibits,
        );
      if (comparison && comparison.inDocumentsAlone > comparison.known * mostInDocuments) {
        const share = percent(comparison.inDocumentsAlone, comparison.known);
        return failed(
          `${count(comparison.inDocumentsAlone, 'known value')} (${share}) stand in documents made for the eye and nowhere else.`,
          ...opened.exhibits,
        );
      }
      if (!comparison && inventory.kinds.pdf && rows < 3)
        return cantTell(`There are ${count(rows, 'row')} of data beside ${kinds.join(', ')}.`, ...opened.exhibits);
      return passed(...opened.exhibits);
    }),
  examples: {
    passed: [{ when: 'tables hold the record', facts: { exports: [opened()] } }],
    failed: [
      {
        when: 'the export is a stack of PDF files',
        facts: { exports: [opened({ inventory: inventory({ kinds: { pdf: 12 }, tables: [], attachmentCount: 12 }) })] },
      },
      {
        when: 'half of what is known stands in a print alone',
        facts: {
          exports: [opened({ comparison: comparison([coverage('Problems', 100, 100)], { inDocumentsAlone: 50 }) })],
        },
      },
    ],
    'cant-tell': [
      {
        when: 'hardly a row stands beside a PDF, and nothing is known of the patient',
        facts: {
          exports: [
            opened({
              inventory: inventory({
                kinds: { pdf: 3, json: 1 },
                tables: [{ name: 'summary', shape: 'json', files: 1, rows: 1, ragged: 0, columns: [] }],
              }),
            }),
          ],
        },
      },
    ],
  },
});
