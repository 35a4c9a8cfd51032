import { recordTrials } from '../../facts/authorization/samples.ts';
import { accessWithoutToken } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { noRecord } from '../authorization.ts';

/** A record that opens to nobody in particular opens to everybody. */
export default defineRule({
  id: 'authorization/access-without-token',
  says: 'A record is closed to whoever brings no token',
  otherwise: "A patient's record opens without a token",
  cites: ['AUT-PAT-19', '45 CFR 170.315(g)(10)(v)(A)(1)(i)', 'OAuth bearer', 'US Core unauthorized-requests'],
  barrier: 'tec-patient-launch-broken',
  severity: 'critical',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Answer 401 to requests for records that bring no token.',
  per: 'deployment',
  needs: { trials: accessWithoutToken },
  judge: ({ trials }) => noRecord(trials, 'No token was sent'),
  examples: recordTrials('no token'),
});
