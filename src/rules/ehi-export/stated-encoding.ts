import { openedExports } from '../../facts/ehi-export/exports.ts';
import { formatDescription } from '../../facts/ehi-export/format-description.ts';
import { inventory, opened } from '../../facts/ehi-export/samples.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { count, eachExport, isUnread, unread } from '../ehi-export.ts';

/** Names lose their accents, and notes their words, where a program must guess how characters are written. */
export default defineRule({
  id: 'ehi-export/stated-encoding',
  says: 'Texts of the export are in the character encoding that is stated',
  otherwise: 'Texts of the export are not in the character encoding that is stated',
  cites: ['45 CFR 170.315(b)(10)(iii)', '45 CFR 170.315(b)(10)(i)(D)', '45 CFR 170.315(b)(10)(ii)(A)'],
  barrier: 'ehi-not-computable',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Write every text in one encoding, best UTF-8, and say which in the description.',
  per: 'vendor',
  needs: { exports: openedExports },
  mayUse: { description: formatDescription },
  judge: ({ exports, description }) =>
    eachExport(exports, opened => {
      if (isUnread(opened)) return unread(opened);
      const { badlyWritten, encodings } = opened.reading.inventory;
      const stated = description?.documents.some(({ text }) => /\butf-?8\b/i.test(text)) ?? false;
      const other = Object.entries(encodings).find(([encoding]) => !encoding.startsWith('utf'));
      const [first] = badlyWritten;
      if (stated && other)
        return failed(
          `The description says UTF-8, and ${count(other[1], 'file')} are not: they look like ${other[0]}.`,
          ...opened.exhibits,
          ...description!.exhibits,
        );
      if (first) {
        const sentence = `${first.path} has ${count(first.broken, 'character')} that are none in ${first.encoding}.`;
        return stated
          ? failed(sentence, ...opened.exhibits, ...description!.exhibits)
          : cantTell(sentence, ...opened.exhibits);
      }
      return passed(...opened.exhibits);
    }),
  examples: {
    passed: [{ when: 'every text is UTF-8', facts: { exports: [opened()] } }],
    failed: [
      {
        when: 'UTF-8 is stated and Windows-1252 written',
        facts: {
          exports: [opened({ inventory: inventory({ encodings: { 'utf-8': 2, 'windows-1252': 1 } }) })],
          description: {
            pages: [],
            documents: [{ text: 'Text is UTF-8.' } as never],
            statements: [],
            exhibits: [`sha256:${'0'.repeat(64)}`],
          },
        },
      },
    ],
    'cant-tell': [
      {
        when: 'characters are broken and nothing is stated',
        facts: {
          exports: [
            opened({ inventory: inventory({ badlyWritten: [{ path: 'NOTE.csv', encoding: 'utf-8', broken: 7 }] }) }),
          ],
        },
      },
    ],
  },
});
