import { tokenTrials } from '../../facts/authorization/samples.ts';
import { otherIssuers } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { noToken } from '../authorization.ts';

/** An assertion of somebody else says nothing of this client. */
export default defineRule({
  id: 'authorization/assertion-issuer',
  says: 'A client assertion of another issuer brings no token',
  otherwise: 'A client assertion of another issuer was accepted',
  cites: ['AUT-SYS-6', '45 CFR 170.315(g)(10)(v)(B)', 'OAuth client-assertion', 'SMART 2.0.0 assertion-validation'],
  barrier: 'tec-bulk-export-defect',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Ask that iss is the client_id.',
  per: 'deployment',
  needs: { trials: otherIssuers },
  judge: ({ trials }) => noToken(trials, "iss was somebody else's"),
  examples: tokenTrials('another issuer'),
});
