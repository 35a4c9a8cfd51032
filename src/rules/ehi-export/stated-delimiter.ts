import { openedExports } from '../../facts/ehi-export/exports.ts';
import { formatDescription } from '../../facts/ehi-export/format-description.ts';
import { inventory, opened, table } from '../../facts/ehi-export/samples.ts';
import { cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { count, eachExport } from '../ehi-export.ts';

const words: readonly (readonly [sign: string, name: string, words: RegExp])[] = [
  ['\t', 'tabs', /\btsv\b|\btab[- ](delimited|separated)|separated by tabs?\b/i],
  [',', 'commas', /\bcsv\b|\bcomma[- ](delimited|separated)|separated by commas?\b/i],
  ['|', 'pipes', /\bpipe[- ](delimited|separated)|separated by (pipes?|vertical bars?)\b/i],
  [';', 'semicolons', /\bsemicolon[- ](delimited|separated)|separated by semicolons?\b/i],
  ['^', 'carets', /\bcaret[- ](delimited|separated)|separated by carets?\b/i],
];
const nameOf = (sign: string): string => words.find(([one]) => one === sign)?.[1] ?? `"${sign}"`;

/** Who splits a file at the wrong sign gets a table of nonsense, and may not notice. */
export default defineRule({
  id: 'ehi-export/stated-delimiter',
  says: 'Columns are separated by the sign that is stated',
  otherwise: 'Columns are separated by another sign than the one that is stated',
  cites: ['45 CFR 170.315(b)(10)(iii)', '45 CFR 170.315(b)(10)(i)(E)'],
  barrier: 'ehi-format-doc-defect',
  severity: 'medium',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Say in the description which sign separates columns, and how cells that hold it are written.',
  per: 'vendor',
  needs: { exports: openedExports },
  mayUse: { description: formatDescription },
  judge: ({ exports, description }) =>
    eachExport(exports, opened => {
      const tables = opened.reading.inventory.tables.filter(
        ({ delimiter, columns }) => delimiter !== undefined && columns.length > 1,
      );
      if (tables.length === 0) return inapplicable('The export has no tables of separated values.', ...opened.exhibits);
      const text = description?.documents.map(document => document.text).join('\n') ?? '';
      const stated = words.filter(([, , said]) => said.test(text));
      if (!description || stated.length === 0) {
        const sentence = `The tables are separated by ${nameOf(tables[0]!.delimiter!)}; no words about that were found in a description.`;
        return cantTell(sentence, ...opened.exhibits);
      }
      const wrong = tables.filter(({ delimiter }) => !stated.some(([sign]) => sign === delimiter));
      const [first] = wrong;
      if (!first) return passed(...opened.exhibits, ...description.exhibits);
      // A description may speak of a file that is no table of the record.
      return failed(
        `The description says ${stated.map(([, name]) => name).join(' and ')}; ${count(wrong.length, 'table')}, first ${first.name}, are separated by ${nameOf(first.delimiter!)}.`,
        ...opened.exhibits,
        ...description.exhibits,
      );
    }),
  examples: {
    passed: [
      {
        when: 'commas are stated and written',
        facts: { exports: [opened()], description: describing('The tables are comma-separated.') },
      },
    ],
    failed: [
      {
        when: 'commas are stated and pipes written',
        facts: {
          exports: [opened({ inventory: inventory({ tables: [table('PATIENT', { delimiter: '|' })] }) })],
          description: describing('The tables are comma-separated.'),
        },
      },
    ],
    'cant-tell': [
      { when: 'nothing is stated', facts: { exports: [opened()], description: describing('There are tables.') } },
    ],
    inapplicable: [
      {
        when: 'there are lines of JSON alone',
        facts: {
          exports: [
            opened({
              inventory: inventory({
                tables: [{ name: 'Patient', shape: 'fhir', files: 1, rows: 1, ragged: 0, columns: [] }],
              }),
            }),
          ],
        },
      },
    ],
  },
});

function describing(text: string) {
  return { pages: [], documents: [{ text } as never], statements: [], exhibits: [`sha256:${'0'.repeat(64)}`] as const };
}
