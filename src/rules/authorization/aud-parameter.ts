import { authorization, sentBack, stopped } from '../../facts/authorization/samples.ts';
import { wrongAud } from '../../facts/authorization/trials.ts';
import { defineRule } from '../../model/rule.ts';
import { noCode } from '../authorization.ts';

/** A false server that is let name itself as aud collects the tokens of real patients. */
export default defineRule({
  id: 'authorization/aud-parameter',
  says: "A request whose aud is a stranger's server is refused",
  otherwise: "A request whose aud is a stranger's server is granted",
  cites: ['AUT-PAT-37'],
  barrier: 'tec-patient-launch-broken',

  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Refuse authorization requests whose aud is not a base address of yours.',
  per: 'deployment',
  needs: { trials: wrongAud },

  judge: ({ trials }) => noCode(trials, 'aud named the server of a stranger'),
  examples: {
    passed: [
      { when: "a stranger's aud: an error page", facts: { trials: [stopped('error-page')] } },
      { when: "a stranger's aud: an error sent back", facts: { trials: [sentBack()] } },
    ],
    failed: [{ when: "a stranger's aud: a code", facts: { trials: [authorization()] } }],
    'cant-tell': [
      { when: "a stranger's aud: a page that nobody could press", facts: { trials: [stopped('unknown-page')] } },
    ],
  },
});
