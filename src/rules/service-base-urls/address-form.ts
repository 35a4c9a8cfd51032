import { isTemplate, malformation } from '../../facts/service-base-urls/listed-address.ts';
import { endpoint, goodList, listOf } from '../../facts/service-base-urls/samples.ts';
import { publishedLists } from '../../facts/service-base-urls.ts';
import { defineRule } from '../../model/rule.ts';
import { eachList, judgeRows, quoted, those } from '../service-base-urls.ts';

/** What looks like an address to a person is an error to a program. */
export default defineRule({
  id: 'service-base-urls/address-form',
  says: 'The addresses on the list are well-formed web addresses',
  otherwise: 'Addresses on the list are not well formed',
  cites: ['45 CFR 170.404(b)(2)(i)'],
  barrier: 'sbu-bundle-invalid',
  severity: 'medium',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Publish absolute https addresses without white space and without user names.',
  per: 'vendor',
  needs: { lists: publishedLists },
  judge: ({ lists }) =>
    eachList(lists, list => {
      const rows = those(list.document.addresses, address => !isTemplate(address));
      return judgeRows({
        list,
        rows,
        none: 'The list has no address to look at.',
        isWrong: address => malformation(address) !== undefined,
        noun: 'address',
        verb: ['is', 'are'],
        what: 'not well formed',
        name: address => `${quoted(address)} ${malformation(address)}`,
      });
    }),
  examples: {
    passed: [
      { when: 'they are', facts: { lists: [goodList] } },
      {
        when: 'a slash at the end does no harm',
        facts: { lists: [listOf([endpoint('alder', { address: 'https://fhir.larkspur.example/r4/' })])] },
      },
    ],
    failed: [
      {
        when: 'white space at the end',
        facts: { lists: [listOf([endpoint('alder', { address: 'https://fhir.larkspur.example/r4 ' })])] },
      },
      {
        when: 'no scheme',
        facts: { lists: [listOf([endpoint('alder', { address: 'fhir.larkspur.example/r4' })])] },
      },
      {
        when: 'a user name inside',
        facts: { lists: [listOf([endpoint('alder', { address: 'https://alder:pass@fhir.larkspur.example/r4' })])] },
      },
    ],
    inapplicable: [{ when: 'there is no address', facts: { lists: [listOf([])] } }],
  },
});
