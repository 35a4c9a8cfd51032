import { accident, refusal, token } from '../../facts/authorization/samples.ts';
import { gaveToken, saysWhatCameBack } from '../../facts/authorization/seen.ts';
import { refreshesAfterRevocation, revoked } from '../../facts/authorization/trials.ts';
import { about, cantTell, defineRule, failed, passed, type Verdict } from '../../model/rule.ts';

/** A person who gives up a phone gives up the app on it, if giving up works. */
export default defineRule({
  id: 'authorization/revocation-effect',
  says: 'A refresh token that an app gave up is no longer good',
  otherwise: 'A refresh token that an app gave up still brings access',
  cites: ['PAR-1', 'OAuth revocation'],
  barrier: 'tec-revocation-late',
  assumes:
    "An app's own revocation takes effect within the few seconds of these tries; the hour that the law gives is for a patient's.",
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'End the token, and what was issued with it, when it is sent to the revocation endpoint.',
  per: 'deployment',
  needs: { revoked },
  mayUse: { refreshes: refreshesAfterRevocation },
  judge({ revoked: [given], refreshes }): Verdict {
    const { client, exhibits } = given;
    if (given.status === undefined || given.status >= 400)
      return about(client, cantTell(`The revocation endpoint ${saysWhatCameBack(given)}.`, ...exhibits));
    const last = refreshes?.at(-1);
    if (!last) return about(client, cantTell('No refresh was tried afterwards.', ...exhibits));
    if (gaveToken(last))
      return about(
        client,
        failed(
          'The refresh token was given up, and still brought access at the last of several tries.',
          ...last.exhibits,
          ...exhibits,
        ),
      );
    if (last.status === undefined || last.status >= 500)
      return about(client, cantTell(`The token endpoint ${saysWhatCameBack(last)}.`, ...last.exhibits));
    return about(client, passed(...last.exhibits, ...exhibits));
  },
  examples: {
    passed: [
      { when: 'refused', facts: { revoked: [token({}, { says: {} })], refreshes: [refusal()] } },
      {
        when: 'refused a moment later',
        facts: { revoked: [token({}, { says: {} })], refreshes: [token(), refusal()] },
      },
    ],
    failed: [{ when: 'still good', facts: { revoked: [token({}, { says: {} })], refreshes: [token()] } }],
    'cant-tell': [
      { when: 'the endpoint refuses', facts: { revoked: [refusal('unsupported_token_type')] } },
      { when: 'nothing was tried', facts: { revoked: [token({}, { says: {} })] } },
      { when: 'the server fails', facts: { revoked: [token({}, { says: {} })], refreshes: [accident] } },
    ],
  },
});
