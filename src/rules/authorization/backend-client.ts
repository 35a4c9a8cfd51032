import { accident, refusal, token } from '../../facts/authorization/samples.ts';
import { gaveToken, saysWhatCameBack } from '../../facts/authorization/seen.ts';
import { backendTokens } from '../../facts/authorization/trials.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

/** Population data are had by services that run at night, when nobody can sign in. */
export default defineRule({
  id: 'authorization/backend-client',
  says: 'A backend service gets a token for a signed assertion',
  otherwise: 'A backend service gets no token for a signed assertion',
  cites: ['AUT-SYS-1', 'AUT-SYS-2', 'AUT-SYS-3', '45 CFR 170.315(g)(10)(v)(B)'],
  barrier: 'reg-system-client-refused',
  assumes: 'The client is registered as the profile says.',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Take the client_credentials grant with a client assertion signed by RS384 or ES384.',
  per: 'deployment',
  needs: { tokens: backendTokens },

  judge: ({ tokens }) =>
    eachApp(tokens, one => {
      if (gaveToken(one)) return passed(...one.exhibits);
      const came = `The token endpoint ${saysWhatCameBack(one)}.`;
      const passing = one.status === undefined || one.status >= 500 || one.status === 429;
      return passing ? cantTell(`${came} That may pass.`, ...one.exhibits) : failed(came, ...one.exhibits);
    }),
  examples: {
    passed: [{ when: 'a token', facts: { tokens: [token()] } }],
    failed: [{ when: 'unsupported_grant_type', facts: { tokens: [refusal('unsupported_grant_type')] } }],
    'cant-tell': [{ when: 'the server fails', facts: { tokens: [accident] } }],
  },
});
