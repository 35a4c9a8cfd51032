import { accident, refusal, token } from '../../facts/authorization/samples.ts';
import { saysWhatCameBack, textOf } from '../../facts/authorization/seen.ts';
import { wrongAssertions } from '../../facts/authorization/trials.ts';
import { defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

/** By the code a program knows whether to mend its keys or to ask for less. */
export default defineRule({
  id: 'authorization/assertion-error-code',
  says: 'A wrong client assertion is answered with invalid_client',
  otherwise: 'A wrong client assertion is answered with something else than invalid_client',
  cites: ['AUT-SYS-7', 'AUT-SYS-10', '45 CFR 170.315(g)(10)(v)(B)', 'SMART 2.0.0 invalid-client'],
  barrier: 'tec-bulk-export-defect',

  severity: 'low',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Answer every failure to authenticate a client with 400 or 401 and {"error": "invalid_client"}.',
  per: 'deployment',
  needs: { trials: wrongAssertions },

  judge: ({ trials }) =>
    eachApp(trials, one => {
      const { status = 500, exhibits } = one;
      // A token, or an accident: other rules speak of those.
      if (status < 400 || status >= 500 || status === 429)
        return inapplicable('This assertion was not refused.', ...exhibits);
      const right = (status === 400 || status === 401) && textOf(one, 'error') === 'invalid_client';
      return right
        ? passed(...exhibits)
        : failed(`The token endpoint ${saysWhatCameBack(one)} to a wrong assertion.`, ...exhibits);
    }),
  examples: {
    passed: [
      { when: 'invalid_client', facts: { trials: [refusal('invalid_client', 401), refusal('invalid_client')] } },
    ],
    failed: [
      { when: 'another code', facts: { trials: [refusal('invalid_client', 401), refusal('invalid_grant')] } },
      { when: 'no JSON', facts: { trials: [token({}, { status: 401, says: {} })] } },
    ],
    inapplicable: [
      { when: 'a token', facts: { trials: [token()] } },
      { when: 'the server fails', facts: { trials: [accident] } },
    ],
  },
});
