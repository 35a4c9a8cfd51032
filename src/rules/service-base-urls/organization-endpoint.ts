import { wayToEndpoint } from '../../facts/service-base-urls/linkage.ts';
import { endpoint, goodList, listOf, organization } from '../../facts/service-base-urls/samples.ts';
import { publishedLists } from '../../facts/service-base-urls.ts';
import { defineRule } from '../../model/rule.ts';
import { eachList, inUse, judgeRows, nameOfOrganization } from '../service-base-urls.ts';

/** A patient who finds their practice on the list and no address beside it is no further. */
export default defineRule({
  id: 'service-base-urls/organization-endpoint',
  says: 'Every Organization on the list leads to an Endpoint',
  otherwise: 'Organizations on the list lead to no Endpoint',
  cites: ['45 CFR 170.404(b)(2)(ii)(A)'],
  barrier: 'sbu-bundle-invalid',
  assumes:
    'A part may rest on the Endpoint of what it is part of, up to five steps away. An Endpoint that names its managing organization is a link too; which way it runs is judged apart.',
  severity: 'high',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Reference the Endpoint in Organization.endpoint, or the organization that has one in Organization.partOf.',
  per: 'vendor',
  needs: { lists: publishedLists },
  judge: ({ lists }) =>
    eachList(lists, list => {
      const rows = inUse(list);
      return judgeRows({
        list,
        rows,
        none: 'The list holds no Organization in use.',
        isWrong: organization => wayToEndpoint(organization) === undefined,
        noun: 'Organization',
        verb: ['leads', 'lead'],
        what: 'to no Endpoint on the list',
        name: nameOfOrganization,
        mayFollow: true,
      });
    }),
  examples: {
    passed: [
      { when: 'each names its own', facts: { lists: [goodList] } },
      {
        when: 'a clinic rests on its health system',
        facts: {
          lists: [
            listOf([
              endpoint('alder'),
              organization('alder'),
              organization('clinic', { endpoint: undefined, partOf: { reference: 'Organization/alder' } }),
            ]),
          ],
        },
      },
    ],
    failed: [
      {
        when: 'one names none',
        facts: {
          lists: [listOf([endpoint('alder'), organization('alder'), organization('clinic', { endpoint: [] })])],
        },
      },
      {
        when: 'two are part of each other, and neither names one',
        facts: {
          lists: [
            listOf([
              organization('alder', { endpoint: [], partOf: { reference: 'Organization/cedar' } }),
              organization('cedar', { endpoint: [], partOf: { reference: 'Organization/alder' } }),
            ]),
          ],
        },
      },
    ],
    'cant-tell': [
      {
        when: 'the Endpoint may stand in the part that did not come',
        facts: { lists: [listOf([organization('alder')], {}, { truncated: 'connection' })] },
      },
    ],
    inapplicable: [{ when: 'there is no Organization', facts: { lists: [listOf([endpoint('alder')])] } }],
  },
});
