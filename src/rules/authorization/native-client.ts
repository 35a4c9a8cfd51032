import { nativeConnection } from '../../facts/authorization/connections.ts';
import { connectionExamples } from '../../facts/authorization/samples.ts';
import { about, defineRule } from '../../model/rule.ts';
import { connected } from '../authorization.ts';

/** Most patients use an app on their phone. */
export default defineRule({
  id: 'authorization/native-client',
  says: 'An app on a device gets from launch to token',
  otherwise: 'An app on a device is not served',
  cites: ['AUT-PAT-3', 'AUT-PAT-21', '45 CFR 170.315(g)(10)(v)(A)(1)(iii)'],
  barrier: 'reg-public-client-refused',
  assumes: 'The client is registered as the profile says.',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Serve native apps with the redirect addresses that they can have.',
  per: 'deployment',
  needs: { connection: nativeConnection },
  judge: ({ connection }) => about(connection.client, connected(connection)),
  examples: connectionExamples,
});
