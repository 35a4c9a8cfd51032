import { refreshedRecords, refreshesWithoutScope, refreshesWithScope } from '../../facts/authorization/connections.ts';
import { accident, closed, record, refusal, token } from '../../facts/authorization/samples.ts';
import { gaveToken, saysWhatCameBack } from '../../facts/authorization/seen.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

/** This is how an app stays connected while the patient is away. */
export default defineRule({
  id: 'authorization/refresh-grant',
  says: 'A refresh token brings a new access token, which opens the record, with nobody signing in',
  otherwise: 'A refresh token does not bring an access token that opens the record',
  cites: ['AUT-PAT-20', '45 CFR 170.315(g)(10)(v)(A)(2)(i)'],
  barrier: 'sec-excess-reauth',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Answer the refresh_token grant, with scope and without, with a new access token of the same reach.',
  per: 'deployment',
  needs: { plain: refreshesWithoutScope },
  mayUse: { scoped: refreshesWithScope, records: refreshedRecords },
  judge: ({ plain, scoped = [], records = [] }) =>
    eachApp([...plain, ...scoped] as unknown as typeof plain, one => {
      if (!gaveToken(one)) {
        const came = `The token endpoint ${saysWhatCameBack(one)}.`;
        const passing = one.status === undefined || one.status >= 500 || one.status === 429;
        return passing ? cantTell(came, ...one.exhibits) : failed(came, ...one.exhibits);
      }
      const opened = records.find(({ client }) => client === one.client);
      if (opened && (opened.status === 401 || opened.status === 403))
        return failed(
          `The new access token was given, and the record answered ${opened.status ?? 'nothing'}.`,
          ...opened.exhibits,
        );
      return passed(...one.exhibits);
    }),
  examples: {
    passed: [
      { when: 'new tokens', facts: { plain: [token()], scoped: [token()], records: [record()] } },
      { when: 'the refresh token stays as it was', facts: { plain: [token({ refresh_token: undefined })] } },
    ],
    failed: [
      { when: 'invalid_grant', facts: { plain: [refusal()] } },
      { when: 'not with scope', facts: { plain: [token()], scoped: [refusal('invalid_scope')] } },
      { when: 'a token that opens nothing', facts: { plain: [token()], records: [closed()] } },
    ],
    'cant-tell': [{ when: 'the server fails', facts: { plain: [accident] } }],
  },
});
