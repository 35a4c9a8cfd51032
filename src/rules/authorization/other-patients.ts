import { recordTrials } from '../../facts/authorization/samples.ts';
import { accessToOthers } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { noRecord } from '../authorization.ts';

/** The token of one patient is no key to the records of all. */
export default defineRule({
  id: 'authorization/other-patients',
  says: "A patient's token opens no other patient's record",
  otherwise: "A patient's token opens the record of another patient",
  cites: ['AUT-PAT-19', 'AUT-PAT-36', '45 CFR 170.315(g)(10)(v)(A)(1)(i)', 'SMART 2.0.0 patient-scopes'],
  barrier: 'tec-patient-launch-broken',
  assumes: 'The person who signed in may not see the second patient named in the profile, as a parent or carer might.',
  severity: 'critical',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Hold each request to the patient in the context of its token.',
  per: 'deployment',
  needs: { trials: accessToOthers },
  judge: ({ trials }) => noRecord(trials, "The token was another patient's"),
  examples: recordTrials('the record of somebody else'),
});
