import { endpoint, goodList, listOf, organization } from '../../facts/service-base-urls/samples.ts';
import { publishedLists } from '../../facts/service-base-urls.ts';
import { defineRule } from '../../model/rule.ts';
import { eachList, judgeRows, nameOfEndpoint } from '../service-base-urls.ts';

/** Nobody searches for a practice by an address that no organization claims. */
export default defineRule({
  id: 'service-base-urls/endpoint-organization',
  says: 'Every Endpoint on the list belongs to an Organization',
  otherwise: 'Endpoints on the list belong to no Organization',
  cites: ['45 CFR 170.404(b)(2)(ii)'],
  barrier: 'sbu-bundle-invalid',
  severity: 'medium',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Add the Organization, or reference the Endpoint from the Organization it belongs to.',
  per: 'vendor',
  needs: { lists: publishedLists },
  judge: ({ lists }) =>
    eachList(lists, list => {
      const { endpoints, organizations } = list.document;
      const claimed = new Uint8Array(endpoints.length);
      for (const organization of organizations) {
        for (const { number } of organization.endpoints) claimed[number] = 1;
        for (const { number } of organization.managed) claimed[number] = 1;
      }
      return judgeRows({
        list,
        rows: organizations.length > 0 ? endpoints : [],
        none: 'The list does not hold both Endpoints and Organizations.',
        isWrong: ({ number }) => claimed[number] !== 1,
        noun: 'Endpoint',
        verb: ['belongs', 'belong'],
        what: 'to no Organization on the list',
        name: nameOfEndpoint,
        mayFollow: true,
      });
    }),
  examples: {
    passed: [
      { when: 'each is claimed', facts: { lists: [goodList] } },
      {
        when: 'an Endpoint says whose it is',
        facts: {
          lists: [
            listOf([
              endpoint('alder', { managingOrganization: { reference: 'Organization/alder' } }),
              organization('alder', { endpoint: [] }),
            ]),
          ],
        },
      },
    ],
    failed: [
      {
        when: "one is nobody's",
        facts: { lists: [listOf([endpoint('alder'), organization('alder'), endpoint('cedar')])] },
      },
    ],
    inapplicable: [{ when: 'there is no Organization', facts: { lists: [listOf([endpoint('alder')])] } }],
  },
});
