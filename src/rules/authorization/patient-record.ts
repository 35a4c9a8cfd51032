import { ownRecords } from '../../facts/authorization/connections.ts';
import { closed, record } from '../../facts/authorization/samples.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

/** This is what all the rest is for. */
export default defineRule({
  id: 'authorization/patient-record',
  says: 'The Patient that the token response names can be read with that token',
  otherwise: 'The Patient that the token response names cannot be read with that token',
  cites: ['AUT-PAT-1', 'AUT-PAT-19', 'AUT-PAT-36', '45 CFR 170.315(g)(10)(v)(A)(1)(i)'],
  barrier: 'tec-patient-launch-broken',
  severity: 'critical',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Answer GET [base]/Patient/[id] with that very resource, for the id and the token of the token response.',
  per: 'deployment',
  needs: { records: ownRecords },
  judge: ({ records }) =>
    eachApp(records, ({ status, type, same, exhibits }) => {
      if (status === 200 && same) return passed(...exhibits);
      if (status === undefined || status >= 500 || status === 429)
        return cantTell(`The server answered ${status ?? 'nothing'}, which may pass.`, ...exhibits);
      if (status === 200)
        return failed(
          `What came was ${type ? `a ${type} that is not the one asked for` : 'no FHIR resource'}.`,
          ...exhibits,
        );
      return failed(`The server answered ${status}.`, ...exhibits);
    }),
  examples: {
    passed: [{ when: 'the Patient', facts: { records: [record()] } }],
    failed: [
      { when: '403', facts: { records: [closed(403)] } },
      { when: 'another Patient', facts: { records: [record({ same: false })] } },
      {
        when: 'a web page',
        facts: {
          records: [
            { client: 'app', what: 'the Patient in context', status: 200, same: false, exhibits: record().exhibits },
          ],
        },
      },
    ],
    'cant-tell': [{ when: 'the server fails', facts: { records: [closed(503)] } }],
  },
});
