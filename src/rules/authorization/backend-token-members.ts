import { refusal, token } from '../../facts/authorization/samples.ts';
import { gaveToken, hasText } from '../../facts/authorization/seen.ts';
import { backendTokens } from '../../facts/authorization/trials.ts';
import { defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

/** A service that is not told when its token ends finds out in the middle of an export. */
export default defineRule({
  id: 'authorization/backend-token-members',
  says: 'The token response to a backend service has access_token, token_type, expires_in and scope',
  otherwise: 'Members are missing from the token response to a backend service',
  cites: ['AUT-SYS-9', '45 CFR 170.315(g)(10)(v)(B)'],
  barrier: 'tec-bulk-export-defect',

  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Answer with access_token, token_type, expires_in (a number) and scope.',
  per: 'deployment',
  needs: { tokens: backendTokens },

  judge: ({ tokens }) =>
    eachApp(tokens, one => {
      if (!gaveToken(one)) return inapplicable('No token was given.', ...one.exhibits);
      const wanting = [
        ...['token_type', 'scope'].filter(name => !hasText(one, name)),
        ...(one.says?.expires_in?.is === 'number' ? [] : ['expires_in']),
      ];
      return wanting.length > 0
        ? failed(`Missing or of the wrong kind: ${wanting.join(', ')}.`, ...one.exhibits)
        : passed(...one.exhibits);
    }),
  examples: {
    passed: [{ when: 'all four', facts: { tokens: [token()] } }],
    failed: [
      { when: 'no expires_in', facts: { tokens: [token({ expires_in: undefined })] } },
      { when: 'no scope', facts: { tokens: [token({ scope: undefined })] } },
    ],
    inapplicable: [{ when: 'no token', facts: { tokens: [refusal()] } }],
  },
});
