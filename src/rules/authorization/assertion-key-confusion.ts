import { tokenTrials } from '../../facts/authorization/samples.ts';
import { signedWithPublicKey } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { noToken } from '../authorization.ts';

/** A public key is public: taken for a shared secret it lets anyone sign. */
export default defineRule({
  id: 'authorization/assertion-key-confusion',
  says: 'A client assertion signed with the public key as a secret brings no token',
  otherwise: 'The public key was accepted as a shared secret',
  cites: ['AUT-SYS-6', '45 CFR 170.315(g)(10)(v)(B)', 'OAuth client-assertion', 'SMART 2.0.0 assertion-validation'],
  barrier: 'tec-bulk-export-defect',
  severity: 'critical',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Accept RS384 and ES384 alone for clients with keys; never an HMAC algorithm.',
  per: 'deployment',
  needs: { trials: signedWithPublicKey },
  judge: ({ trials }) => noToken(trials, 'The assertion was signed by HMAC with the public key'),
  examples: tokenTrials('the public key as a secret'),
});
