import { endpoint, goodList, listOf, organization } from '../../facts/service-base-urls/samples.ts';
import { publishedLists } from '../../facts/service-base-urls.ts';
import { defineRule } from '../../model/rule.ts';
import { eachList, judgeRows, nameOfEndpoint } from '../service-base-urls.ts';

/** Without them an app must guess which of several addresses is in use and speaks FHIR. */
export default defineRule({
  id: 'service-base-urls/endpoint-status-and-connection-type',
  says: 'Every Endpoint on the list states its status and connection type',
  otherwise: 'Endpoints on the list do not state status and connection type',
  cites: ['45 CFR 170.404(b)(2)(i)', 'FHIR 4.0.1 Endpoint'],
  barrier: 'sbu-bundle-invalid',
  severity: 'medium',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Give each Endpoint a status (active) and a connectionType (hl7-fhir-rest), as FHIR R4 requires.',
  per: 'vendor',
  needs: { lists: publishedLists },
  judge: ({ lists }) =>
    eachList(lists, list => {
      const rows = list.document.endpoints;
      return judgeRows({
        list,
        rows,
        none: 'The list names no Endpoint.',
        isWrong: ({ status, connectionType }) => !status || !connectionType,
        noun: 'Endpoint',
        verb: ['lacks', 'lack'],
        what: 'a status or a connection type',
        name: nameOfEndpoint,
      });
    }),
  examples: {
    passed: [{ when: 'both are there', facts: { lists: [goodList] } }],
    failed: [
      {
        when: 'no status',
        facts: { lists: [listOf([endpoint('alder', { status: undefined }), organization('alder')])] },
      },
      {
        when: 'no connection type',
        facts: { lists: [listOf([endpoint('alder', { connectionType: {} }), organization('alder')])] },
      },
    ],
    inapplicable: [{ when: 'there is no Endpoint', facts: { lists: [listOf([])] } }],
  },
});
