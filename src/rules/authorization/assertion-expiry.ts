import { tokenTrials } from '../../facts/authorization/samples.ts';
import { expired } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { noToken } from '../authorization.ts';

/** An assertion that never ends is a password. */
export default defineRule({
  id: 'authorization/assertion-expiry',
  says: 'A client assertion that has run out brings no token',
  otherwise: 'A client assertion that had run out was accepted',
  cites: ['AUT-SYS-6', '45 CFR 170.315(g)(10)(v)(B)', 'OAuth client-assertion', 'SMART 2.0.0 assertion-validation'],
  barrier: 'tec-bulk-export-defect',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Ask that exp lies ahead, allowing for a minute or two of clocks that differ.',
  per: 'deployment',
  needs: { trials: expired },
  judge: ({ trials }) => noToken(trials, 'exp lay ten minutes back'),
  examples: tokenTrials('an assertion that has run out'),
});
