import { accident, refusal, token } from '../../facts/authorization/samples.ts';
import { introspectedUnknown } from '../../facts/authorization/trials.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

/** If every text is called a live token, introspection protects nobody. */
export default defineRule({
  id: 'authorization/introspection-of-other-tokens',
  says: 'A token that was never issued is called inactive, and nothing else',
  otherwise: 'A token that was never issued is called active, or is answered with an error',
  cites: ['TOK-INTRO-1', '45 CFR 170.315(g)(10)(vii)', 'OAuth introspection'],
  barrier: 'tec-introspection-missing',
  assumes: 'The client that asks is allowed to introspect where the server answers it.',
  severity: 'medium',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Answer introspection of anything that is no live token with status 200 and active: false.',
  per: 'deployment',
  needs: { answers: introspectedUnknown },

  judge: ({ answers }) =>
    eachApp(answers, ({ status, says, exhibits }) => {
      if (status === 401 || status === 403 || status === undefined || status >= 500 || status === 429)
        return cantTell(`Introspection answered ${status ?? 'nothing'}.`, ...exhibits);
      if (status === 200 && says?.active?.value === false) return passed(...exhibits);
      if (status === 200 && says?.active?.value === true)
        return failed('A token that was never issued is called active.', ...exhibits);
      return failed(`Introspection answered ${status} to a token that was never issued.`, ...exhibits);
    }),
  examples: {
    passed: [{ when: 'inactive', facts: { answers: [token({ active: { is: 'boolean', value: false } })] } }],
    failed: [
      { when: 'active', facts: { answers: [token({ active: { is: 'boolean', value: true } })] } },
      { when: 'an error', facts: { answers: [refusal('invalid_request')] } },
    ],
    'cant-tell': [
      { when: 'we may not ask', facts: { answers: [refusal('invalid_client', 401)] } },
      { when: 'the server fails', facts: { answers: [accident] } },
    ],
  },
});
