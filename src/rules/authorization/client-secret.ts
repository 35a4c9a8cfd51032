import { tokenTrials } from '../../facts/authorization/samples.ts';
import { wrongSecrets } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { noToken } from '../authorization.ts';

/** A secret that nobody checks protects nobody: any app can pass for any other. */
export default defineRule({
  id: 'authorization/client-secret',
  says: 'An app with a secret is refused a token when the secret is wrong',
  otherwise: 'A wrong client secret was accepted',
  cites: ['AUT-PAT-30', '45 CFR 170.315(g)(10)(v)(A)(1)(i)', 'OAuth client-authentication'],
  barrier: 'tec-patient-launch-broken',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Check the client secret at the token endpoint, and answer invalid_client.',
  per: 'deployment',
  needs: { trials: wrongSecrets },
  judge: ({ trials }) => noToken(trials, 'The client secret was wrong'),
  examples: tokenTrials('a wrong secret'),
});
