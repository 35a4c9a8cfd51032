import { symmetricConnection } from '../../facts/authorization/connections.ts';
import { connectionExamples } from '../../facts/authorization/samples.ts';
import { about, defineRule } from '../../model/rule.ts';
import { connected } from '../authorization.ts';

/** The commonest kind of app keeps one secret on its server. */
export default defineRule({
  id: 'authorization/symmetric-client',
  says: 'An app with a secret gets from launch to token',
  otherwise: 'An app with a secret is not served',
  cites: ['AUT-PAT-3', 'AUT-PAT-14', 'AUT-PAT-26', 'AUT-PAT-30', '45 CFR 170.315(g)(10)(v)(A)(1)(i)'],
  barrier: 'tec-patient-launch-broken',
  assumes: 'The client is registered as the profile says.',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Take the client_id and secret of HTTP Basic authentication at the token endpoint.',
  per: 'deployment',
  needs: { connection: symmetricConnection },
  judge: ({ connection }) => about(connection.client, connected(connection)),
  examples: connectionExamples,
});
