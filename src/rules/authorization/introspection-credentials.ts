import { accident, refusal, token } from '../../facts/authorization/samples.ts';
import { introspectedByStranger } from '../../facts/authorization/trials.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';

/** Whoever may ask about any token can try tokens until one is live. */
export default defineRule({
  id: 'authorization/introspection-credentials',
  says: 'Introspection is refused to whoever does not say who they are',
  otherwise: 'Introspection is open to whoever asks',
  cites: ['TOK-INTRO-1', 'SMART 2.0.0 token-introspection', 'OAuth introspection'],
  barrier: 'tec-introspection-missing',

  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Ask callers of the introspection endpoint for client credentials or a token of their own.',
  per: 'deployment',
  needs: { answers: introspectedByStranger },

  judge({ answers: [one] }) {
    const { status, says, exhibits } = one;
    if (status === 200 && says?.active?.value === true)
      return failed('A live token was called active to a caller who brought nothing.', ...exhibits);
    if (status === undefined || status >= 500 || status === 429)
      return cantTell(`Introspection answered ${status ?? 'nothing'}.`, ...exhibits);
    return passed(...exhibits);
  },
  examples: {
    passed: [
      { when: '401', facts: { answers: [refusal('invalid_client', 401)] } },
      {
        when: 'inactive, whatever the token',
        facts: { answers: [token({ active: { is: 'boolean', value: false } })] },
      },
    ],
    failed: [{ when: 'it tells', facts: { answers: [token({ active: { is: 'boolean', value: true } })] } }],
    'cant-tell': [{ when: 'the server fails', facts: { answers: [accident] } }],
  },
});
