import { tokenTrials } from '../../facts/authorization/samples.ts';
import { strangersCodes } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { noToken } from '../authorization.ts';

/** An app that sees the code of another must not get the record with it. */
export default defineRule({
  id: 'authorization/code-client',
  says: 'A code is worthless to another app than it was issued to',
  otherwise: 'An app was given a token for the code of another app',
  cites: ['AUT-PAT-30', '45 CFR 170.315(g)(10)(v)(A)(1)(i)', 'OAuth code-binding'],
  barrier: 'tec-patient-launch-broken',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Bind each code to the client it was issued to.',
  per: 'deployment',
  needs: { trials: strangersCodes },
  judge: ({ trials }) => noToken(trials, 'Another app of ours handed the code in'),
  examples: tokenTrials('the code of another app'),
});
