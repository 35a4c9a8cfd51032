import { recordTrials } from '../../facts/authorization/samples.ts';
import { accessWithForgery } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { noRecord } from '../authorization.ts';

/** A token that nobody checks is no token. */
export default defineRule({
  id: 'authorization/access-token-validity',
  says: 'A record is closed to a token that was made up or changed',
  otherwise: "A patient's record opens with a token that is not valid",
  cites: ['AUT-PAT-19', '45 CFR 170.315(g)(10)(v)(A)(1)(i)', 'OAuth bearer', 'US Core unauthorized-requests'],
  barrier: 'tec-patient-launch-broken',
  severity: 'critical',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Validate every access token before a record is looked up.',
  per: 'deployment',
  needs: { trials: accessWithForgery },
  judge: ({ trials }) => noRecord(trials, 'The token was made up or changed'),
  examples: recordTrials('a forged token'),
});
