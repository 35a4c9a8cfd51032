import { publicConnection } from '../../facts/authorization/connections.ts';
import { connectionExamples } from '../../facts/authorization/samples.ts';
import { about, defineRule } from '../../model/rule.ts';
import { connected } from '../authorization.ts';

/** An app that runs in a browser can keep no secret, and patients choose such apps. */
export default defineRule({
  id: 'authorization/public-client',
  says: 'An app without a secret gets from launch to token',
  otherwise: 'An app without a secret is not served',
  cites: ['AUT-PAT-3', 'AUT-PAT-4', 'AUT-PAT-14', 'AUT-PAT-26', 'AUT-PAT-30', '45 CFR 170.315(g)(10)(v)(A)(1)(i)'],
  barrier: 'reg-public-client-refused',
  assumes: 'The client is registered as the profile says.',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Serve public clients at both endpoints, on the strength of PKCE.',
  per: 'deployment',
  needs: { connection: publicConnection },
  judge: ({ connection }) => about(connection.client, connected(connection)),
  examples: connectionExamples,
});
