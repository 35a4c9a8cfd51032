import { tokenTrials } from '../../facts/authorization/samples.ts';
import { strangersRefreshTokens } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { noToken } from '../authorization.ts';

/** A refresh token lasts for months; in the hands of another app it is a stolen key. */
export default defineRule({
  id: 'authorization/refresh-token-client',
  says: 'A refresh token is worthless to another app than it was issued to',
  otherwise: 'An app was given a token for the refresh token of another app',
  cites: ['AUT-PAT-23', '45 CFR 170.315(g)(10)(v)(A)(1)(i)', 'OAuth refresh-binding'],
  barrier: 'tec-patient-launch-broken',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Bind each refresh token to the client it was issued to.',
  per: 'deployment',
  needs: { trials: strangersRefreshTokens },
  judge: ({ trials }) => noToken(trials, 'Another app of ours sent the refresh token'),
  examples: tokenTrials('the refresh token of another app'),
});
