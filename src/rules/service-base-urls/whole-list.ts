import { bundle, goodList, listOf, listOfText, practices } from '../../facts/service-base-urls/samples.ts';
import { publishedLists } from '../../facts/service-base-urls.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { count, eachList, number } from '../service-base-urls.ts';

const text = JSON.stringify(bundle(practices));

/** Practices behind the place where a list breaks do not exist for any app that reads it. */
export default defineRule({
  id: 'service-base-urls/whole-list',
  says: 'The list can be read to its end',
  otherwise: 'The list breaks off before its end',
  cites: ['45 CFR 170.404(b)(2)(iii)(A)'],
  barrier: 'sbu-bundle-invalid',
  severity: 'high',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Serve the whole Bundle as valid JSON.',
  per: 'vendor',
  needs: { lists: publishedLists },
  judge: ({ lists }) =>
    eachList(lists, ({ document, truncated, exhibits }) => {
      const { entries, next } = document;
      const broken = document.break;
      if (truncated) {
        const why = truncated === 'limit' ? 'it is longer than we read' : 'the connection ended';
        return cantTell(`After ${count(entries, 'whole resource')} the list broke off: ${why}.`, ...exhibits);
      }
      if (broken) {
        const where = `in entry ${number(broken.entry)}, ${broken.why === 'ends-early' ? 'at' : 'near'} byte ${number(broken.byte)}`;
        if (broken.why === 'too-deep') return cantTell(`We read no further ${where}: ${broken.message}.`, ...exhibits);
        return failed(`The JSON breaks ${where}: ${broken.message}.`, ...exhibits);
      }
      if (next) return cantTell(`The list goes on at ${next}, and that page was not read.`, ...exhibits);
      return passed(...exhibits);
    }),
  examples: {
    passed: [{ when: 'it is whole', facts: { lists: [goodList] } }],
    failed: [
      { when: 'it ends too early', facts: { lists: [listOfText(text.slice(0, -40))] } },
      { when: 'it is no JSON from somewhere on', facts: { lists: [listOfText(`${text.slice(0, -40)},,,`)] } },
    ],
    'cant-tell': [
      {
        when: 'the connection ended',
        facts: { lists: [listOfText(text.slice(0, -40), { truncated: 'connection' })] },
      },
      {
        when: 'it is deeper than we read',
        facts: {
          lists: [listOfText(`{"resourceType":"Bundle","entry":[{"resource":${'['.repeat(300)}${']'.repeat(300)}}]}`)],
        },
      },
      {
        when: 'a further page was not read',
        facts: {
          lists: [
            listOf(practices, {
              type: 'searchset',
              link: [{ relation: 'next', url: 'https://www.larkspur.example/2' }],
            }),
          ],
        },
      },
    ],
  },
});
