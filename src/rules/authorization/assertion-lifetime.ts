import { tokenTrials } from '../../facts/authorization/samples.ts';
import { longLived } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { noToken } from '../authorization.ts';

/** The longer an assertion lives, the longer it can be stolen. */
export default defineRule({
  id: 'authorization/assertion-lifetime',
  says: 'A client assertion that is good for an hour brings no token',
  otherwise: 'A client assertion that is good for an hour was accepted',
  cites: ['AUT-SYS-6', '45 CFR 170.315(g)(10)(v)(B)', 'OAuth client-assertion', 'SMART 2.0.0 assertion-validation'],
  barrier: 'tec-bulk-export-defect',
  assumes:
    'SMART has clients write assertions for five minutes at most; a server that validates by that profile refuses longer ones.',
  severity: 'low',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Refuse client assertions whose exp lies more than five minutes ahead.',
  per: 'deployment',
  needs: { trials: longLived },
  judge: ({ trials }) => noToken(trials, 'exp lay an hour ahead'),
  examples: tokenTrials('an assertion good for an hour'),
});
