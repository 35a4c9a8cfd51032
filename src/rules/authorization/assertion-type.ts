import { tokenTrials } from '../../facts/authorization/samples.ts';
import { unknownTypes } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { noToken } from '../authorization.ts';

/** What the assertion is must be said, or it may be taken for something else. */
export default defineRule({
  id: 'authorization/assertion-type',
  says: 'A client assertion of an unknown type brings no token',
  otherwise: 'A client assertion of an unknown type was accepted',
  cites: ['AUT-SYS-6', '45 CFR 170.315(g)(10)(v)(B)', 'OAuth client-assertion', 'SMART 2.0.0 assertion-validation'],
  barrier: 'tec-bulk-export-defect',
  severity: 'low',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Ask for the client_assertion_type of RFC 7523.',
  per: 'deployment',
  needs: { trials: unknownTypes },
  judge: ({ trials }) => noToken(trials, 'client_assertion_type was made up'),
  examples: tokenTrials('an unknown type'),
});
