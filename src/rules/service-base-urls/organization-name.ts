import { goodList, listOf, organization } from '../../facts/service-base-urls/samples.ts';
import { publishedLists } from '../../facts/service-base-urls.ts';
import { defineRule } from '../../model/rule.ts';
import { eachList, inUse, judgeRows, nameOfOrganization } from '../service-base-urls.ts';

/** A patient knows the name of their practice and nothing else about it. */
export default defineRule({
  id: 'service-base-urls/organization-name',
  says: 'Every Organization on the list has a name',
  otherwise: 'Organizations on the list have no name',
  cites: ['45 CFR 170.404(b)(2)(ii)(B)', 'FHIR 4.0.1 Organization'],
  barrier: 'sbu-bundle-invalid',
  severity: 'medium',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Put the name that patients know into Organization.name.',
  per: 'vendor',
  needs: { lists: publishedLists },
  judge: ({ lists }) =>
    eachList(lists, list => {
      const rows = inUse(list);
      return judgeRows({
        list,
        rows,
        none: 'The list holds no Organization in use.',
        isWrong: ({ name }) => !name,
        noun: 'Organization',
        verb: ['has', 'have'],
        what: 'no name',
        name: nameOfOrganization,
      });
    }),
  examples: {
    passed: [{ when: 'each has one', facts: { lists: [goodList] } }],
    failed: [
      { when: 'one has none', facts: { lists: [listOf([organization('alder', { name: undefined })])] } },
      { when: 'one is blank', facts: { lists: [listOf([organization('alder', { name: ' ' })])] } },
    ],
    inapplicable: [{ when: 'there is no Organization', facts: { lists: [listOf([])] } }],
  },
});
