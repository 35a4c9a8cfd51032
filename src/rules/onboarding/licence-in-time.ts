import { journal } from '../../facts/onboarding/journal.ts';
import { diary } from '../../facts/onboarding/samples.ts';
import { term } from '../../facts/onboarding/terms.ts';
import { defineRule, type Verdict } from '../../model/rule.ts';
import { byClock, clockAssumptions, eachMatter } from '../onboarding.ts';

const asked = { happenedAt: '2026-09-28', means: 'licence-request', who: 'us' } as const;

/** A licence that is promised and never written keeps an app out as surely as a refusal does. */
export default defineRule({
  id: 'onboarding/licence-in-time',
  says: 'A licence is talked about within ten business days of the request and negotiated within thirty',
  otherwise: 'A licence was not talked about within ten business days of the request, or not negotiated within thirty',
  cites: ['45 CFR 171.303(a)(1)', '45 CFR 171.303(a)(2)'],
  barrier: 'den-license-late',
  assumes: clockAssumptions,
  severity: 'medium',
  confidence: 'likely',
  kind: 'ib-risk',
  remedy: 'Keep an open licence ready, or begin to negotiate by the tenth business day and end by the thirtieth.',
  per: 'vendor',
  needs: { journal },
  judge: ({ journal }) =>
    eachMatter(journal, 'no licence was asked for', matter => {
      const begun = term(matter, journal.today, {
        of: 'the beginning of talks about a licence',
        days: 10,
        begins: 'licence-request',
        ends: ['licence-talks', 'licence-offered'],
      });
      const done = term(matter, journal.today, {
        of: 'a negotiated licence',
        days: 30,
        begins: 'licence-request',
        ends: ['licence-offered'],
      });
      if (!begun || !done) return undefined;
      const verdicts: readonly [Verdict, Verdict] = [byClock(begun), byClock(done)];
      return (
        verdicts.find(({ outcome }) => outcome === 'failed') ??
        verdicts.find(({ outcome }) => outcome === 'cant-tell') ??
        verdicts[1]
      );
    }),
  examples: {
    passed: [
      {
        when: 'talked about in a week, agreed in a month',
        facts: {
          journal: diary(
            asked,
            { happenedAt: '2026-10-05', means: 'licence-talks' },
            { happenedAt: '2026-10-28', means: 'licence-offered' },
          ),
        },
      },
    ],
    failed: [
      { when: 'no talks', facts: { journal: diary(asked) } },
      {
        when: 'talks without an end',
        facts: { journal: diary(asked, { happenedAt: '2026-10-05', means: 'licence-talks' }) },
      },
    ],
    'cant-tell': [{ when: 'asked for last week', facts: { journal: diary({ ...asked, happenedAt: '2026-11-18' }) } }],
    inapplicable: [{ when: 'nobody asked', facts: { journal: diary() } }],
  },
});
