import { endingOf } from '../../facts/service-base-urls/listed-address.ts';
import { endpoint, goodList, listOf } from '../../facts/service-base-urls/samples.ts';
import { publishedLists } from '../../facts/service-base-urls.ts';
import { defineRule } from '../../model/rule.ts';
import { eachList, judgeRows, quoted } from '../service-base-urls.ts';

/** An app adds "/Patient" to what it finds here: behind "/metadata" that leads nowhere. */
export default defineRule({
  id: 'service-base-urls/base-addresses',
  says: 'The addresses on the list are base addresses, with nothing behind them',
  otherwise: 'Addresses on the list are those of metadata, not of a base',
  cites: ['45 CFR 170.404(b)(2)(i)'],
  barrier: 'sbu-bundle-invalid',
  assumes: 'A slash at the end belongs to the base.',
  severity: 'low',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Take /metadata or /.well-known/smart-configuration off the end of Endpoint.address.',
  per: 'vendor',
  needs: { lists: publishedLists },
  judge: ({ lists }) =>
    eachList(lists, list => {
      const rows = list.document.addresses;
      return judgeRows({
        list,
        rows,
        none: 'The list has no address to look at.',
        isWrong: address => endingOf(address) !== undefined,
        noun: 'address',
        verb: ['ends', 'end'],
        what: 'behind the base',
        name: quoted,
      });
    }),
  examples: {
    passed: [{ when: 'they are', facts: { lists: [goodList] } }],
    failed: [
      {
        when: 'one is that of its metadata',
        facts: { lists: [listOf([endpoint('alder', { address: 'https://fhir.larkspur.example/r4/metadata' })])] },
      },
    ],
    inapplicable: [{ when: 'there is no address', facts: { lists: [listOf([])] } }],
  },
});
