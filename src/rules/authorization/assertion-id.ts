import { tokenTrials } from '../../facts/authorization/samples.ts';
import { withoutId } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { noToken } from '../authorization.ts';

/** Without jti nobody can tell whether an assertion was used before. */
export default defineRule({
  id: 'authorization/assertion-id',
  says: 'A client assertion without jti brings no token',
  otherwise: 'A client assertion without jti was accepted',
  cites: ['AUT-SYS-6', '45 CFR 170.315(g)(10)(v)(B)', 'OAuth client-assertion', 'SMART 2.0.0 assertion-validation'],
  barrier: 'tec-bulk-export-defect',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Ask for jti in every client assertion.',
  per: 'deployment',
  needs: { trials: withoutId },
  judge: ({ trials }) => noToken(trials, 'jti was left out'),
  examples: tokenTrials('no jti'),
});
