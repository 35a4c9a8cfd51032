import { tokenTrials } from '../../facts/authorization/samples.ts';
import { unknownKeys } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { noToken } from '../authorization.ts';

/** A key that was taken out of the set is out; the name of the key decides which it is. */
export default defineRule({
  id: 'authorization/assertion-key-id',
  says: 'A client assertion whose kid names no registered key brings no token',
  otherwise: 'A client assertion with an unknown kid was accepted',
  cites: ['AUT-SYS-6', '45 CFR 170.315(g)(10)(v)(B)', 'OAuth client-assertion', 'SMART 2.0.0 assertion-validation'],
  barrier: 'tec-bulk-export-defect',
  severity: 'low',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Look the key up by kid, and refuse where there is none.',
  per: 'deployment',
  needs: { trials: unknownKeys },
  judge: ({ trials }) => noToken(trials, 'kid named no registered key'),
  examples: tokenTrials('an unknown kid'),
});
