import { asking } from '../../facts/onboarding/asking.ts';
import { diary, form, page, request } from '../../facts/onboarding/samples.ts';
import { defineRule } from '../../model/rule.ts';
import { demanded } from '../onboarding.ts';

/** A price at the door keeps out those who build for nothing, patients first. */
export default defineRule({
  id: 'onboarding/registration-at-no-charge',
  says: 'Registering an app costs nothing',
  otherwise: 'Registering an app costs money',
  cites: ['45 CFR 170.404(a)(3)(i)(A)', '45 CFR 170.404(a)(4)(ii)(B)(1)'],
  barrier: 'fee-entry-charge',
  assumes: 'What an app cannot be registered or enabled without is no value-added service, whatever it is called.',
  severity: 'critical',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Take the payment out of registration; sell only what an app can do without.',
  per: 'vendor',
  needs: { asking },
  judge: ({ asking }, setting) =>
    demanded(
      {
        kind: 'payment',
        fields: ['payment'],
        what: 'payment',
        onDescribingPages: false,
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
            ways: [page(form('<label>Card number <input name="card" autocomplete="cc-number" required></label>'))],
          },
        },
      },
      {
        when: 'the page makes it a condition',
        facts: {
          asking: {
            journal: diary(),
            ways: [page('<p>A registration fee of $500 must be paid before your client is activated.</p>')],
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
              text: 'An onboarding fee is required before we activate your client.',
            }),
          },
        },
      },
      {
        when: 'a bill came',
        facts: {
          asking: {
            journal: diary(request, {
              happenedAt: '2026-10-28',
              who: 'vendor',
              what: 'invoice',
              money: 'USD 500',
              text: 'Invoice 4711.',
            }),
          },
        },
      },
    ],
    'cant-tell': [
      {
        when: 'the page speaks of it in passing',
        facts: { asking: { journal: diary(), ways: [page('<p>See pricing for our application fee history.</p>')] } },
      },
      {
        when: 'nobody wrote down who chooses the app',
        facts: {
          asking: {
            journal: diary({
              happenedAt: '2026-10-28',
              who: 'vendor',
              text: 'An onboarding fee is required before we activate your client.',
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
                text: 'An onboarding fee is required before we activate your client.',
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
            ways: [page('<p>A registration fee of $500 must be paid before your client is activated.</p>')],
          },
        },
        setting: { vendor: { audience: ['provider'] } },
      },
    ],
  },
});
