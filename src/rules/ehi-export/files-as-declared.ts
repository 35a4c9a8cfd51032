import { openedExports } from '../../facts/ehi-export/exports.ts';
import { inventory, opened, table } from '../../facts/ehi-export/samples.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { count, eachExport, isUnread, number, percent, unread } from '../ehi-export.ts';

/** So many rows may be ragged before a reader can no longer trust where a column ends. */
const mostRagged = 0.01;

/** A line that no program can read is a part of someone's record that no program will ever see. */
export default defineRule({
  id: 'ehi-export/files-as-declared',
  says: 'Every file of the export can be read as what it is',
  otherwise: 'Files of the export break the format that they are written in',
  cites: ['45 CFR 170.315(b)(10)(i)(D)', '45 CFR 170.315(b)(10)(ii)(A)'],
  barrier: 'ehi-not-computable',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Write files with a library for their format: escape line ends, delimiters and quotation marks in texts.',
  per: 'vendor',
  needs: { exports: openedExports },
  judge: ({ exports }) =>
    eachExport(exports, opened => {
      const { inventory } = opened.reading;
      if (isUnread(opened)) return unread(opened);
      const place = ({ path, line }: { path: string; line?: number }) =>
        line === undefined ? path : `${path}, line ${number(line)},`;
      const broken = inventory.troubles.find(({ kind }) => kind === 'malformed');
      if (broken) {
        return failed(
          `${count(inventory.malformed, 'place')} cannot be read; the first: ${place(broken)} ${broken.message}.`,
          ...opened.exhibits,
        );
      }
      const ragged = inventory.tables.filter(table => table.ragged > 0);
      const [worst] = ragged.toSorted((a, b) => b.ragged / b.rows - a.ragged / a.rows);
      if (!worst) return passed(...opened.exhibits);
      const first = inventory.troubles.find(({ kind, table }) => kind === 'ragged' && table === worst.name);
      const example = first ? ` ${place(first)} ${first.message}.` : '';
      const sentence = `In ${count(ragged.length, 'table')} rows have more or fewer cells than there are columns; in ${worst.name} ${percent(worst.ragged, worst.rows)} do.${example}`;
      return worst.ragged > worst.rows * mostRagged
        ? failed(sentence, ...opened.exhibits)
        : cantTell(sentence, ...opened.exhibits);
    }),
  examples: {
    passed: [{ when: 'every line is whole', facts: { exports: [opened()] } }],
    failed: [
      {
        when: 'a line is no JSON',
        facts: {
          exports: [
            opened({
              inventory: inventory({
                malformed: 1,
                troubles: [
                  { path: 'Condition.ndjson', line: 3, kind: 'malformed', message: 'is not JSON: it ends too early' },
                ],
              }),
            }),
          ],
        },
      },
      {
        when: 'line ends in texts break rows',
        facts: { exports: [opened({ inventory: inventory({ tables: [table('NOTE', { rows: 50, ragged: 9 })] }) })] },
      },
    ],
    'cant-tell': [
      {
        when: 'one row of a thousand has a cell too many',
        facts: { exports: [opened({ inventory: inventory({ tables: [table('NOTE', { rows: 1000, ragged: 1 })] }) })] },
      },
      {
        when: 'nothing could be opened',
        facts: {
          exports: [
            opened({
              inventory: inventory({ files: 0, problems: [{ kind: 'broken', path: 'x.zip', message: 'is cut off' }] }),
            }),
          ],
        },
      },
    ],
  },
});
