import { dayOf, first, journal } from '../../facts/onboarding/journal.ts';
import { diary, request } from '../../facts/onboarding/samples.ts';
import { term } from '../../facts/onboarding/terms.ts';
import { cantTell, defineRule, inapplicable } from '../../model/rule.ts';
import { byClock, clockAssumptions, eachMatter } from '../onboarding.ts';

/** An app that is checked and not switched on serves nobody. */
export default defineRule({
  id: 'onboarding/production-in-five-business-days',
  says: 'An app works in production within five business days of the check, and fifteen of the request',
  otherwise: 'An app works in production later than five business days after the check, or fifteen after the request',
  cites: ['45 CFR 170.404(b)(1)(ii)'],
  barrier: 'reg-production-late',
  assumes: `${clockAssumptions} Where no check was told of, ten and five business days together run from the request. Production is what works, not a message that says so; the journal holds which it was.`,
  severity: 'high',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Enable every app in production, at all customers, by the fifth business day after the check.',
  per: 'vendor',
  needs: { journal },
  judge: ({ journal }) =>
    eachMatter(journal, 'no time runs', matter => {
      const asked = first(matter, 'request');
      const verified = first(matter, 'verified');
      if (!asked) return undefined;
      const refused = first(matter, 'refused');
      const ends = ['enabled', 'connected'] as const;
      const on = first(matter, ...ends);
      if (refused && !on)
        return inapplicable(
          `The request was refused on ${dayOf(refused)}; the refusal itself is judged elsewhere.`,
          asked.id,
          refused.id,
        );
      const production = term(matter, journal.today, {
        of: 'the app in production',
        days: verified ? 5 : 15,
        begins: verified ?? asked,
        ends,
      });
      if (!production) return undefined;
      const verdict = byClock(production);
      if (verdict.outcome !== 'failed' || matter.app !== 'provider') return verdict;
      return cantTell(
        `${verdict.because} It is an app of providers: whether the developer or its customer was waited for is for a person to say.`,
        asked.id,
      );
    }),
  examples: {
    passed: [
      {
        when: 'on the third day after the check',
        facts: {
          journal: diary(
            request,
            { happenedAt: '2026-11-02', means: 'verified' },
            { happenedAt: '2026-11-05', means: 'connected' },
          ),
        },
      },
      { when: 'at once', facts: { journal: diary(request, { happenedAt: '2026-10-26', means: 'enabled' }) } },
    ],
    failed: [
      {
        when: 'checked, and not switched on',
        facts: { journal: diary(request, { happenedAt: '2026-11-02', means: 'verified' }) },
      },
      {
        when: 'neither checked nor switched on in five weeks',
        facts: { journal: diary({ ...request, happenedAt: '2026-10-12' }) },
      },
    ],
    'cant-tell': [
      {
        when: 'the time still runs',
        facts: { journal: diary(request, { happenedAt: '2026-11-23', means: 'verified' }) },
      },
      {
        when: 'an app of providers',
        facts: { journal: diary({ ...request, app: 'provider' }, { happenedAt: '2026-11-02', means: 'verified' }) },
      },
    ],
    inapplicable: [
      { when: 'nobody asked', facts: { journal: diary() } },
      {
        when: 'the request was refused',
        facts: { journal: diary(request, { happenedAt: '2026-10-28', means: 'refused' }) },
      },
    ],
  },
});
