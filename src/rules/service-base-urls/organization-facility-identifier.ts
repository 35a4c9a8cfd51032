import { familyOf } from '../../facts/service-base-urls/linkage.ts';
import { goodList, listOf, organization } from '../../facts/service-base-urls/samples.ts';
import { publishedLists } from '../../facts/service-base-urls.ts';
import { defineRule } from '../../model/rule.ts';
import { eachList, inUse, judgeRows, nameOfOrganization } from '../service-base-urls.ts';

/** Names change and repeat; an identifier lets an app find the same practice on two lists, and again next year. */
export default defineRule({
  id: 'service-base-urls/organization-facility-identifier',
  says: 'Every Organization on the list has a facility identifier',
  otherwise: 'Organizations on the list have no facility identifier',
  cites: ['45 CFR 170.404(b)(2)(ii)(B)'],
  barrier: 'sbu-bundle-invalid',
  assumes:
    "One identifier of any kind is enough: NPI, CLIA, CCN, an OID or another health system's. An organization may take it from one that it is part of, and a brand from its parts.",
  severity: 'medium',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Put one identifier of the facility, such as its NPI, into Organization.identifier.',
  per: 'vendor',
  needs: { lists: publishedLists },
  judge: ({ lists }) =>
    eachList(lists, list => {
      const rows = inUse(list);
      return judgeRows({
        list,
        rows,
        none: 'The list holds no Organization in use.',
        isWrong: row => !familyOf(row).some(({ identifiers }) => identifiers.length > 0),
        noun: 'Organization',
        verb: ['has', 'have'],
        what: 'no facility identifier',
        name: nameOfOrganization,
        mayFollow: true,
      });
    }),
  examples: {
    passed: [
      { when: 'each has its NPI', facts: { lists: [goodList] } },
      {
        when: 'an OID is one too',
        facts: {
          lists: [
            listOf([
              organization('alder', {
                identifier: [{ system: 'urn:ietf:rfc:3986', value: 'urn:oid:1.3.6.1.4.1.60455' }],
              }),
            ]),
          ],
        },
      },
    ],
    failed: [
      { when: 'one has none', facts: { lists: [listOf([organization('alder', { identifier: undefined })])] } },
      {
        when: 'a system without a value',
        facts: {
          lists: [listOf([organization('alder', { identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi' }] })])],
        },
      },
    ],
    inapplicable: [{ when: 'there is no Organization', facts: { lists: [listOf([])] } }],
  },
});
