import { tokenTrials } from '../../facts/authorization/samples.ts';
import { otherSubjects } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { noToken } from '../authorization.ts';

/** An assertion about somebody else says nothing of this client. */
export default defineRule({
  id: 'authorization/assertion-subject',
  says: 'A client assertion about another subject brings no token',
  otherwise: 'A client assertion about another subject was accepted',
  cites: ['AUT-SYS-6', '45 CFR 170.315(g)(10)(v)(B)', 'OAuth client-assertion', 'SMART 2.0.0 assertion-validation'],
  barrier: 'tec-bulk-export-defect',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Ask that sub is the client_id.',
  per: 'deployment',
  needs: { trials: otherSubjects },
  judge: ({ trials }) => noToken(trials, "sub was somebody else's"),
  examples: tokenTrials('another subject'),
});
