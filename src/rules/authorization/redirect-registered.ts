import { authorization, sentBack, stopped } from '../../facts/authorization/samples.ts';
import { strangersRedirect } from '../../facts/authorization/trials.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

/** A browser that can be sent anywhere carries codes to thieves and patients to forgeries. */
export default defineRule({
  id: 'authorization/redirect-registered',
  says: 'A browser is sent back to registered addresses alone',
  otherwise: 'A browser is sent to an address that nobody registered',
  cites: ['AUT-PAT-26', '45 CFR 170.315(g)(10)(v)(A)(1)(i)', 'OAuth redirect-registered'],
  barrier: 'tec-patient-launch-broken',

  severity: 'critical',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy:
    'Compare redirect_uri with the registered ones, letter by letter, and show an error page where it is none of them.',
  per: 'deployment',
  needs: { trials: strangersRedirect },

  judge: ({ trials }) =>
    eachApp(trials, ({ returned, stopped, exhibits }) => {
      if (returned && !returned.registered)
        return failed(
          `The browser was sent to ${returned.to}${returned.code ? ' with a code' : ''}, which nobody registered.`,
          ...exhibits,
        );
      if (returned || stopped?.why === 'error-page') return passed(...exhibits);
      return cantTell(
        `${stopped?.message ?? 'Nothing came back.'} The browser was not sent to the address of a stranger.`,
        ...exhibits,
      );
    }),
  examples: {
    passed: [
      { when: 'an error page', facts: { trials: [stopped('error-page')] } },
      { when: 'an error sent to the registered address', facts: { trials: [sentBack()] } },
    ],
    failed: [
      {
        when: 'the browser goes to the stranger',
        facts: {
          trials: [
            authorization({
              returned: {
                how: 'query',
                to: 'https://stranger.example/callback',
                registered: false,
                code: false,
                state: 'echoed',
                error: 'invalid_request',
              },
            }),
          ],
        },
      },
    ],
    'cant-tell': [{ when: 'a page that nobody could press', facts: { trials: [stopped('unknown-page')] } }],
  },
});
