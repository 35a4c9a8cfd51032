import { closed, record, refusal, token } from '../../facts/authorization/samples.ts';
import { gaveToken } from '../../facts/authorization/seen.ts';
import { accessAfterReplay, usedCodes } from '../../facts/authorization/trials.ts';
import { cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

/** When a code is used twice, one of the two is a thief, and nobody knows which. */
export default defineRule({
  id: 'authorization/code-replay-revocation',
  says: 'When a code is used twice, the token it gave first ends',
  otherwise: 'A code was used twice, and the token it gave first still opens the record',
  cites: ['AUT-PAT-30', 'OAuth code-once'],
  barrier: 'tec-patient-launch-broken',
  assumes: 'OAuth says SHOULD of this, not MUST.',
  severity: 'low',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'When a used code comes again, revoke what was issued for it.',
  per: 'deployment',
  needs: { records: accessAfterReplay },
  mayUse: { replays: usedCodes },
  judge: ({ records, replays = [] }) =>
    eachApp(records, ({ client, status, same, exhibits }) => {
      const replay = replays.find(one => one.client === client);
      if (replay && gaveToken(replay))
        return inapplicable('The code worked twice, which another rule speaks of.', ...exhibits);
      if (status === 200 && same)
        return failed('After the code was used twice, its first token opened the record.', ...exhibits);
      if (status === 401 || status === 403) return passed(...exhibits);
      return cantTell(`The record answered ${status ?? 'nothing'}.`, ...exhibits);
    }),
  examples: {
    passed: [{ when: 'ended', facts: { records: [closed()], replays: [refusal()] } }],
    failed: [{ when: 'still good', facts: { records: [record()], replays: [refusal()] } }],
    'cant-tell': [{ when: 'the server fails', facts: { records: [closed(503)] } }],
    inapplicable: [{ when: 'the code worked twice', facts: { records: [record()], replays: [token()] } }],
  },
});
