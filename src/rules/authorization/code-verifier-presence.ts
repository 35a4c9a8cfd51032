import { tokenTrials } from '../../facts/authorization/samples.ts';
import { missingVerifiers } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { noToken } from '../authorization.ts';

/** Leaving the verifier out is the simplest way round it. */
export default defineRule({
  id: 'authorization/code-verifier-presence',
  says: 'A code that was asked for with a challenge is worthless without code_verifier',
  otherwise: 'A missing code_verifier was accepted',
  cites: ['AUT-PAT-31', '45 CFR 170.315(g)(10)(v)(A)(1)(i)', 'OAuth pkce'],
  barrier: 'tec-patient-launch-broken',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Ask for code_verifier whenever the authorization request had a code_challenge.',
  per: 'deployment',
  needs: { trials: missingVerifiers },
  judge: ({ trials }) => noToken(trials, 'code_verifier was left out'),
  examples: tokenTrials('no code_verifier'),
});
