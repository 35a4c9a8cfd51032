import { dayOf, first, journal, saidByThem } from '../../facts/onboarding/journal.ts';
import { letIn } from '../../facts/onboarding/refusals.ts';
import { diary, request } from '../../facts/onboarding/samples.ts';
import { cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { eachMatter, quoted } from '../onboarding.ts';

const tefca = /\b(tefca|qhins?|trusted exchange framework|qualified health information network)\b/i;
const sends = /\b(only|instead|must|use|through|via|by way of|rather|please|contact|join|connect)\b/i;

/** The certified API is owed beside the networks, not in their place; a patient belongs to none. */
export default defineRule({
  id: 'onboarding/fhir-beside-tefca',
  says: 'Who asks for the FHIR API is not sent to TEFCA instead',
  otherwise: 'Who asked for the FHIR API was sent to TEFCA instead',
  cites: ['45 CFR 171.403(c)', '45 CFR 171.103'],
  barrier: 'den-tefca-only',
  assumes:
    'What is asked for in this journal is the FHIR API by the standards of 45 CFR 170.215, unless the journal says otherwise.',
  severity: 'high',
  confidence: 'likely',
  kind: 'ib-risk',
  remedy: 'Answer the request for the FHIR API; offer TEFCA beside it.',
  per: 'vendor',
  needs: { journal },
  judge: ({ journal }) =>
    eachMatter(journal, 'nobody was sent to TEFCA', matter => {
      if (!first(matter, 'request')) return undefined;
      const answers = saidByThem(matter);
      const entry = answers.find(({ text }) => tefca.test(text));
      const [answer] = answers;
      if (!entry) return answer ? passed(answer.id) : undefined;
      const later = letIn(matter);
      if (later)
        return inapplicable(
          `TEFCA was named on ${dayOf(entry)}, and the app was let in on ${dayOf(later)}.`,
          entry.id,
          later.id,
        );
      const sentence = entry.text.split(/(?<=[.!?])\s+/).find(one => tefca.test(one)) ?? entry.text;
      const says = `On ${dayOf(entry)} the answer was: ${quoted(sentence)}`;
      return entry.means === 'refused' || sends.test(sentence)
        ? failed(says, entry.id)
        : cantTell(`${says} Whether the API was refused with it is not clear.`, entry.id);
    }),
  examples: {
    passed: [
      {
        when: 'they answered on the matter',
        facts: {
          journal: diary(request, { happenedAt: '2026-10-28', who: 'vendor', text: 'Your app is being registered.' }),
        },
      },
    ],
    failed: [
      {
        when: 'sent to a QHIN',
        facts: {
          journal: diary(request, {
            happenedAt: '2026-10-28',
            who: 'vendor',
            text: 'Please use TEFCA through your QHIN instead.',
          }),
        },
      },
    ],
    'cant-tell': [
      {
        when: 'TEFCA is named, and no more',
        facts: { journal: diary(request, { happenedAt: '2026-10-28', who: 'vendor', text: 'We are live on TEFCA.' }) },
      },
    ],
    inapplicable: [
      { when: 'nobody wrote anything down', facts: { journal: diary() } },
      {
        when: 'let in as well',
        facts: {
          journal: diary(
            request,
            { happenedAt: '2026-10-28', who: 'vendor', text: 'You may use TEFCA too.' },
            { happenedAt: '2026-10-30', means: 'enabled' },
          ),
        },
      },
    ],
  },
});
