import { authorization, refusal, sentBack, stopped, token } from '../../facts/authorization/samples.ts';
import { gaveToken, textOf } from '../../facts/authorization/seen.ts';
import { systemScopeRequests, systemScopes } from '../../facts/authorization/trials.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

/** One patient's consent must not open the records of all. */
export default defineRule({
  id: 'authorization/system-scopes-for-apps',
  says: 'An app that a patient signs in to is given no scope of backend services',
  otherwise: 'An app that a patient signed in to was given a scope of backend services',
  cites: ['AUT-PAT-12', 'AUT-PAT-34', '45 CFR 170.315(g)(10)(v)(A)(1)(i)'],
  barrier: 'tec-patient-launch-broken',

  severity: 'critical',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Grant system scopes to backend services alone.',
  per: 'deployment',
  needs: { requests: systemScopeRequests },
  mayUse: { tokens: systemScopes },
  judge: ({ requests, tokens = [] }) =>
    eachApp(requests, ({ client, returned, stopped, exhibits }) => {
      const token = tokens.find(one => one.client === client);
      const scope = token && gaveToken(token) ? (textOf(token, 'scope') ?? '') : '';
      if (token && /\bsystem\//.test(scope))
        return failed(`A patient signed in, and the app was given ${scope}.`, ...token.exhibits);
      if (token) return passed(...token.exhibits);
      if ((returned && !returned.code) || stopped?.why === 'error-page') return passed(...exhibits);
      return cantTell(
        `${stopped?.message ?? 'Nothing came of it.'} Whether that refuses, a person must see.`,
        ...exhibits,
      );
    }),
  examples: {
    passed: [
      { when: 'left out', facts: { requests: [authorization()], tokens: [token()] } },
      { when: 'invalid_scope', facts: { requests: [sentBack('invalid_scope')] } },
      {
        when: 'refused at the token endpoint',
        facts: { requests: [authorization()], tokens: [refusal('invalid_scope')] },
      },
    ],
    failed: [
      {
        when: 'granted',
        facts: {
          requests: [authorization()],
          tokens: [token({ scope: { is: 'string', value: 'openid system/*.rs' } })],
        },
      },
    ],
    'cant-tell': [{ when: 'a page that nobody could press', facts: { requests: [stopped('unknown-page')] } }],
  },
});
