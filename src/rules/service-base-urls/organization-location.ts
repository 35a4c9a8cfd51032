import { familyOf } from '../../facts/service-base-urls/linkage.ts';
import { goodList, listOf, organization } from '../../facts/service-base-urls/samples.ts';
import { publishedLists } from '../../facts/service-base-urls.ts';
import { defineRule } from '../../model/rule.ts';
import { eachList, inUse, judgeRows, nameOfOrganization } from '../service-base-urls.ts';

/** There is a Family Medicine in every other town: without the town a patient cannot tell which is theirs. */
export default defineRule({
  id: 'service-base-urls/organization-location',
  says: 'Every Organization on the list has a location',
  otherwise: 'Organizations on the list have no location',
  cites: ['45 CFR 170.404(b)(2)(ii)(B)'],
  barrier: 'sbu-bundle-invalid',
  assumes:
    'Any part of an address that says where it is will do. An organization may take its location from one that it is part of, and a brand from its parts.',
  severity: 'medium',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Put the address of the place of care into Organization.address.',
  per: 'vendor',
  needs: { lists: publishedLists },
  judge: ({ lists }) =>
    eachList(lists, list => {
      const rows = inUse(list);
      return judgeRows({
        list,
        rows,
        none: 'The list holds no Organization in use.',
        isWrong: row => !familyOf(row).some(({ location }) => location),
        noun: 'Organization',
        verb: ['has', 'have'],
        what: 'no location',
        name: nameOfOrganization,
        mayFollow: true,
      });
    }),
  examples: {
    passed: [
      { when: 'each has one', facts: { lists: [goodList] } },
      {
        when: 'a brand whose clinics have theirs',
        facts: {
          lists: [
            listOf([
              organization('alder', { address: undefined }),
              organization('clinic', { partOf: { reference: 'Organization/alder' } }),
            ]),
          ],
        },
      },
    ],
    failed: [
      { when: 'one has none', facts: { lists: [listOf([organization('alder', { address: undefined })])] } },
      {
        when: 'an address that says nothing',
        facts: { lists: [listOf([organization('alder', { address: [{ use: 'work' }] })])] },
      },
    ],
    inapplicable: [{ when: 'there is no Organization', facts: { lists: [listOf([])] } }],
  },
});
