import { grantedTokens } from '../../facts/authorization/connections.ts';
import { token } from '../../facts/authorization/samples.ts';
import { hasText } from '../../facts/authorization/seen.ts';
import { defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

/** Without a refresh token a patient signs in anew every hour, and no app can look after anything while they sleep. */
export default defineRule({
  id: 'authorization/refresh-token-issue',
  says: 'An app that asks for offline_access, and is granted it, gets a refresh token',
  otherwise: 'An app that asks for offline_access gets no refresh token',
  cites: [
    'AUT-PAT-16',
    'AUT-PAT-35',
    'AUT-PAT-21',
    '45 CFR 170.315(g)(10)(v)(A)(1)(ii)',
    '45 CFR 170.315(g)(10)(v)(A)(1)(iii)',
  ],
  barrier: 'sec-excess-reauth',
  assumes:
    'The person granted all that was asked for, and the app is registered for offline_access as the profile says.',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy:
    'Issue a refresh token to confidential apps and to native apps that can secure it, whenever offline_access was granted.',
  per: 'deployment',
  needs: { tokens: grantedTokens },
  judge: ({ tokens }, { vendor }) =>
    eachApp(tokens, one => {
      const client = vendor.clients.find(({ id }) => id === one.client);
      const asked = client?.scopes ?? 'offline_access';
      if (hasText(one, 'refresh_token')) return passed(...one.exhibits);
      if (!asked.split(' ').includes('offline_access'))
        return inapplicable('The app did not ask for offline_access.', ...one.exhibits);
      if (client?.kind === 'public')
        return inapplicable(
          'The rule speaks of apps that can keep a secret and of native apps; this one runs in a browser.',
          ...one.exhibits,
        );
      return failed('The token response has no refresh_token.', ...one.exhibits);
    }),
  examples: {
    passed: [{ when: 'a refresh token', facts: { tokens: [token()] } }],
    failed: [{ when: 'none', facts: { tokens: [token({ refresh_token: undefined })] } }],
    inapplicable: [
      {
        when: 'none for an app in a browser',
        facts: { tokens: [token({ refresh_token: undefined })] },
        setting: { vendor: { clients: [{ id: 'app', kind: 'public' }] } },
      },
      {
        when: 'none asked for',
        facts: { tokens: [token({ refresh_token: undefined })] },
        setting: { vendor: { clients: [{ id: 'app', kind: 'symmetric', scopes: 'openid' }] } },
      },
    ],
  },
});
