import { tokenTrials } from '../../facts/authorization/samples.ts';
import { otherRedirects } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { noToken } from '../authorization.ts';

/** A code obtained for one address must not be cashed for another. */
export default defineRule({
  id: 'authorization/code-redirect',
  says: 'A code is worthless with another redirect_uri than it was asked with',
  otherwise: 'A code was taken with another redirect_uri',
  cites: ['AUT-PAT-30', '45 CFR 170.315(g)(10)(v)(A)(1)(i)', 'OAuth code-binding'],
  barrier: 'tec-patient-launch-broken',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Compare redirect_uri of the token request with that of the authorization request.',
  per: 'deployment',
  needs: { trials: otherRedirects },
  judge: ({ trials }) => noToken(trials, 'Another redirect_uri was sent'),
  examples: tokenTrials('another redirect_uri'),
});
