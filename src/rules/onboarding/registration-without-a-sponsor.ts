import { asking } from '../../facts/onboarding/asking.ts';
import { diary, form, page, request } from '../../facts/onboarding/samples.ts';
import { defineRule } from '../../model/rule.ts';
import { demanded } from '../onboarding.ts';

/** A patient whose app must first win a practice waits for the practice, which has no reason to hurry. */
export default defineRule({
  id: 'onboarding/registration-without-a-sponsor',
  says: 'An app for patients is registered without a customer, sponsor or patients of the vendor',
  otherwise: 'An app for patients needs a customer, sponsor or patients of the vendor before it is registered',
  cites: ['45 CFR 170.404(b)(1)(ii)', '45 CFR 170.404(a)(4)'],
  barrier: 'reg-sponsor-precondition',
  assumes:
    'Whoever may register apps for patients needs no customer of the developer (ONC, 2024); for apps that providers bring, a customer may have to agree.',
  severity: 'critical',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Take the customer, sponsor or patient out of what registering an app for patients takes.',
  per: 'vendor',
  needs: { asking },
  judge: ({ asking }, setting) =>
    demanded(
      {
        kind: 'sponsor',
        fields: ['sponsor', 'patients'],
        what: 'a customer or sponsor',
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
            ways: [page(form('<label>Sponsoring customer <input name="sponsor" required></label>'))],
          },
        },
      },
      {
        when: 'the page makes it a condition',
        facts: {
          asking: {
            journal: diary(),
            ways: [page('<p>Your app must be sponsored by an existing customer before it is registered.</p>')],
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
              text: 'We can only register apps that are requested by one of our customers.',
            }),
          },
        },
      },
    ],
    'cant-tell': [
      {
        when: 'the page speaks of it in passing',
        facts: { asking: { journal: diary(), ways: [page('<p>Practices know our sponsorship page.</p>')] } },
      },
      {
        when: 'nobody wrote down who chooses the app',
        facts: {
          asking: {
            journal: diary({
              happenedAt: '2026-10-28',
              who: 'vendor',
              text: 'We can only register apps that are requested by one of our customers.',
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
                text: 'We can only register apps that are requested by one of our customers.',
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
            ways: [page('<p>Your app must be sponsored by an existing customer before it is registered.</p>')],
          },
        },
        setting: { vendor: { audience: ['provider'] } },
      },
    ],
  },
});
