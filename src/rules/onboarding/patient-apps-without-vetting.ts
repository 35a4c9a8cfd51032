import { asking } from '../../facts/onboarding/asking.ts';
import { diary, form, page, request } from '../../facts/onboarding/samples.ts';
import { defineRule } from '../../model/rule.ts';
import { demanded } from '../onboarding.ts';

/** An app that a patient chose is between the patient and the app; an audit of it costs more than many apps earn. */
export default defineRule({
  id: 'onboarding/patient-apps-without-vetting',
  says: 'An app that patients choose is registered without contracts, questionnaires or audits about security',
  otherwise: 'An app that patients choose is put through contracts, questionnaires or audits about security',
  cites: ['45 CFR 170.404(a)(4)', '45 CFR 170.404(a)(4)(ii)(B)(6)', '45 CFR 171.103'],
  barrier: 'reg-patient-app-vetting',
  assumes:
    'ONC reads vetting of apps that individuals choose as likely to interfere, and no business associate agreement as needed for them; checking who asks is something else.',
  severity: 'critical',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy:
    'Ask who the developer is, by objective rules, and leave contracts and audits to business associates; tell patients of risks in words that are the same for all apps.',
  per: 'vendor',
  needs: { asking },
  judge: ({ asking }, setting) =>
    demanded(
      {
        kind: 'vetting',
        fields: ['security-papers'],
        what: 'contracts and audits about security',
        onDescribingPages: true,
      },
      asking,
      setting,
    ),
  examples: {
    passed: [
      {
        when: 'a form that asks for the app and no more',
        facts: { asking: { journal: diary(), ways: [page(form())] } },
      },
    ],
    failed: [
      {
        when: 'the form cannot be sent without it',
        facts: {
          asking: {
            journal: diary(),
            ways: [page(form('<label>SOC 2 report <input type="file" name="soc2" required></label>'))],
          },
        },
      },
      {
        when: 'the page makes it a condition',
        facts: {
          asking: {
            journal: diary(),
            ways: [page('<p>Developers must complete our security questionnaire before production access.</p>')],
          },
        },
      },
      {
        when: 'an answer makes it a condition',
        facts: {
          asking: {
            journal: diary(request, {
              happenedAt: '2026-10-28',
              who: 'vendor',
              what: 'mail',
              text: 'Please sign the attached business associate agreement before we go on.',
            }),
          },
        },
      },
    ],
    'cant-tell': [
      {
        when: 'the page speaks of it in passing',
        facts: { asking: { journal: diary(), ways: [page('<p>Our security review team is in Denver.</p>')] } },
      },
      {
        when: 'nobody wrote down who chooses the app',
        facts: {
          asking: {
            journal: diary({
              happenedAt: '2026-10-28',
              who: 'vendor',
              text: 'Please sign the attached business associate agreement before we go on.',
            }),
          },
        },
      },
    ],
    inapplicable: [
      {
        when: 'an app that a provider brings',
        facts: {
          asking: {
            journal: diary(
              { ...request, app: 'provider' },
              {
                happenedAt: '2026-10-28',
                who: 'vendor',
                text: 'Please sign the attached business associate agreement before we go on.',
              },
            ),
          },
        },
      },
      {
        when: 'a vendor whose API serves apps of providers alone',
        facts: {
          asking: {
            journal: diary(),
            ways: [page('<p>Developers must complete our security questionnaire before production access.</p>')],
          },
        },
        setting: { vendor: { audience: ['provider'] } },
      },
    ],
  },
});
