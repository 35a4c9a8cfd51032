import { hasNpiCheckDigit, meansNpi } from '../../facts/service-base-urls/npi.ts';
import { goodList, listOf, organization } from '../../facts/service-base-urls/samples.ts';
import { publishedLists } from '../../facts/service-base-urls.ts';
import { defineRule } from '../../model/rule.ts';
import { eachIdentifier, eachList, judgeRows, nameOfOrganization, quoted } from '../service-base-urls.ts';

/** A mistyped number finds no practice, or somebody else's. */
export default defineRule({
  id: 'service-base-urls/npi-check-digit',
  says: 'National Provider Identifiers on the list have ten digits and the right check digit',
  otherwise: 'National Provider Identifiers on the list cannot be right',
  cites: ['45 CFR 170.404(b)(2)(ii)(B)'],
  barrier: 'sbu-bundle-invalid',
  severity: 'low',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Correct the number, or name the system that it belongs to if it is no NPI.',
  per: 'vendor',
  needs: { lists: publishedLists },
  judge: ({ lists }) =>
    eachList(lists, list => {
      const rows = eachIdentifier(list, meansNpi);
      return judgeRows({
        list,
        rows,
        none: 'No identifier on the list is said to be an NPI.',
        isWrong: ({ identifier }) => !hasNpiCheckDigit(identifier.value),
        noun: 'NPI',
        verb: ['fails', 'fail'],
        what: 'the check',
        name: ({ organization, identifier }) => `${quoted(identifier.value)} of ${nameOfOrganization(organization)}`,
      });
    }),
  examples: {
    passed: [{ when: 'the digit is right', facts: { lists: [goodList] } }],
    failed: [
      {
        when: 'a digit is wrong',
        facts: {
          lists: [
            listOf([
              organization('alder', {
                identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: '2902400012' }],
              }),
            ]),
          ],
        },
      },
      {
        when: 'the system is misspelt, and the number is short',
        facts: {
          lists: [
            listOf([
              organization('alder', { identifier: [{ system: 'http://hl7.org.fhir/sid/us-npi', value: '29024' }] }),
            ]),
          ],
        },
      },
    ],
    inapplicable: [
      {
        when: 'a number of another system',
        facts: {
          lists: [
            listOf([
              organization('alder', { identifier: [{ system: 'urn:oid:2.16.840.1.113883.4.4', value: '12-3456789' }] }),
            ]),
          ],
        },
      },
    ],
  },
});
