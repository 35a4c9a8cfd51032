import { dayOf, journal } from '../../facts/onboarding/journal.ts';
import { letIn, refusalIn, securityIn } from '../../facts/onboarding/refusals.ts';
import { diary, request } from '../../facts/onboarding/samples.ts';
import { cantTell, defineRule, failed, inapplicable } from '../../model/rule.ts';
import { eachMatter, quoted } from '../onboarding.ts';

const said = (text: string) =>
  diary(request, { happenedAt: '2026-11-02', what: 'mail', means: 'refused', who: 'vendor', text });

/** "Security" that names no risk can be said to anyone, and is said to competitors. */
export default defineRule({
  id: 'onboarding/risk-behind-a-security-refusal',
  says: 'A refusal for the sake of security names the risk it is about',
  otherwise: 'A refusal speaks of security or policy and names no risk',
  cites: ['45 CFR 170.404(a)(4)', '45 CFR 171.103'],
  barrier: 'sec-blanket-security-denial',
  assumes:
    'The exception on security is for practices that are tailored to a risk; a refusal whose words fit every app is taken not to be.',
  severity: 'critical',
  confidence: 'needs-person',
  kind: 'ib-risk',
  remedy:
    'Say which risk this app is, by which assessment or standard, and what would take it away; or let the app in.',
  per: 'vendor',
  needs: { journal },
  judge: ({ journal }) =>
    eachMatter(journal, 'nothing was refused', matter => {
      const refusal = refusalIn(matter);
      if (!refusal) return undefined;
      const later = letIn(matter);
      if (later) return inapplicable(`The app was let in on ${dayOf(later)} after all.`, refusal.id, later.id);
      const says = `On ${dayOf(refusal)} the refusal was: ${quoted(refusal.text, 300)}`;
      const speaks = securityIn(refusal.text);
      if (speaks === 'no') return inapplicable('The refusal does not speak of security or policy.', refusal.id);
      return speaks === 'general'
        ? failed(says, refusal.id)
        : cantTell(`${says} It names something that can be looked at; a person must.`, refusal.id);
    }),
  examples: {
    failed: [
      { when: 'policy, and nothing more', facts: { journal: said('Your app does not meet our security policy.') } },
    ],
    'cant-tell': [
      {
        when: 'an incident is named',
        facts: { journal: said('Security incident 4711: your client leaked tokens on 12 October.') },
      },
    ],
    inapplicable: [
      { when: 'nobody wrote anything down', facts: { journal: diary() } },
      { when: 'another reason', facts: { journal: said('We no longer offer this.') } },
      {
        when: 'let in after all',
        facts: {
          journal: diary(
            request,
            { happenedAt: '2026-11-02', means: 'refused', who: 'vendor', text: 'Policy.' },
            { happenedAt: '2026-11-09', means: 'enabled' },
          ),
        },
      },
    ],
  },
});
