import { tokenTrials } from '../../facts/authorization/samples.ts';
import { usedCodes } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { noToken } from '../authorization.ts';

/** A code seen in a log or a browser history must not open the record a second time. */
export default defineRule({
  id: 'authorization/code-once',
  says: 'A code works once',
  otherwise: 'A code worked twice',
  cites: ['AUT-PAT-30', '45 CFR 170.315(g)(10)(v)(A)(1)(i)', 'OAuth code-once'],
  barrier: 'tec-patient-launch-broken',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Remember used codes for as long as they would be valid, and answer invalid_grant.',
  per: 'deployment',
  needs: { trials: usedCodes },
  judge: ({ trials }) => noToken(trials, 'A code was used a second time'),
  examples: tokenTrials('a used code'),
});
