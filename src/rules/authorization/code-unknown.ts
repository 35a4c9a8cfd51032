import { tokenTrials } from '../../facts/authorization/samples.ts';
import { unknownCodes } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { noToken } from '../authorization.ts';

/** A token for a made-up code is a token for anybody. */
export default defineRule({
  id: 'authorization/code-unknown',
  says: 'A code that was never issued brings no token',
  otherwise: 'A token was given for a code that was never issued',
  cites: ['AUT-PAT-30', '45 CFR 170.315(g)(10)(v)(A)(1)(i)', 'OAuth code-binding'],
  barrier: 'tec-patient-launch-broken',
  severity: 'critical',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Answer invalid_grant to codes that were not issued.',
  per: 'deployment',
  needs: { trials: unknownCodes },
  judge: ({ trials }) => noToken(trials, 'The code was made up'),
  examples: tokenTrials('a made-up code'),
});
