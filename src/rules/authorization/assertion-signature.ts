import { tokenTrials } from '../../facts/authorization/samples.ts';
import { wronglySigned } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { noToken } from '../authorization.ts';

/** Whoever can sign for a service with any key reads the records of whole populations. */
export default defineRule({
  id: 'authorization/assertion-signature',
  says: 'A client assertion with a wrong signature brings no token',
  otherwise: 'A client assertion with a wrong signature was accepted',
  cites: ['AUT-SYS-6', '45 CFR 170.315(g)(10)(v)(B)', 'OAuth client-assertion', 'SMART 2.0.0 assertion-validation'],
  barrier: 'tec-bulk-export-defect',
  severity: 'critical',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Verify the signature of each client assertion with a key registered for the client.',
  per: 'deployment',
  needs: { trials: wronglySigned },
  judge: ({ trials }) => noToken(trials, 'The assertion was signed with another key, or changed after signing'),
  examples: tokenTrials('a wrong signature'),
});
