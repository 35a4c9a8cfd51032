import { partlyGranted } from '../../facts/authorization/connections.ts';
import { authorization, closed, connection, record, token } from '../../facts/authorization/samples.ts';
import { hasText } from '../../facts/authorization/seen.ts';
import { keptRecords, withheldRecords } from '../../facts/authorization/trials.ts';
import { about, cantTell, defineRule, failed, inapplicable, passed, type Verdict } from '../../model/rule.ts';

const consent = { boxes: [], buttons: [], text: 'x', unticked: ['patient/Immunization.rs', 'offline_access'] };
const partly = (changed: Parameters<typeof token>[0] = { refresh_token: undefined }) =>
  connection({ authorization: authorization({ consent }), token: token(changed) });

/** A box that changes nothing is worse than none: the patient believes it. */
export default defineRule({
  id: 'authorization/declined-parts',
  says: 'What a patient takes out is refused to the app, and what is left still opens',
  otherwise: 'What a patient took out is given to the app, or what was left is refused',
  cites: ['AUT-PAT-12', 'AUT-PAT-34', '45 CFR 170.315(g)(10)(v)(A)'],
  barrier: 'tec-granular-scope-missing',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Grant the scopes that stay ticked and no other, and hold each request to them.',
  per: 'deployment',
  needs: { partly: partlyGranted },
  mayUse: { withheld: withheldRecords, kept: keptRecords },
  judge({ partly, withheld, kept }): Verdict {
    const { client, authorization, token, exhibits } = partly;
    const say = (verdict: Verdict) => about(client, verdict);
    const out = authorization.consent?.unticked ?? [];
    if (out.length === 0) return say(inapplicable('The page has nothing that could be taken out.', ...exhibits));
    if (!token)
      return say(
        cantTell(authorization.stopped?.message ?? 'No code came back after a part was taken out.', ...exhibits),
      );
    if (out.some(value => /offline/i.test(value)) && hasText(token, 'refresh_token'))
      return say(failed('offline_access was taken out, and the app got a refresh token.', ...exhibits));
    const [search] = withheld ?? [];
    const took = out.some(value => /immuni[sz]ation/i.test(value));
    if (took && search?.status === 200 && (search.count ?? 0) > 0)
      return say(failed(`${search.what} was taken out, and ${search.count} came.`, ...search.exhibits));
    const [read] = kept ?? [];
    if (read && (read.status === 401 || read.status === 403))
      return say(failed(`${read.what} was left in, and answered ${read.status}.`, ...read.exhibits));
    if (took && !search) return say(cantTell('What was taken out could not be tried.', ...exhibits));
    return say(passed(...exhibits, ...(search?.exhibits ?? [])));
  },
  examples: {
    passed: [
      {
        when: 'refused',
        facts: { partly: partly(), withheld: [{ ...closed(403), what: 'Immunization' }], kept: [record()] },
      },
      {
        when: 'an empty answer',
        facts: {
          partly: partly(),
          withheld: [record({ what: 'Immunization', type: 'Bundle', count: 0 })],
          kept: [record()],
        },
      },
    ],
    failed: [
      {
        when: 'it comes all the same',
        facts: { partly: partly(), withheld: [record({ what: 'Immunization', type: 'Bundle', count: 3 })] },
      },
      { when: 'a refresh token', facts: { partly: partly({}) } },
      { when: 'what was left is closed', facts: { partly: partly(), withheld: [closed(403)], kept: [closed(403)] } },
    ],
    'cant-tell': [
      {
        when: 'no code',
        facts: { partly: { client: 'app', authorization: authorization({ consent }), exhibits: partly().exhibits } },
      },
      { when: 'nothing was tried', facts: { partly: partly() } },
    ],
    inapplicable: [
      {
        when: 'no boxes',
        facts: { partly: connection({ authorization: authorization({ consent: { ...consent, unticked: [] } }) }) },
      },
    ],
  },
});
