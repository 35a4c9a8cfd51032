import { isRegisteredNpiSystem, meansNpi } from '../../facts/service-base-urls/npi.ts';
import { goodList, listOf, organization } from '../../facts/service-base-urls/samples.ts';
import { publishedLists } from '../../facts/service-base-urls.ts';
import { defineRule } from '../../model/rule.ts';
import { eachIdentifier, eachList, judgeRows, nameOfOrganization, quoted } from '../service-base-urls.ts';

/** An app compares systems letter by letter: under a misspelt one a right number is found by nobody. */
export default defineRule({
  id: 'service-base-urls/npi-system',
  says: 'National Provider Identifiers on the list stand under the system that is registered for them',
  otherwise: 'National Provider Identifiers on the list stand under a misspelt system',
  cites: ['45 CFR 170.404(b)(2)(ii)(B)'],
  barrier: 'sbu-bundle-invalid',
  severity: 'low',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Use http://hl7.org/fhir/sid/us-npi as Identifier.system.',
  per: 'vendor',
  needs: { lists: publishedLists },
  judge: ({ lists }) =>
    eachList(lists, list => {
      const rows = eachIdentifier(list, meansNpi);
      return judgeRows({
        list,
        rows,
        none: 'No identifier on the list is said to be an NPI.',
        isWrong: ({ identifier }) => !isRegisteredNpiSystem(identifier),
        noun: 'NPI',
        verb: ['stands', 'stand'],
        what: 'under a misspelt system',
        name: ({ organization, identifier }) =>
          `${quoted(identifier.system ?? '')} at ${nameOfOrganization(organization)}`,
      });
    }),
  examples: {
    passed: [
      { when: 'it is the registered one', facts: { lists: [goodList] } },
      {
        when: 'it is its OID',
        facts: {
          lists: [
            listOf([
              organization('alder', { identifier: [{ system: 'urn:oid:2.16.840.1.113883.4.6', value: '2902400011' }] }),
            ]),
          ],
        },
      },
    ],
    failed: [
      {
        when: 'a dot where a slash belongs',
        facts: {
          lists: [
            listOf([
              organization('alder', {
                identifier: [{ system: 'http://hl7.org.fhir/sid/us-npi', value: '2902400011' }],
              }),
            ]),
          ],
        },
      },
    ],
    inapplicable: [
      { when: 'there is no NPI', facts: { lists: [listOf([organization('alder', { identifier: undefined })])] } },
    ],
  },
});
