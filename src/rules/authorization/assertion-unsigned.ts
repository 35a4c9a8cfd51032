import { tokenTrials } from '../../facts/authorization/samples.ts';
import { unsigned } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { noToken } from '../authorization.ts';

/** An assertion without a signature can be written by anyone. */
export default defineRule({
  id: 'authorization/assertion-unsigned',
  says: 'A client assertion of the algorithm "none" brings no token',
  otherwise: 'A client assertion without a signature was accepted',
  cites: ['AUT-SYS-6', '45 CFR 170.315(g)(10)(v)(B)', 'OAuth client-assertion', 'SMART 2.0.0 assertion-validation'],
  barrier: 'tec-bulk-export-defect',
  severity: 'critical',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Accept the algorithms registered for the client alone, and never "none".',
  per: 'deployment',
  needs: { trials: unsigned },
  judge: ({ trials }) => noToken(trials, 'The assertion bore no signature'),
  examples: tokenTrials('the algorithm "none"'),
});
