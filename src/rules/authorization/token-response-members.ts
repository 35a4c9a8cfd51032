import { grantedTokens } from '../../facts/authorization/connections.ts';
import { token } from '../../facts/authorization/samples.ts';
import type { TokenSeen } from '../../facts/authorization/seen.ts';
import { hasText, textOf } from '../../facts/authorization/seen.ts';
import { defineRule, failed, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

/** Libraries read these members by their names; a program cannot guess what a person might. */
export default defineRule({
  id: 'authorization/token-response-members',
  says: 'Token responses have the members that apps read, each of the right kind',
  otherwise: 'Members that apps read are missing from token responses or of the wrong kind',
  cites: ['AUT-PAT-16', 'AUT-PAT-35'],
  barrier: 'tec-patient-launch-broken',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Answer with JSON that has access_token, token_type "Bearer", scope and, as a number, expires_in.',
  per: 'deployment',
  needs: { tokens: grantedTokens },
  judge: ({ tokens }) =>
    eachApp(tokens, one => {
      const wrong = faultsOf(one);
      return wrong.length > 0 ? failed(`${wrong.join('; ')}.`, ...one.exhibits) : passed(...one.exhibits);
    }),
  examples: {
    passed: [
      { when: 'all of them', facts: { tokens: [token()] } },
      {
        when: 'bearer in lower case, and members of its own',
        facts: {
          tokens: [token({ token_type: { is: 'string', value: 'bearer' }, tenant: { is: 'string', value: '7' } })],
        },
      },
      { when: 'no expires_in, which is only recommended', facts: { tokens: [token({ expires_in: undefined })] } },
    ],
    failed: [
      { when: 'no scope', facts: { tokens: [token({ scope: undefined })] } },
      { when: 'no token_type', facts: { tokens: [token({ token_type: undefined })] } },
      { when: 'expires_in as text', facts: { tokens: [token({ expires_in: { is: 'string', value: '3600' } })] } },
    ],
  },
});

function faultsOf(one: TokenSeen): readonly string[] {
  const type = textOf(one, 'token_type');
  const expires = one.says?.expires_in;
  return [
    ...(type === undefined ? ['token_type is missing'] : /^bearer$/i.test(type) ? [] : [`token_type is "${type}"`]),
    ...(hasText(one, 'scope') ? [] : ['scope is missing or no text']),
    ...(expires === undefined || expires.is === 'number' ? [] : [`expires_in is of the kind ${expires.is}`]),
  ];
}
