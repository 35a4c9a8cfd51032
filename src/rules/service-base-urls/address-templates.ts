import { isTemplate } from '../../facts/service-base-urls/listed-address.ts';
import { endpoint, goodList, listOf } from '../../facts/service-base-urls/samples.ts';
import { publishedLists } from '../../facts/service-base-urls.ts';
import { defineRule } from '../../model/rule.ts';
import { eachList, judgeRows, quoted } from '../service-base-urls.ts';

/** What belongs into the braces only the vendor knows, and asking is the effort that the list was to spare. */
export default defineRule({
  id: 'service-base-urls/address-templates',
  says: 'The addresses on the list can be used as they stand',
  otherwise: 'Addresses on the list are templates that an app must fill in',
  cites: ['45 CFR 170.404(b)(2)', '45 CFR 170.404(b)(2)(i)'],
  barrier: 'sbu-unpublished-or-gated',
  severity: 'high',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Publish one Endpoint for each customer, with the address filled in.',
  per: 'vendor',
  needs: { lists: publishedLists },
  judge: ({ lists }) =>
    eachList(lists, list => {
      const rows = list.document.addresses;
      return judgeRows({
        list,
        rows,
        none: 'The list has no address to look at.',
        isWrong: isTemplate,
        noun: 'address',
        verb: ['has', 'have'],
        what: 'a place to fill in',
        name: quoted,
      });
    }),
  examples: {
    passed: [{ when: 'they can', facts: { lists: [goodList] } }],
    failed: [
      {
        when: 'the practice must be filled in',
        facts: { lists: [listOf([endpoint('any', { address: 'https://fhir.larkspur.example/{practiceId}/r4' })])] },
      },
    ],
    inapplicable: [{ when: 'there is no address', facts: { lists: [listOf([])] } }],
  },
});
