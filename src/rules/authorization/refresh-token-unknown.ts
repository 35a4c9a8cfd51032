import { tokenTrials } from '../../facts/authorization/samples.ts';
import { unknownRefreshTokens } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { noToken } from '../authorization.ts';

/** A made-up refresh token must not open a record. */
export default defineRule({
  id: 'authorization/refresh-token-unknown',
  says: 'A refresh token that was never issued brings no token',
  otherwise: 'A token was given for a refresh token that was never issued',
  cites: ['AUT-PAT-23', '45 CFR 170.315(g)(10)(v)(A)(1)(i)'],
  barrier: 'tec-patient-launch-broken',
  severity: 'critical',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Answer invalid_grant to refresh tokens that were not issued.',
  per: 'deployment',
  needs: { trials: unknownRefreshTokens },
  judge: ({ trials }) => noToken(trials, 'The refresh token was made up'),
  examples: tokenTrials('a made-up refresh token'),
});
