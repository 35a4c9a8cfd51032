import { isOnLoopback, testWordIn } from '../../facts/service-base-urls/listed-address.ts';
import { endpoint, goodList, listOf, organization } from '../../facts/service-base-urls/samples.ts';
import { publishedLists } from '../../facts/service-base-urls.ts';
import { cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { count, eachList, number, those } from '../service-base-urls.ts';

/** Some vendors keep a sandbox on the list so that developers find it; this share is more than that. */
const considerable = 0.2;

/** No patient's record is in a test system, so a list of test systems leads no patient to theirs. */
export default defineRule({
  id: 'service-base-urls/addresses-for-production',
  says: 'The list names production systems',
  otherwise: 'The list names test systems only',
  cites: ['45 CFR 170.404(b)(2)'],
  barrier: 'sbu-unpublished-or-gated',
  assumes:
    'A host is for testing if a label of its name says so (test, qa, uat, dev, stage, sandbox, demo, preprod); names of organizations are never looked at.',
  severity: 'high',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: "Publish the addresses that patients' records lie behind; a sandbox may stand beside them.",
  per: 'vendor',
  needs: { lists: publishedLists },
  judge: ({ lists }) =>
    eachList(lists, ({ document, exhibits }) => {
      let all = 0;
      let testing = 0;
      const first: string[] = [];
      for (const address of those(document.addresses, address => !isOnLoopback(address))) {
        all++;
        if (testWordIn(address) === undefined) continue;
        testing++;
        if (first.length < 3) first.push(new URL(address.trim()).hostname);
      }
      if (all === 0) return inapplicable('The list has no address but those of this very machine.', ...exhibits);
      const which = `${number(testing)} of ${count(all, 'address')}, first: ${first.join('; ')}`;
      if (testing === all) return failed(`Host names that speak of testing: ${which}.`, ...exhibits);
      if (testing > all * considerable) {
        return cantTell(`Host names that speak of testing: ${which}. The others may be all there is.`, ...exhibits);
      }
      return passed(...exhibits);
    }),
  examples: {
    passed: [
      { when: 'no host name speaks of testing', facts: { lists: [goodList] } },
      {
        when: 'a sandbox stands beside many others',
        facts: {
          lists: [
            listOf([
              endpoint('a'),
              endpoint('b'),
              endpoint('c'),
              endpoint('d'),
              endpoint('e'),
              endpoint('s', { address: 'https://sandbox.larkspur.example/r4' }),
            ]),
          ],
        },
      },
      {
        when: 'an organization has the word in its name, and the host bears it in the domain that was bought',
        facts: {
          lists: [
            listOf([
              endpoint('alder', { address: 'https://fhir.test-health.example/r4' }),
              organization('alder', { name: 'Department of Developmental Services' }),
            ]),
          ],
        },
      },
    ],
    failed: [
      {
        when: 'the only host is for acceptance tests',
        facts: { lists: [listOf([endpoint('alder', { address: 'https://fhir-uat.larkspur.example/r4' })])] },
      },
    ],
    'cant-tell': [
      {
        when: 'half of the hosts are for testing',
        facts: { lists: [listOf([endpoint('alder'), endpoint('t', { address: 'https://qa.larkspur.example/r4' })])] },
      },
    ],
    inapplicable: [
      {
        when: 'the list is of this machine',
        facts: { lists: [listOf([endpoint('alder', { address: 'http://localhost:8080/r4' })])] },
      },
    ],
  },
});
