import { all, dayOf, journal, saidByThem } from '../../facts/onboarding/journal.ts';
import { diary, request } from '../../facts/onboarding/samples.ts';
import { clock, clockText } from '../../model/calendar.ts';
import type { ExhibitId } from '../../model/exhibit.ts';
import type { Milestone } from '../../model/journal.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { clockAssumptions, eachMatter } from '../onboarding.ts';

/** What only the other side can have done. */
const theirs: ReadonlySet<Milestone> = new Set([
  'received',
  'more-asked',
  'verified',
  'enabled',
  'refused',
  'connected',
]);

/** Silence refuses without anyone having to answer for it. */
export default defineRule({
  id: 'onboarding/answers-to-requests',
  says: 'Whoever asks to be let in gets an answer',
  otherwise: 'Whoever asked to be let in, twice, got no answer in ten business days',
  cites: ['45 CFR 170.404(a)(4)(ii)(A)(1)', '45 CFR 170.315(g)(10)(iii)'],
  barrier: 'reg-no-public-path',
  assumes: `${clockAssumptions} One request may go astray; two that are not answered do not. That answers within ten business days are due is read from the time that the check may take.`,
  severity: 'critical',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Answer every request, by whichever way was published for it.',
  per: 'vendor',
  needs: { journal },
  judge: ({ journal }) =>
    eachMatter(journal, 'nothing waits for an answer', matter => {
      const requests = all(matter, 'request');
      const [begin] = requests;
      if (!begin) return undefined;
      const answer = matter.entries
        .slice(matter.entries.indexOf(begin) + 1)
        .find(entry => saidByThem(matter).includes(entry) || (entry.means !== undefined && theirs.has(entry.means)));
      if (answer) return { ...passed(begin.id, answer.id), because: `An answer came on ${dayOf(answer)}.` };
      const exhibits = requests.map(({ id }) => id) as unknown as readonly [ExhibitId, ...ExhibitId[]];
      const waiting = clock('an answer', dayOf(begin), 10, journal.today);
      if (waiting.state !== 'late') return cantTell(`${clockText(waiting)} The time is not over yet.`, ...exhibits);
      if (requests.length === 1)
        return cantTell(`${clockText(waiting)} It was asked for once; ask again, and write that down.`, ...exhibits);
      return failed(
        `${clockText(waiting)} It was asked for ${requests.length} times, last on ${dayOf(requests.at(-1) as typeof begin)}.`,
        ...exhibits,
      );
    }),
  examples: {
    passed: [
      {
        when: 'they wrote back',
        facts: { journal: diary(request, { happenedAt: '2026-10-29', who: 'vendor', what: 'mail' }) },
      },
    ],
    failed: [
      {
        when: 'asked twice, and silence',
        facts: { journal: diary(request, { ...request, happenedAt: '2026-11-09' }) },
      },
    ],
    'cant-tell': [
      { when: 'asked once', facts: { journal: diary(request) } },
      { when: 'asked last week', facts: { journal: diary({ ...request, happenedAt: '2026-11-19' }) } },
    ],
    inapplicable: [{ when: 'nobody asked', facts: { journal: diary() } }],
  },
});
