import { openedExports } from '../../facts/ehi-export/exports.ts';
import { agreement, opened } from '../../facts/ehi-export/samples.ts';
import { cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { eachExport, number, some } from '../ehi-export.ts';

/** Of 548 tables of a careful vendor three have rows with the same key. */
const mostTables = 0.02;

/** Who joins tables by a key that is not unique puts one patient's visit under another's. */
export default defineRule({
  id: 'ehi-export/declared-keys',
  says: 'Declared keys tell one row from another',
  otherwise: 'Rows share a key that is declared to tell them apart',
  cites: ['45 CFR 170.315(b)(10)(iii)', '45 CFR 170.315(b)(10)(i)(D)'],
  barrier: 'ehi-format-doc-defect',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Declare the columns that together are the key, or export each row once.',
  per: 'vendor',
  needs: { exports: openedExports },
  judge: ({ exports }) =>
    eachExport(exports, opened => {
      const { agreement } = opened.reading;
      if (!agreement || agreement.keyedTables === 0)
        return inapplicable('No key of a table in the export is declared.', ...opened.exhibits);
      const { repeatedKeys, keyedTables } = agreement;
      if (repeatedKeys.length === 0) return passed(...opened.exhibits);
      const which = some(
        repeatedKeys.map(({ table, columns, rows }) => `${table} (${columns.join(', ')}: ${number(rows)} rows)`),
      );
      const sentence = `In ${number(repeatedKeys.length)} of ${number(keyedTables)} tables with a declared key, rows share it: ${which}.`;
      return repeatedKeys.length > keyedTables * mostTables
        ? failed(sentence, ...opened.exhibits)
        : cantTell(sentence, ...opened.exhibits);
    }),
  examples: {
    passed: [{ when: 'every key is unique', facts: { exports: [opened({ agreement: agreement() })] } }],
    failed: [
      {
        when: 'a tenth of the tables repeat their keys',
        facts: {
          exports: [
            opened({
              agreement: agreement({
                keyedTables: 20,
                repeatedKeys: [
                  { table: 'VISIT', columns: ['visit_id'], rows: 8 },
                  { table: 'NOTE', columns: ['note_id'], rows: 2 },
                ],
              }),
            }),
          ],
        },
      },
    ],
    'cant-tell': [
      {
        when: 'one table of ninety repeats a key',
        facts: {
          exports: [
            opened({ agreement: agreement({ repeatedKeys: [{ table: 'CLAIM', columns: ['claim_id'], rows: 1 }] }) }),
          ],
        },
      },
    ],
    inapplicable: [{ when: 'no dictionary was read', facts: { exports: [opened()] } }],
  },
});
