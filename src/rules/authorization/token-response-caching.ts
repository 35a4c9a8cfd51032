import { grantedTokens } from '../../facts/authorization/connections.ts';
import { token } from '../../facts/authorization/samples.ts';
import { header } from '../../model/exhibit.ts';
import { defineRule, failed, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

/** A token that a cache keeps is a token that somebody else may be handed. */
export default defineRule({
  id: 'authorization/token-response-caching',
  says: 'Token responses forbid that they are stored',
  otherwise: 'Token responses may be stored on their way',
  cites: ['AUT-PAT-16', 'AUT-PAT-35'],
  barrier: 'tec-patient-launch-broken',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Send "Cache-Control: no-store" and "Pragma: no-cache" with every token response.',
  per: 'deployment',
  needs: { tokens: grantedTokens },
  judge: ({ tokens }) =>
    eachApp(tokens, ({ headers, exhibits }) => {
      const wanting = [
        ...(has(header(headers, 'cache-control'), 'no-store') ? [] : ['"Cache-Control: no-store"']),
        ...(has(header(headers, 'pragma'), 'no-cache') ? [] : ['"Pragma: no-cache"']),
      ];
      return wanting.length > 0
        ? failed(`The token response came without ${wanting.join(' and ')}.`, ...exhibits)
        : passed(...exhibits);
    }),
  examples: {
    passed: [
      { when: 'both headers', facts: { tokens: [token()] } },
      {
        when: 'both headers among others',
        facts: {
          tokens: [
            token(
              {},
              {
                headers: [
                  ['cache-control', 'private, No-Store'],
                  ['pragma', 'no-cache'],
                ],
              },
            ),
          ],
        },
      },
    ],
    failed: [
      { when: 'no header', facts: { tokens: [token({}, { headers: [] })] } },
      { when: 'no Pragma', facts: { tokens: [token({}, { headers: [['Cache-Control', 'no-store']] })] } },
    ],
  },
});

const has = (value: string | undefined, directive: string): boolean =>
  (value ?? '')
    .toLowerCase()
    .split(/[\s,]+/)
    .includes(directive);
