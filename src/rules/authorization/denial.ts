import { authorization, sentBack, stopped } from '../../facts/authorization/samples.ts';
import { denials } from '../../facts/authorization/trials.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

/** No must mean no, and the app must hear it, or it waits for ever. */
export default defineRule({
  id: 'authorization/denial',
  says: 'A patient who says no sends the app back with access_denied and without a code',
  otherwise: 'A patient who says no is not heard, or the app is not told',
  cites: ['AUT-PAT-12', 'AUT-PAT-18', 'AUT-PAT-34'],
  barrier: 'tec-patient-launch-broken',
  assumes: 'What the profile or a guess pressed is what says no on that page.',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'When the patient declines, send the browser back to the app with error=access_denied and the state.',
  per: 'deployment',
  needs: { denials },
  judge: ({ denials }) =>
    eachApp(denials, ({ returned, consent, stopped, exhibits }) => {
      if (!consent) return cantTell('No page asked for a decision.', ...exhibits);
      if (returned?.code) return failed('The patient said no, and the app was given a code.', ...exhibits);
      if (returned?.error === 'access_denied') return passed(...exhibits);
      if (returned?.error) return failed(`The patient said no, and the app was told ${returned.error}.`, ...exhibits);
      if (returned) return failed('The patient said no, and the app was called back without an error.', ...exhibits);
      return cantTell(`The app was not called back: ${stopped?.message ?? 'nothing came'}`, ...exhibits);
    }),
  examples: {
    passed: [{ when: 'access_denied', facts: { denials: [sentBack('access_denied')] } }],
    failed: [
      { when: 'a code all the same', facts: { denials: [authorization()] } },
      { when: 'another error', facts: { denials: [sentBack('server_error')] } },
      {
        when: 'no error',
        facts: {
          denials: [
            authorization({
              returned: {
                how: 'query',
                to: 'https://app.example/callback',
                registered: true,
                code: false,
                state: 'echoed',
              },
            }),
          ],
        },
      },
    ],
    'cant-tell': [
      { when: 'the app is not called back', facts: { denials: [stopped('unknown-page')] } },
      { when: 'nobody was asked', facts: { denials: [(({ consent: _, ...rest }) => rest)(authorization())] } },
    ],
  },
});
