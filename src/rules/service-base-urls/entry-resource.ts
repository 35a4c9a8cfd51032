import { goodList, listOf } from '../../facts/service-base-urls/samples.ts';
import { publishedLists } from '../../facts/service-base-urls.ts';
import { defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { eachList, number } from '../service-base-urls.ts';

/** An entry that only says where a resource might be costs an app a request for each practice, or the practice. */
export default defineRule({
  id: 'service-base-urls/entry-resource',
  says: 'Every entry of the list holds a resource',
  otherwise: 'Entries of the list hold no resource',
  cites: ['45 CFR 170.404(b)(2)(iii)(A)'],
  barrier: 'sbu-bundle-invalid',
  severity: 'low',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Put the Endpoint or Organization itself into entry.resource.',
  per: 'vendor',
  needs: { lists: publishedLists },
  judge: ({ lists }) =>
    eachList(lists, ({ document: { entries, entriesWithoutResource }, exhibits }) => {
      if (entries === 0) return inapplicable('The list has no entry.', ...exhibits);
      if (entriesWithoutResource === 0) return passed(...exhibits);
      const hold = entriesWithoutResource === 1 ? 'holds' : 'hold';
      return failed(
        `${number(entriesWithoutResource)} of ${number(entries)} entries ${hold} no resource that names its type.`,
        ...exhibits,
      );
    }),
  examples: {
    passed: [{ when: 'each does', facts: { lists: [goodList] } }],
    failed: [
      {
        when: 'one only says where it is',
        facts: { lists: [listOf([], { entry: [{ fullUrl: 'https://fhir.larkspur.example/r4/Endpoint/alder' }] })] },
      },
    ],
    inapplicable: [{ when: 'an empty list', facts: { lists: [listOf([])] } }],
  },
});
