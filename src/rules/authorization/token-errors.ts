import { accident, refusal, token } from '../../facts/authorization/samples.ts';
import { hasText, saysWhatCameBack } from '../../facts/authorization/seen.ts';
import { misusedCodes } from '../../facts/authorization/trials.ts';
import { defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

/** A program that is told nothing but "no" cannot tell its user what to do. */
export default defineRule({
  id: 'authorization/token-errors',
  says: 'The token endpoint refuses with 400 or 401 and JSON that names the error',
  otherwise: 'The token endpoint refuses in a way that no program understands',
  cites: ['AUT-PAT-31', '45 CFR 170.315(g)(10)(v)(A)(1)(i)', 'OAuth error-response'],
  barrier: 'tec-patient-launch-broken',

  severity: 'low',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Refuse with status 400 (401 where the client is not known) and {"error": "..."} as application/json.',
  per: 'deployment',
  needs: { trials: misusedCodes },

  judge: ({ trials }) =>
    eachApp(trials, one => {
      const { status = 500, contentType, exhibits } = one;
      if (hasText(one, 'access_token') || status >= 500 || status === 429)
        return inapplicable('This request was not refused.', ...exhibits);
      const right = (status === 400 || status === 401) && hasText(one, 'error') && /\bjson$/.test(contentType ?? '');
      return right
        ? passed(...exhibits)
        : failed(`The token endpoint ${saysWhatCameBack(one)}, as ${contentType ?? 'no media type'}.`, ...exhibits);
    }),
  examples: {
    passed: [{ when: 'invalid_grant as JSON', facts: { trials: [refusal(), refusal('invalid_client', 401)] } }],
    failed: [
      { when: 'status 200', facts: { trials: [refusal('invalid_grant', 200)] } },
      { when: 'a page', facts: { trials: [token({}, { status: 400, says: {}, contentType: 'text/html' })] } },
      { when: 'status 403', facts: { trials: [refusal('invalid_grant', 403)] } },
    ],
    inapplicable: [
      { when: 'a token', facts: { trials: [token()] } },
      { when: 'the server fails', facts: { trials: [accident] } },
    ],
  },
});
