import { dayOf, first, journal } from '../../facts/onboarding/journal.ts';
import { givesReason, letIn, refusalIn } from '../../facts/onboarding/refusals.ts';
import { diary, request } from '../../facts/onboarding/samples.ts';
import { clock, clockText } from '../../model/calendar.ts';
import { cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { clockAssumptions, eachMatter } from '../onboarding.ts';

/** A refusal without a reason can be neither mended nor contested. */
export default defineRule({
  id: 'onboarding/reason-for-a-refusal',
  says: 'A refusal comes with its reasons in writing within ten business days of the request',
  otherwise: 'A refusal came without its reasons in writing within ten business days of the request',
  cites: ['45 CFR 171.204(b)', '45 CFR 171.103'],
  barrier: 'den-no-written-reason',
  assumes: `${clockAssumptions} Only whoever pleads infeasibility has this time; other exceptions are judged on their own terms.`,
  severity: 'high',
  confidence: 'needs-person',
  kind: 'ib-risk',
  remedy: 'Write to whoever asked which condition makes it infeasible, and what the facts are.',
  per: 'vendor',
  needs: { journal },
  judge: ({ journal }) =>
    eachMatter(journal, 'nothing was refused', matter => {
      const refusal = refusalIn(matter);
      if (!refusal) return undefined;
      const later = letIn(matter);
      if (later) return inapplicable(`The app was let in on ${dayOf(later)} after all.`, refusal.id, later.id);
      const asked = first(matter, 'request', 'licence-request') ?? refusal;
      const reason = first(matter, 'reason');
      const inWriting = refusal.what !== 'call' && givesReason(refusal.text) ? refusal : undefined;
      const term = clock(
        'a reason in writing',
        dayOf(asked),
        10,
        journal.today,
        reason ? dayOf(reason) : inWriting ? dayOf(inWriting) : undefined,
      );
      const exhibits = [asked.id, refusal.id, ...(reason ? [reason.id] : [])] as const;
      const says = clockText(term);
      if (term.state === 'running') return cantTell(`${says} The time is not over yet.`, ...exhibits);
      if (term.state === 'late') return failed(says, ...exhibits);
      if (!reason)
        return cantTell(
          `${says} The refusal itself seems to give a reason; whether it is one is for a person to say.`,
          ...exhibits,
        );
      return { ...passed(...exhibits), because: says };
    }),
  examples: {
    passed: [
      {
        when: 'the reason came by mail',
        facts: {
          journal: diary(
            request,
            { happenedAt: '2026-11-02', means: 'refused', who: 'vendor' },
            { happenedAt: '2026-11-04', means: 'reason', who: 'vendor' },
          ),
        },
      },
    ],
    failed: [
      {
        when: 'refused on the telephone, and no more',
        facts: {
          journal: diary(request, {
            happenedAt: '2026-11-02',
            what: 'call',
            means: 'refused',
            who: 'vendor',
            text: 'No.',
          }),
        },
      },
    ],
    'cant-tell': [
      {
        when: 'refused yesterday',
        facts: {
          journal: diary(
            { ...request, happenedAt: '2026-11-20' },
            { happenedAt: '2026-11-24', means: 'refused', who: 'vendor' },
          ),
        },
      },
      {
        when: 'the refusal says why',
        facts: {
          journal: diary(request, {
            happenedAt: '2026-11-02',
            what: 'mail',
            means: 'refused',
            who: 'vendor',
            text: 'We decline because our sandbox is full.',
          }),
        },
      },
    ],
    inapplicable: [
      { when: 'nobody wrote anything down', facts: { journal: diary() } },
      {
        when: 'the customer refused',
        facts: { journal: diary(request, { happenedAt: '2026-11-02', means: 'refused', who: 'customer' }) },
      },
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
