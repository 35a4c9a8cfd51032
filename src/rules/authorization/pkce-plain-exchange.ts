import { authorization, refusal, sentBack, stopped, token } from '../../facts/authorization/samples.ts';
import { gaveToken } from '../../facts/authorization/seen.ts';
import { plainChallenge, plainRequests } from '../../facts/authorization/trials.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

/** With "plain" whoever sees the request has the verifier already. */
export default defineRule({
  id: 'authorization/pkce-plain-exchange',
  says: 'No token is given for a challenge of the method "plain"',
  otherwise: 'The code_challenge_method "plain" works',
  cites: ['AUT-PAT-26', 'AUT-PAT-30', 'SMART 2.0.0 code-challenge-methods', 'SMART 2.2.0 code-challenge-methods'],
  barrier: 'tec-patient-launch-broken',

  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Refuse authorization requests whose code_challenge_method is not S256.',
  per: 'deployment',
  needs: { requests: plainRequests },
  mayUse: { tokens: plainChallenge },
  judge: ({ requests, tokens = [] }) =>
    eachApp(requests, ({ client, returned, stopped, exhibits }) => {
      const token = tokens.find(one => one.client === client);
      if (token && gaveToken(token))
        return failed('A token was given for a challenge of the method "plain".', ...token.exhibits);
      if (token) return passed(...token.exhibits, ...exhibits);
      if ((returned && !returned.code) || stopped?.why === 'error-page') return passed(...exhibits);
      return cantTell(
        `${stopped?.message ?? 'Nothing came of it.'} Whether that refuses, a person must see.`,
        ...exhibits,
      );
    }),
  examples: {
    passed: [
      { when: 'an error sent back', facts: { requests: [sentBack()] } },
      { when: 'refused at the token endpoint', facts: { requests: [authorization()], tokens: [refusal()] } },
    ],
    failed: [{ when: 'a token', facts: { requests: [authorization()], tokens: [token()] } }],
    'cant-tell': [{ when: 'a page that nobody could press', facts: { requests: [stopped('unknown-page')] } }],
  },
});
