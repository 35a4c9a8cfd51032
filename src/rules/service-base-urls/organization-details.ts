import { endpoint, goodList, listOf, listOfText } from '../../facts/service-base-urls/samples.ts';
import { publishedLists } from '../../facts/service-base-urls.ts';
import { cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { count, eachList } from '../service-base-urls.ts';

/** Addresses without names: a patient cannot pick their doctor from a list of URLs. */
export default defineRule({
  id: 'service-base-urls/organization-details',
  says: 'The list holds the organizations behind its addresses',
  otherwise: 'The list holds addresses, and no organization behind them',
  cites: ['45 CFR 170.404(b)(2)(ii)'],
  barrier: 'sbu-bundle-invalid',
  severity: 'high',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy:
    'Add an Organization for each customer, with name, location, facility identifier and a reference to its Endpoint.',
  per: 'vendor',
  needs: { lists: publishedLists },
  judge: ({ lists }) =>
    eachList(lists, ({ document, truncated, exhibits }) => {
      if (document.organizations.length > 0) return passed(...exhibits);
      if (document.endpoints.length === 0) return inapplicable('The list names no Endpoint either.', ...exhibits);
      if (document.break || truncated) return cantTell('The list broke off before any Organization.', ...exhibits);
      return failed(`The list holds ${count(document.endpoints.length, 'Endpoint')} and no Organization.`, ...exhibits);
    }),
  examples: {
    passed: [{ when: 'both are there', facts: { lists: [goodList] } }],
    failed: [{ when: 'addresses alone', facts: { lists: [listOf([endpoint('alder')])] } }],
    'cant-tell': [
      {
        when: 'the list breaks off',
        facts: {
          lists: [listOfText(`{"resourceType":"Bundle","entry":[{"resource":${JSON.stringify(endpoint('alder'))}},`)],
        },
      },
    ],
    inapplicable: [{ when: 'an empty list', facts: { lists: [listOf([])] } }],
  },
});
