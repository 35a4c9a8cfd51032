import { endpoint, goodList, listOf, organization } from '../../facts/service-base-urls/samples.ts';
import { publishedLists } from '../../facts/service-base-urls.ts';
import { defineRule } from '../../model/rule.ts';
import { eachList, judgeRows, nameOfEndpoint } from '../service-base-urls.ts';

/** The address is what the whole list is for. */
export default defineRule({
  id: 'service-base-urls/endpoint-address',
  says: 'Every Endpoint on the list has an address',
  otherwise: 'Endpoints on the list have no address',
  cites: ['45 CFR 170.404(b)(2)(i)'],
  barrier: 'sbu-bundle-invalid',
  severity: 'high',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Put the FHIR base address into Endpoint.address.',
  per: 'vendor',
  needs: { lists: publishedLists },
  judge: ({ lists }) =>
    eachList(lists, list => {
      const rows = list.document.endpoints;
      return judgeRows({
        list,
        rows,
        none: 'The list names no Endpoint.',
        isWrong: ({ address }) => !address?.trim(),
        noun: 'Endpoint',
        verb: ['has', 'have'],
        what: 'no address',
        name: nameOfEndpoint,
      });
    }),
  examples: {
    passed: [{ when: 'each has one', facts: { lists: [goodList] } }],
    failed: [
      {
        when: 'one has none',
        facts: { lists: [listOf([endpoint('alder', { address: undefined }), organization('alder')])] },
      },
      {
        when: 'one is blank',
        facts: { lists: [listOf([endpoint('alder', { address: ' ' }), organization('alder')])] },
      },
    ],
    inapplicable: [{ when: 'there is no Endpoint', facts: { lists: [listOf([])] } }],
  },
});
