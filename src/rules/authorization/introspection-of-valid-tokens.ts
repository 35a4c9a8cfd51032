import { accident, refusal, token } from '../../facts/authorization/samples.ts';
import { textOf } from '../../facts/authorization/seen.ts';
import { introspected } from '../../facts/authorization/trials.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

const yes = { is: 'boolean', value: true } as const;

/** A service that is handed a token can trust it only if its issuer will say what it is. */
export default defineRule({
  id: 'authorization/introspection-of-valid-tokens',
  says: 'A token that was just issued is called active, with its scope, client and end',
  otherwise: 'A token that was just issued is not recognised by introspection',
  cites: ['TOK-INTRO-1', '45 CFR 170.315(g)(10)(vii)', 'SMART 2.0.0 token-introspection', 'OAuth introspection'],
  barrier: 'tec-introspection-missing',
  assumes: 'The client that asks is allowed to introspect where the server answers it.',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy:
    'Answer introspection of a live token with active: true, scope, client_id and exp; and patient where the token has one in context.',
  per: 'deployment',
  needs: { answers: introspected },

  judge: ({ answers }) =>
    eachApp(answers, one => {
      const { status, says, exhibits } = one;
      if (status === 401 || status === 403)
        return cantTell(
          `Introspection answered ${status}; who may introspect can be limited, and none of our clients may be among them.`,
          ...exhibits,
        );
      if (status === undefined || status >= 500 || status === 429)
        return cantTell(`Introspection answered ${status ?? 'nothing'}.`, ...exhibits);
      if (status !== 200 || says?.active?.is !== 'boolean')
        return failed(`Introspection answered ${status}, without "active" as true or false.`, ...exhibits);
      if (says.active.value !== true)
        return failed('A token that was issued a moment before is called inactive.', ...exhibits);
      const wanting = ['scope', 'client_id', 'exp'].filter(name => says[name] === undefined);
      if (wanting.length > 0) return failed(`Introspection does not tell ${wanting.join(', ')}.`, ...exhibits);
      return textOf(one, 'scope') === undefined ? failed('"scope" is no text.', ...exhibits) : passed(...exhibits);
    }),
  examples: {
    passed: [
      {
        when: 'active, with the rest',
        facts: { answers: [token({ active: yes, client_id: { is: 'string' }, exp: { is: 'number' } })] },
      },
    ],
    failed: [
      { when: 'inactive', facts: { answers: [token({ active: { is: 'boolean', value: false } })] } },
      {
        when: 'no scope',
        facts: {
          answers: [token({ active: yes, scope: undefined, client_id: { is: 'string' }, exp: { is: 'number' } })],
        },
      },
      { when: 'no such endpoint', facts: { answers: [refusal('not_found', 404)] } },
      {
        when: 'the scope as a list',
        facts: {
          answers: [
            token({
              active: yes,
              scope: { is: 'list', value: [] },
              client_id: { is: 'string' },
              exp: { is: 'number' },
            }),
          ],
        },
      },
    ],
    'cant-tell': [
      { when: 'others may, we may not', facts: { answers: [refusal('invalid_client', 401)] } },
      { when: 'the server fails', facts: { answers: [accident] } },
    ],
  },
});
