import { dayOf, first, journal } from '../../facts/onboarding/journal.ts';
import { diary, request } from '../../facts/onboarding/samples.ts';
import { term } from '../../facts/onboarding/terms.ts';
import { cantTell, defineRule, inapplicable } from '../../model/rule.ts';
import { byClock, clockAssumptions, eachMatter } from '../onboarding.ts';

/** While a vendor checks who asks, every patient of the app waits. */
export default defineRule({
  id: 'onboarding/verification-in-ten-business-days',
  says: 'The check of who asks is done within ten business days of the request',
  otherwise: 'The check of who asks takes longer than ten business days',
  cites: ['45 CFR 170.404(b)(1)(i)'],
  barrier: 'reg-verification-late',
  assumes: `${clockAssumptions} The time runs from receipt of the request, taken to be the day it was made; whether an incomplete request is one is disputed, and both counts are printed.`,
  severity: 'high',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Finish the check, or let the app in without it, by the tenth business day.',
  per: 'vendor',
  needs: { journal },
  judge: ({ journal }) =>
    eachMatter(journal, 'no time runs', matter => {
      const verification = term(matter, journal.today, {
        of: 'the check of who asks',
        days: 10,
        begins: 'request',
        ends: ['verified', 'enabled', 'connected', 'refused'],
      });
      if (!verification) return undefined;
      const { begin, end, clock } = verification;
      const customers = first(matter, 'disallowed');
      if (matter.app === 'provider' && customers) {
        return inapplicable(
          `On ${dayOf(customers)} the customer decided against this app of providers, which is the customer's to do.`,
          begin.id,
          customers.id,
        );
      }
      if (end?.means === 'refused' && clock.state === 'in-time') {
        return inapplicable(
          `The request was refused on ${dayOf(end)}, in time; the refusal itself is judged elsewhere.`,
          begin.id,
          end.id,
        );
      }
      const verdict = byClock(verification);
      if (verdict.outcome !== 'failed' || matter.app !== 'provider') return verdict;
      return cantTell(
        `${verdict.because} It is an app of providers: whether the developer or its customer was waited for is for a person to say.`,
        begin.id,
      );
    }),
  examples: {
    passed: [
      {
        when: 'done on the sixth day',
        facts: { journal: diary(request, { happenedAt: '2026-11-03', means: 'verified' }) },
      },
    ],
    failed: [
      { when: 'nothing came in four weeks', facts: { journal: diary(request) } },
      {
        when: 'late even from when the missing paper was sent',
        facts: {
          journal: diary(
            { ...request, happenedAt: '2026-09-01' },
            { happenedAt: '2026-09-03', means: 'more-asked' },
            { happenedAt: '2026-09-04', means: 'more-sent' },
          ),
        },
      },
    ],
    'cant-tell': [
      { when: 'the time still runs', facts: { journal: diary({ ...request, happenedAt: '2026-11-23' }) } },
      {
        when: 'in time only if it began anew',
        facts: {
          journal: diary(
            request,
            { happenedAt: '2026-11-16', means: 'more-asked' },
            { happenedAt: '2026-11-20', means: 'more-sent' },
          ),
        },
      },
      { when: 'an app of providers', facts: { journal: diary({ ...request, app: 'provider' }) } },
    ],
    inapplicable: [
      { when: 'nobody asked', facts: { journal: diary() } },
      {
        when: 'refused at once',
        facts: { journal: diary(request, { happenedAt: '2026-10-28', means: 'refused', who: 'vendor' }) },
      },
      {
        when: 'a customer decided',
        facts: {
          journal: diary(
            { ...request, app: 'provider' },
            { happenedAt: '2026-11-02', means: 'disallowed', who: 'customer' },
          ),
        },
      },
    ],
  },
});
