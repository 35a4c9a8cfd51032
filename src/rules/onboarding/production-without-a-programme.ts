import { asking } from '../../facts/onboarding/asking.ts';
import { diary, form, page, request } from '../../facts/onboarding/samples.ts';
import { defineRule } from '../../model/rule.ts';
import { demanded } from '../onboarding.ts';

/** Who must first pass the test of a vendor, or join its programme, builds for every vendor anew. */
export default defineRule({
  id: 'onboarding/production-without-a-programme',
  says: 'An app goes into production without a test, programme or listing of the vendor',
  otherwise: 'An app goes into production only after a test, programme or listing of the vendor',
  cites: ['45 CFR 170.404(a)(4)(ii)(B)(1)', '45 CFR 170.404(a)(4)(ii)(B)(4)', '45 CFR 170.404(a)(4)(ii)(B)(6)'],
  barrier: 'reg-vendor-program-gate',
  assumes:
    'A programme or test that an app can do without is no condition; one without which no client id for production is given is.',
  severity: 'critical',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Make the programme or test a choice, and give client ids for production without it.',
  per: 'vendor',
  needs: { asking },
  judge: ({ asking }, setting) =>
    demanded(
      {
        kind: 'programme',
        fields: ['programme'],
        what: 'a programme or test',
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
            ways: [page(form('<label>Partner program id <input name="partner" required></label>'))],
          },
        },
      },
      {
        when: 'the page makes it a condition',
        facts: {
          asking: {
            journal: diary(),
            ways: [page('<p>Apps must pass our certification test before production credentials are issued.</p>')],
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
              text: 'You need to join our partner program before we can activate the client.',
            }),
          },
        },
      },
    ],
    'cant-tell': [
      {
        when: 'the page speaks of it in passing',
        facts: { asking: { journal: diary(), ways: [page('<p>Our developer program was founded in 2019.</p>')] } },
      },
      {
        when: 'nobody wrote down who chooses the app',
        facts: {
          asking: {
            journal: diary({
              happenedAt: '2026-10-28',
              who: 'vendor',
              text: 'You need to join our partner program before we can activate the client.',
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
                text: 'You need to join our partner program before we can activate the client.',
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
            ways: [page('<p>Apps must pass our certification test before production credentials are issued.</p>')],
          },
        },
        setting: { vendor: { audience: ['provider'] } },
      },
    ],
  },
});
