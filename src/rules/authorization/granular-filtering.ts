import { record } from '../../facts/authorization/samples.ts';
import type { RecordSeen } from '../../facts/authorization/seen.ts';
import { partSearches, wholeSearches } from '../../facts/authorization/trials.ts';
import { about, cantTell, defineRule, failed, passed, type Verdict } from '../../model/rule.ts';

const search = (what: string, changed: Partial<RecordSeen> = {}) =>
  record({ what, type: 'Bundle', count: 2, inside: 2, outside: 0, ...changed });
const whole = [search('Laboratory'), search('Survey')] as const;

/** A scope that narrows nothing shares what the patient kept back; one that narrows too much keeps back what was shared. */
export default defineRule({
  id: 'authorization/granular-filtering',
  says: 'A part of Condition or Observation that was granted comes whole, and nothing beside it comes',
  otherwise: 'A grant for a part of Condition or Observation gives more than that part, or less',
  cites: ['AUT-PAT-28', 'AUT-PAT-12', 'AUT-PAT-34', '45 CFR 170.315(g)(10)(v)(A)'],
  barrier: 'tec-granular-scope-missing',
  assumes: 'The same search, made a moment before with a grant for all, shows what there is.',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy:
    'Hold every search and read to the categories of the scopes that were granted; a search that names no category gives those granted.',
  per: 'deployment',
  needs: { parts: partSearches },
  mayUse: { whole: wholeSearches },
  judge({ parts, whole = [] }): Verdict {
    const [first] = parts;
    const say = (verdict: Verdict) => about(first.client, verdict);
    const leak = parts.find(({ outside = 0 }) => outside > 0);
    if (leak)
      return say(failed(`The search for ${leak.what} gave ${leak.outside} that were not granted.`, ...leak.exhibits));
    const granted = parts.filter(({ what }) => what.endsWith(' (granted)'));
    const had = (name: string) => whole.find(({ what }) => `${what} (granted)` === name);
    const short = granted.find(({ what, count = 0, status }) => status === 200 && count < (had(what)?.count ?? 0));
    if (short)
      return say(
        failed(`The search for ${short.what} gave ${short.count} of ${had(short.what)?.count}.`, ...short.exhibits),
      );
    const shut = granted.find(({ status }) => status === 401 || status === 403);
    if (shut) return say(failed(`The search for ${shut.what} was refused with ${shut.status}.`, ...shut.exhibits));
    const proven = granted.filter(({ what, count = 0 }) => count > 0 && (had(what)?.count ?? 0) > 0);
    const kept = parts.some(
      ({ what, count = 0 }) =>
        what.endsWith(' (not granted)') &&
        count < (whole.find(one => `${one.what} (not granted)` === what)?.count ?? 0),
    );
    if (proven.length === 0 || !kept)
      return say(
        cantTell(
          'The patient has too few records of these kinds to show that anything was filtered.',
          ...first.exhibits,
        ),
      );
    return say(passed(...first.exhibits, ...proven.flatMap(({ exhibits }) => exhibits)));
  },
  examples: {
    passed: [
      {
        when: 'what was granted, whole and alone',
        facts: {
          whole: [...whole],
          parts: [search('Laboratory (granted)'), search('Survey (not granted)', { count: 0, inside: 0 })],
        },
      },
    ],
    failed: [
      { when: 'more', facts: { whole: [...whole], parts: [search('all of Observation', { outside: 2 })] } },
      { when: 'less', facts: { whole: [...whole], parts: [search('Laboratory (granted)', { count: 1, inside: 1 })] } },
      {
        when: 'refused',
        facts: { whole: [...whole], parts: [search('Laboratory (granted)', { status: 403, count: 0, inside: 0 })] },
      },
    ],
    'cant-tell': [
      { when: 'nothing to filter', facts: { parts: [search('Laboratory (granted)', { count: 0, inside: 0 })] } },
    ],
  },
});
