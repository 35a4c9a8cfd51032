import { wayToEndpoint } from '../../facts/service-base-urls/linkage.ts';
import { endpoint, goodList, listOf, organization } from '../../facts/service-base-urls/samples.ts';
import { publishedLists } from '../../facts/service-base-urls.ts';
import { defineRule } from '../../model/rule.ts';
import { eachList, inUse, judgeRows, nameOfOrganization, those } from '../service-base-urls.ts';

/** Apps that follow the rule's words look in Organization.endpoint and find nothing there. */
export default defineRule({
  id: 'service-base-urls/linkage-direction',
  says: 'Organizations name their Endpoints themselves',
  otherwise: 'Organizations can be linked to their Endpoints only from the Endpoint',
  cites: ['45 CFR 170.404(b)(2)(ii)(A)'],
  barrier: 'sbu-bundle-invalid',
  assumes: 'The reference is asked for in Organization.endpoint, so Endpoint.managingOrganization alone is not it.',
  severity: 'low',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Add the reference in Organization.endpoint; Endpoint.managingOrganization may stay.',
  per: 'vendor',
  needs: { lists: publishedLists },
  judge: ({ lists }) =>
    eachList(lists, list => {
      const rows = those(inUse(list), organization => wayToEndpoint(organization) !== undefined);
      return judgeRows({
        list,
        rows,
        none: 'No Organization on the list leads to an Endpoint.',
        isWrong: organization => wayToEndpoint(organization) === 'managed',
        noun: 'linked Organization',
        verb: ['is', 'are'],
        what: 'linked by Endpoint.managingOrganization alone',
        name: nameOfOrganization,
        mayFollow: true,
      });
    }),
  examples: {
    passed: [{ when: 'they do', facts: { lists: [goodList] } }],
    failed: [
      {
        when: 'only the Endpoint says whose it is',
        facts: {
          lists: [
            listOf([
              endpoint('alder', { managingOrganization: { reference: 'Organization/alder' } }),
              organization('alder', { endpoint: undefined }),
            ]),
          ],
        },
      },
      {
        when: 'the Endpoint says so by identifier',
        facts: {
          lists: [
            listOf([
              endpoint('alder', {
                managingOrganization: {
                  identifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: '2902400011' },
                },
              }),
              organization('alder', { endpoint: undefined }),
            ]),
          ],
        },
      },
    ],
    inapplicable: [
      { when: 'nothing is linked', facts: { lists: [listOf([organization('alder', { endpoint: [] })])] } },
    ],
  },
});
