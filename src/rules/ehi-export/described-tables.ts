import { openedExports } from '../../facts/ehi-export/exports.ts';
import { agreement, opened } from '../../facts/ehi-export/samples.ts';
import { cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { eachExport, number, percent, some } from '../ehi-export.ts';

/** The dictionary of a careful vendor lacks two of 550 tables: another release, a name that changed. */
const mostTables = 0.02;
/** A table without description that holds so much of the rows is no oversight. */
const mostRows = 0.01;

/** Nobody can tell what stands in a table that nobody describes. */
export default defineRule({
  id: 'ehi-export/described-tables',
  says: 'The tables of the export are in the description of its format',
  otherwise: 'The export has tables that the description of its format does not name',
  cites: ['45 CFR 170.315(b)(10)(iii)', '45 CFR 170.315(b)(10)(i)(E)', '45 CFR 170.315(b)(10)(ii)(B)'],
  barrier: 'ehi-format-doc-defect',
  assumes:
    'a few tables that changed their names between releases are no defect: up to 2 % of them, with up to 1 % of the rows each',
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
      const { compared, undescribedTables, leftOut } = agreement;
      if (compared.tables === 0)
        return inapplicable('The export holds no tables of the kind that a dictionary describes.', ...opened.exhibits);
      if (undescribedTables.length === 0) return passed(...opened.exhibits);
      const names = some(undescribedTables.map(({ name, rows }) => `${name} (${number(rows)} rows)`));
      const sentence = `${number(undescribedTables.length)} of ${number(compared.tables)} tables (${percent(undescribedTables.length, compared.tables)}) are not described: ${names}.`;
      if (leftOut) return cantTell(`${sentence} Of the description we did not read ${leftOut}.`, ...opened.exhibits);
      const isMuch =
        undescribedTables.length > compared.tables * mostTables ||
        undescribedTables.some(({ rows }) => rows > compared.rows * mostRows);
      return isMuch ? failed(sentence, ...opened.exhibits) : cantTell(sentence, ...opened.exhibits);
    }),
  examples: {
    passed: [{ when: 'all are described', facts: { exports: [opened({ agreement: agreement() })] } }],
    failed: [
      {
        when: 'five of a hundred tables are not',
        facts: {
          exports: [
            opened({
              agreement: agreement({ undescribedTables: ['A', 'B', 'C', 'D', 'E'].map(name => ({ name, rows: 3 })) }),
            }),
          ],
        },
      },
    ],
    'cant-tell': [
      {
        when: 'one small table of a hundred is not',
        facts: { exports: [opened({ agreement: agreement({ undescribedTables: [{ name: 'ALT_TASK', rows: 2 }] }) })] },
      },
      { when: 'there is no description', facts: { exports: [opened()] } },
      {
        when: 'the dictionary was too long to be read whole',
        facts: {
          exports: [
            opened({
              agreement: agreement({ leftOut: 'pages after 400', undescribedTables: [{ name: 'ZOSTER', rows: 900 }] }),
            }),
          ],
        },
      },
    ],
    inapplicable: [
      {
        when: 'it is a clinical document',
        facts: { exports: [opened({ agreement: agreement({ compared: { tables: 0, rows: 0, columns: 0 } }) })] },
      },
    ],
  },
});
