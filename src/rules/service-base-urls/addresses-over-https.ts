import { isOnLoopback } from '../../facts/service-base-urls/listed-address.ts';
import { endpoint, goodList, listOf } from '../../facts/service-base-urls/samples.ts';
import { publishedLists } from '../../facts/service-base-urls.ts';
import { defineRule } from '../../model/rule.ts';
import { eachList, judgeRows, quoted, those } from '../service-base-urls.ts';

/** Over http anyone on the way can read a patient's record, or the token that opens it. */
export default defineRule({
  id: 'service-base-urls/addresses-over-https',
  says: 'The addresses on the list begin with https',
  otherwise: 'Addresses on the list begin with http',
  cites: ['45 CFR 170.404(b)(2)'],
  barrier: 'sbu-bundle-invalid',
  assumes:
    'An address "that can be used by patients" is one that an app may use: records are asked for over TLS alone.',
  severity: 'medium',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Publish the https address.',
  per: 'vendor',
  needs: { lists: publishedLists },
  judge: ({ lists }) =>
    eachList(lists, list => {
      const rows = those(list.document.addresses, address => /^\s*https?:/i.test(address) && !isOnLoopback(address));
      return judgeRows({
        list,
        rows,
        none: 'The list has no address on the web but those of this very machine.',
        isWrong: address => /^\s*http:/i.test(address),
        noun: 'address',
        verb: ['begins', 'begin'],
        what: 'with http',
        name: quoted,
      });
    }),
  examples: {
    passed: [{ when: 'they do', facts: { lists: [goodList] } }],
    failed: [
      {
        when: 'one does not',
        facts: {
          lists: [listOf([endpoint('alder'), endpoint('cedar', { address: 'http://fhir.larkspur.example/r4' })])],
        },
      },
    ],
    inapplicable: [
      {
        when: 'the list is of this machine',
        facts: { lists: [listOf([endpoint('alder', { address: 'http://127.0.0.1:8080/r4' })])] },
      },
    ],
  },
});
