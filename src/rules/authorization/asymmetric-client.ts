import { asymmetricConnection } from '../../facts/authorization/connections.ts';
import { connectionExamples } from '../../facts/authorization/samples.ts';
import { about, defineRule } from '../../model/rule.ts';
import { connected } from '../authorization.ts';

/** An app with keys shares no secret that could be lost on either side. */
export default defineRule({
  id: 'authorization/asymmetric-client',
  says: 'An app with keys of its own gets from launch to token',
  otherwise: 'An app with keys of its own is not served',
  cites: ['AUT-PAT-3', 'AUT-PAT-14', 'AUT-PAT-26', 'AUT-PAT-30', '45 CFR 170.315(g)(10)(v)(A)(1)(i)'],
  barrier: 'tec-patient-launch-broken',
  assumes: 'The client is registered as the profile says.',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Take client assertions signed with RS384 or ES384 at the token endpoint.',
  per: 'deployment',
  needs: { connection: asymmetricConnection },
  judge: ({ connection }) => about(connection.client, connected(connection)),
  examples: connectionExamples,
});
