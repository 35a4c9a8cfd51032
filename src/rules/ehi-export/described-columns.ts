import { openedExports } from '../../facts/ehi-export/exports.ts';
import { agreement, opened } from '../../facts/ehi-export/samples.ts';
import { cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { eachExport, number, percent, some } from '../ehi-export.ts';

/** The dictionary of a careful vendor knows 99.5 % of the columns; so much less is a dictionary left behind. */
const mostColumns = 0.05;

/** A figure under a name that nobody explains is a figure lost. */
export default defineRule({
  id: 'ehi-export/described-columns',
  says: 'The columns of the export are in the description of its format',
  otherwise: 'The export has columns that the description of its format does not name',
  cites: ['45 CFR 170.315(b)(10)(iii)', '45 CFR 170.315(b)(10)(i)(E)', '45 CFR 170.315(b)(10)(ii)(B)'],
  barrier: 'ehi-format-doc-defect',
  assumes:
    'up to 5 % of columns may differ between a release and its description; their order and empty columns mean nothing',
  severity: 'medium',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Publish the whole data dictionary with every release, made from the program that exports.',
  per: 'vendor',
  needs: { exports: openedExports },
  judge: ({ exports }) =>
    eachExport(exports, opened => {
      const { agreement } = opened.reading;
      if (!agreement)
        return cantTell('No description of the format could be read to compare it with.', ...opened.exhibits);
      const { compared, undescribedColumns, leftOut, absentColumns } = agreement;
      if (compared.columns === 0)
        return inapplicable('The export holds no columns of the kind that a dictionary describes.', ...opened.exhibits);
      if (undescribedColumns.length === 0) return passed(...opened.exhibits);
      const tables = new Set(undescribedColumns.map(({ table }) => table));
      const names = some(undescribedColumns.map(({ table, column }) => `${table}.${column}`));
      const other =
        absentColumns.count > 0
          ? ` (${number(absentColumns.count)} described columns are not in the export, which may be right)`
          : '';
      const sentence = `${number(undescribedColumns.length)} of ${number(compared.columns)} columns (${percent(undescribedColumns.length, compared.columns)}), in ${number(tables.size)} tables, are not described: ${names}${other}.`;
      if (leftOut) return cantTell(`${sentence} Of the description we did not read ${leftOut}.`, ...opened.exhibits);
      return undescribedColumns.length > compared.columns * mostColumns
        ? failed(sentence, ...opened.exhibits)
        : cantTell(sentence, ...opened.exhibits);
    }),
  examples: {
    passed: [{ when: 'all are described', facts: { exports: [opened({ agreement: agreement() })] } }],
    failed: [
      {
        when: 'a twelfth of the columns is not',
        facts: {
          exports: [
            opened({
              agreement: agreement({
                undescribedColumns: Array.from({ length: 66 }, (_, index) => ({
                  table: 'PATIENT',
                  column: `C${index}`,
                  filled: 4,
                })),
              }),
            }),
          ],
        },
      },
    ],
    'cant-tell': [
      {
        when: 'four of eight hundred are not, as with the most careful vendor',
        facts: {
          exports: [
            opened({
              agreement: agreement({
                undescribedColumns: Array.from({ length: 4 }, (_, index) => ({
                  table: 'PATIENT',
                  column: `C${index}`,
                  filled: 4,
                })),
              }),
            }),
          ],
        },
      },
      { when: 'there is no description', facts: { exports: [opened()] } },
    ],
    inapplicable: [
      {
        when: 'it is a clinical document',
        facts: { exports: [opened({ agreement: agreement({ compared: { tables: 0, rows: 0, columns: 0 } }) })] },
      },
    ],
  },
});
