import { tokenTrials } from '../../facts/authorization/samples.ts';
import { replayed } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { noToken } from '../authorization.ts';

/** An assertion seen on its way must not work again. */
export default defineRule({
  id: 'authorization/assertion-replay',
  says: 'A client assertion works once',
  otherwise: 'A client assertion worked twice',
  cites: ['AUT-SYS-6', '45 CFR 170.315(g)(10)(v)(B)', 'OAuth client-assertion', 'SMART 2.0.0 assertion-validation'],
  barrier: 'tec-bulk-export-defect',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Remember jti for each iss as long as the assertion would be valid, and refuse it the second time.',
  per: 'deployment',
  needs: { trials: replayed },
  judge: ({ trials }) => noToken(trials, 'An assertion was sent a second time'),
  examples: tokenTrials('a used assertion'),
});
