import { dayOf, first, journal } from '../../facts/onboarding/journal.ts';
import { refusalIn } from '../../facts/onboarding/refusals.ts';
import { diary } from '../../facts/onboarding/samples.ts';
import { term } from '../../facts/onboarding/terms.ts';
import { defineRule, failed } from '../../model/rule.ts';
import { byClock, clockAssumptions, eachMatter } from '../onboarding.ts';

const asked = { happenedAt: '2026-10-12', means: 'request', who: 'us', app: 'provider' } as const;
const allowed = { happenedAt: '2026-10-20', means: 'allowed', who: 'customer' } as const;

/** A practice that wants an app is overruled by the maker of its software, which may sell one of its own. */
export default defineRule({
  id: 'onboarding/choice-of-the-customer',
  says: 'An app that a customer allowed is let in by the developer',
  otherwise: 'An app that a customer allowed is refused or kept waiting by the developer',
  cites: ['45 CFR 170.404(a)(4)', '45 CFR 170.402(a)(3)'],
  barrier: 'dis-customer-choice-overridden',
  assumes: `${clockAssumptions} Five business days after the customer's word are taken for enough, as they are after a check.`,
  severity: 'critical',
  confidence: 'needs-person',
  kind: 'condition-concern',
  remedy: 'Let customers switch on the apps they choose, without asking the developer.',
  per: 'vendor',
  needs: { journal },
  judge: ({ journal }) =>
    eachMatter(journal, 'no customer allowed an app', matter => {
      const choice = first(matter, 'allowed');
      if (!choice) return undefined;
      const refusal = refusalIn(matter);
      const on = first(matter, 'enabled', 'connected');
      if (refusal && !on && matter.entries.indexOf(refusal) > matter.entries.indexOf(choice)) {
        return failed(
          `The customer allowed the app on ${dayOf(choice)}, and the developer refused it on ${dayOf(refusal)}.`,
          choice.id,
          refusal.id,
        );
      }
      const waiting = term(matter, journal.today, {
        of: 'the app that the customer allowed',
        days: 5,
        begins: choice,
        ends: ['enabled', 'connected'],
      });
      return waiting && byClock(waiting);
    }),
  examples: {
    passed: [
      {
        when: 'switched on the next day',
        facts: { journal: diary(asked, allowed, { happenedAt: '2026-10-21', means: 'enabled' }) },
      },
    ],
    failed: [
      {
        when: 'refused by the developer',
        facts: { journal: diary(asked, allowed, { happenedAt: '2026-10-22', means: 'refused', who: 'vendor' }) },
      },
      { when: 'kept waiting for weeks', facts: { journal: diary(asked, allowed) } },
    ],
    'cant-tell': [
      { when: 'allowed yesterday', facts: { journal: diary(asked, { ...allowed, happenedAt: '2026-11-24' }) } },
    ],
    inapplicable: [{ when: 'no customer said anything', facts: { journal: diary(asked) } }],
  },
});
