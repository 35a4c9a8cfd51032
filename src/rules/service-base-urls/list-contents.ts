import { goodList, listOf, listOfText, organization } from '../../facts/service-base-urls/samples.ts';
import { publishedLists } from '../../facts/service-base-urls.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachList, number } from '../service-base-urls.ts';

/** A Bundle of the right shape that names nobody is a list for no patient. */
export default defineRule({
  id: 'service-base-urls/list-contents',
  says: 'The list names at least one Endpoint',
  otherwise: 'The list names no Endpoint',
  cites: ['45 CFR 170.404(b)(2)(i)', '45 CFR 170.404(b)(2)'],
  barrier: 'sbu-bundle-invalid',
  assumes: 'A developer with a list has a customer to put on it.',
  severity: 'high',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Put an Endpoint with the FHIR base address of each customer into the Bundle.',
  per: 'vendor',
  needs: { lists: publishedLists },
  judge: ({ lists }) =>
    eachList(lists, ({ document, truncated, exhibits }) => {
      if (document.endpoints.length > 0) return passed(...exhibits);
      if (document.break || truncated) return cantTell('The list broke off before any Endpoint.', ...exhibits);
      const held = [...document.others, ['Organization', document.organizations.length] as const]
        .filter(([, many]) => many > 0)
        .map(([type, many]) => `${number(many)} ${type}`);
      return failed(
        held.length > 0 ? `The list holds ${held.join(', ')}, and no Endpoint.` : 'The list is empty.',
        ...exhibits,
      );
    }),
  examples: {
    passed: [{ when: 'it names two', facts: { lists: [goodList] } }],
    failed: [
      { when: 'it is empty', facts: { lists: [listOf([])] } },
      { when: 'it holds organizations alone', facts: { lists: [listOf([organization('alder')])] } },
    ],
    'cant-tell': [
      { when: 'it breaks off at once', facts: { lists: [listOfText('{"resourceType":"Bundle","entry":[')] } },
    ],
  },
});
