import { consents } from '../../facts/authorization/connections.ts';
import { authorization } from '../../facts/authorization/samples.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachApp } from '../authorization.ts';

const page = (text: string) => authorization({ consent: { boxes: [], buttons: ['Allow'], unticked: [], text } });

/** A patient owes nothing for reading their own record, and neither does the app that they chose. */
export default defineRule({
  id: 'authorization/connection-at-no-charge',
  says: 'A patient who connects an app is asked for no payment',
  otherwise: 'A patient who connects an app is asked for a payment',
  cites: ['45 CFR 171.302(b)(2)', '45 CFR 170.404(a)(3)(i)(A)'],
  barrier: 'fee-individual-access',
  assumes: 'A sum of money beside a word of paying, on the page where a patient decides, is asked of that patient.',
  severity: 'critical',
  confidence: 'likely',
  kind: 'ib-risk',
  remedy: 'Take the payment out of the way between a patient and their own record.',
  per: 'deployment',
  needs: { consents },
  judge: ({ consents }) =>
    eachApp(consents, ({ consent, exhibits }) => {
      const text = consent?.text ?? '';
      if (text === '') return cantTell('What the page says may not be kept here.', ...exhibits);
      const asked = price.exec(text)?.[0];
      return asked
        ? failed(`The page where the patient decides says "${asked.trim()}".`, ...exhibits)
        : passed(...exhibits);
    }),
  examples: {
    passed: [
      { when: 'no word of money', facts: { consents: [authorization()] } },
      { when: 'records about payments', facts: { consents: [page('Share your claims and payments with this app?')] } },
      { when: 'it says that it is free', facts: { consents: [page('Sharing costs you nothing: $0.')] } },
    ],
    failed: [{ when: 'a fee', facts: { consents: [page('Connecting an app costs $4.99 a month.')] } }],
    'cant-tell': [{ when: 'a page that may not be kept', facts: { consents: [page('')] } }],
  },
});

/** A word of paying and a sum, near each other. */
const sum = String.raw`(?:[$€£]\s?(?!0(?:\.0+)?\b)\d[\d.,]*|\b(?!0\b)\d+(?:\.\d\d)? ?(?:USD|dollars)\b)`;
const paying = String.raw`\b(?:pay|costs?|fee|charges?d?|price|subscription|subscribe)\b`;
const price = new RegExp(`${paying}[^.]{0,40}${sum}[^.]{0,20}|${sum}[^.]{0,40}${paying}`, 'i');
