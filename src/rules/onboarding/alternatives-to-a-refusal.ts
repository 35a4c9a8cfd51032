import { dayOf, first, journal } from '../../facts/onboarding/journal.ts';
import { letIn, refusalIn } from '../../facts/onboarding/refusals.ts';
import { diary, request } from '../../facts/onboarding/samples.ts';
import { businessDaysBetween } from '../../model/calendar.ts';
import { cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { clockAssumptions, eachMatter } from '../onboarding.ts';

/** There is nearly always another way to the same records; who is not told of it goes without them. */
export default defineRule({
  id: 'onboarding/alternatives-to-a-refusal',
  says: 'Where the way asked for is refused, another is offered',
  otherwise: 'The way asked for was refused, and no other was offered',
  cites: ['45 CFR 171.301(b)', '45 CFR 171.103'],
  barrier: 'den-alternative-not-offered',
  assumes: `${clockAssumptions} "Without unnecessary delay" is no number of days; ten business days without an offer are taken for delay.`,
  severity: 'medium',
  confidence: 'needs-person',
  kind: 'ib-risk',
  remedy:
    'Offer, in this order, the certified API, another published standard, and another format that machines can read.',
  per: 'vendor',
  needs: { journal },
  judge: ({ journal }) =>
    eachMatter(journal, 'nothing was refused', matter => {
      const refusal = refusalIn(matter);
      if (!refusal) return undefined;
      const later = letIn(matter);
      if (later) return inapplicable(`The app was let in on ${dayOf(later)} after all.`, refusal.id, later.id);
      const offer = first(matter, 'alternative');
      if (offer)
        return {
          ...passed(refusal.id, offer.id),
          because: `Another way was offered on ${dayOf(offer)}; whether it leads to the same records is for a person to say.`,
        };
      const days = businessDaysBetween(dayOf(refusal), journal.today);
      const says = `Refused on ${dayOf(refusal)}; ${days} business days later no other way was offered.`;
      return days > 10 ? failed(says, refusal.id) : cantTell(says, refusal.id);
    }),
  examples: {
    passed: [
      {
        when: 'the bulk export was offered',
        facts: {
          journal: diary(
            request,
            { happenedAt: '2026-11-02', means: 'refused', who: 'vendor' },
            { happenedAt: '2026-11-03', means: 'alternative', who: 'vendor' },
          ),
        },
      },
    ],
    failed: [
      {
        when: 'refused, and no more',
        facts: { journal: diary(request, { happenedAt: '2026-11-02', means: 'refused', who: 'vendor' }) },
      },
    ],
    'cant-tell': [
      {
        when: 'refused last week',
        facts: { journal: diary(request, { happenedAt: '2026-11-19', means: 'refused', who: 'vendor' }) },
      },
    ],
    inapplicable: [
      { when: 'nobody wrote anything down', facts: { journal: diary() } },
      {
        when: 'let in after all',
        facts: {
          journal: diary(
            request,
            { happenedAt: '2026-11-02', means: 'refused', who: 'vendor' },
            { happenedAt: '2026-11-09', means: 'enabled' },
          ),
        },
      },
    ],
  },
});
