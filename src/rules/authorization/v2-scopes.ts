import { newerScopes } from '../../facts/authorization/connections.ts';
import {
  accident,
  authorization,
  closed,
  connection,
  record,
  sentBack,
  stopped,
  token,
  unconnected,
} from '../../facts/authorization/samples.ts';
import { newerRecords } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { opensTheRecord } from '../authorization.ts';

/** Apps written in newer years ask in this spelling; refused, they must be written anew for one vendor. */
export default defineRule({
  id: 'authorization/v2-scopes',
  says: 'Scopes in the spelling of SMART 2 (patient/*.rs) are granted, and open the record',
  otherwise: 'Scopes in the spelling of SMART 2 (patient/*.rs) are not granted, or open nothing',
  cites: ['AUT-PAT-28', 'SMART 2.0.0 capabilities'],
  barrier: 'tec-patient-launch-broken',
  assumes:
    'An app registered for scopes in one spelling may ask for the same in the other. Scopes may come back in either spelling.',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Take and grant scopes such as patient/*.rs, and declare the capability permission-v2.',
  per: 'deployment',
  needs: { connection: newerScopes },
  mayUse: { records: newerRecords },
  judge: ({ connection, records }) => opensTheRecord(connection, records),
  examples: {
    passed: [{ when: 'granted and open', facts: { connection: connection(), records: [record()] } }],
    failed: [
      {
        when: 'the app is sent back with invalid_scope',
        facts: { connection: unconnected(sentBack('invalid_scope')) },
      },
      {
        when: 'only the rest is granted',
        facts: {
          connection: connection({
            token: token({ scope: { is: 'string', value: 'openid fhirUser launch/patient' } }),
          }),
        },
      },
      { when: 'the record stays closed', facts: { connection: connection(), records: [closed(403)] } },
    ],
    'cant-tell': [
      { when: 'a page that nobody could press', facts: { connection: unconnected(stopped('unknown-page')) } },
      {
        when: 'the token endpoint fails',
        facts: { connection: connection({ authorization: authorization(), token: accident }) },
      },
      { when: 'nothing was read', facts: { connection: connection() } },
    ],
  },
});
