import { closed, record } from '../../facts/authorization/samples.ts';
import { backendRecords } from '../../facts/authorization/trials.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

/** A token that opens nothing is no access. */
export default defineRule({
  id: 'authorization/backend-record',
  says: 'The token of a backend service opens a record that its scopes cover',
  otherwise: 'The token of a backend service opens nothing',
  cites: ['AUT-SYS-1', '45 CFR 170.315(g)(10)(v)(B)'],
  barrier: 'tec-bulk-export-defect',

  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Let tokens with system scopes read the kinds of record that the scopes name.',
  per: 'deployment',
  needs: { records: backendRecords },

  judge: ({ records }) =>
    eachApp(records, ({ status, exhibits }) => {
      if (status === 200) return passed(...exhibits);
      if (status === 401)
        return failed('The token endpoint gave a token, and the FHIR server does not know it (401).', ...exhibits);
      return cantTell(
        `The Patient answered ${status ?? 'nothing'}; a service may be let export and not read.`,
        ...exhibits,
      );
    }),
  examples: {
    passed: [{ when: 'it opens', facts: { records: [record()] } }],
    failed: [{ when: '401', facts: { records: [closed()] } }],
    'cant-tell': [{ when: '403 for a service that only exports', facts: { records: [closed(403)] } }],
  },
});
