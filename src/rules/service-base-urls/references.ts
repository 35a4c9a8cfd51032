import { endpoint, goodList, listOf, organization } from '../../facts/service-base-urls/samples.ts';
import { publishedLists } from '../../facts/service-base-urls.ts';
import { defineRule } from '../../model/rule.ts';
import { eachList, firstOf, inUse, judgeRows, nameOfOrganization, quoted, those } from '../service-base-urls.ts';

/** A reference into the void looks like a link to whoever made the list, and like nothing to an app. */
export default defineRule({
  id: 'service-base-urls/references',
  says: 'References between the resources of the list resolve',
  otherwise: 'References on the list lead to nothing',
  cites: ['45 CFR 170.404(b)(2)(ii)(A)'],
  barrier: 'sbu-bundle-invalid',
  assumes:
    'A reference resolves if a careful reader finds its target: by fullUrl, by type and id, by the id in a urn:uuid, or whatever the case of letters.',
  severity: 'medium',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Put what is referenced into the Bundle, or correct the reference.',
  per: 'vendor',
  needs: { lists: publishedLists },
  judge: ({ lists }) =>
    eachList(lists, list => {
      const rows = those(
        inUse(list),
        ({ endpoints, unresolved, parent }) => endpoints.length > 0 || unresolved.length > 0 || parent !== undefined,
      );
      return judgeRows({
        list,
        rows,
        none: 'No Organization on the list references anything.',
        isWrong: ({ unresolved }) => unresolved.length > 0,
        noun: 'Organization',
        verb: ['references', 'reference'],
        what: 'what is not on the list',
        name: row => `${nameOfOrganization(row)} references ${firstOf(row.unresolved, quoted)}`,
        mayFollow: true,
      });
    }),
  examples: {
    passed: [
      { when: 'all resolve', facts: { lists: [goodList] } },
      {
        when: 'one is written in lower case',
        facts: {
          lists: [listOf([endpoint('alder'), organization('alder', { endpoint: [{ reference: 'endpoint/alder' }] })])],
        },
      },
    ],
    failed: [
      {
        when: 'one leads nowhere',
        facts: {
          lists: [listOf([endpoint('alder'), organization('alder', { endpoint: [{ reference: 'Endpoint/gone' }] })])],
        },
      },
    ],
    'cant-tell': [
      {
        when: 'what is referenced may stand on a page that was not read',
        facts: {
          lists: [
            listOf([organization('alder')], { link: [{ relation: 'next', url: 'https://www.larkspur.example/2' }] }),
          ],
        },
      },
    ],
    inapplicable: [
      { when: 'nothing is referenced', facts: { lists: [listOf([organization('alder', { endpoint: [] })])] } },
    ],
  },
});
