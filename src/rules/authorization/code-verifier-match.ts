import { tokenTrials } from '../../facts/authorization/samples.ts';
import { wrongVerifiers } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { noToken } from '../authorization.ts';

/** A code stolen on its way is worth a record to whoever stole it, unless the verifier is checked. */
export default defineRule({
  id: 'authorization/code-verifier-match',
  says: 'A code is worthless with a code_verifier that is not its own',
  otherwise: 'A wrong code_verifier was accepted',
  cites: ['AUT-PAT-31', '45 CFR 170.315(g)(10)(v)(A)(1)(i)', 'OAuth pkce'],
  barrier: 'tec-patient-launch-broken',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy:
    'Compare SHA-256 of code_verifier with the code_challenge of the authorization request, and answer invalid_grant where they differ.',
  per: 'deployment',
  needs: { trials: wrongVerifiers },
  judge: ({ trials }) => noToken(trials, 'A wrong code_verifier was sent'),
  examples: tokenTrials('a wrong code_verifier'),
});
