import { tokenTrials } from '../../facts/authorization/samples.ts';
import { otherAudiences } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { noToken } from '../authorization.ts';

/** An assertion written for another server could be carried here by that server. */
export default defineRule({
  id: 'authorization/assertion-audience',
  says: 'A client assertion for another audience brings no token',
  otherwise: 'A client assertion for another audience was accepted',
  cites: ['AUT-SYS-6', '45 CFR 170.315(g)(10)(v)(B)', 'OAuth client-assertion', 'SMART 2.0.0 assertion-validation'],
  barrier: 'tec-bulk-export-defect',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Ask that aud is the address of the token endpoint.',
  per: 'deployment',
  needs: { trials: otherAudiences },
  judge: ({ trials }) => noToken(trials, "aud was another server's token endpoint"),
  examples: tokenTrials('another audience'),
});
