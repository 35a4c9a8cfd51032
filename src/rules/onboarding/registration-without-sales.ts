import { routes } from '../../facts/onboarding/routes.ts';
import { form, page, program, registered } from '../../facts/onboarding/samples.ts';
import { registrationForms } from '../../facts/onboarding/ways-in.ts';
import type { ExhibitId } from '../../model/exhibit.ts';
import { cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { quoted } from '../onboarding.ts';

/** A salesperson decides whom to call back, and nobody can see by which rule. */
export default defineRule({
  id: 'onboarding/registration-without-sales',
  says: 'An app is registered without a detour to sales',
  otherwise: 'The way to registration leads to sales',
  cites: ['45 CFR 170.404(a)(4)(ii)(A)(1)', '45 CFR 170.404(a)(2)(ii)(A)(6)'],
  barrier: 'reg-no-public-path',
  assumes: 'Sales is a detour where no form and no endpoint stands beside it.',
  severity: 'high',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Let apps be registered by a form or an endpoint, and leave sales to those who want to buy.',
  per: 'vendor',
  needs: { routes },
  judge({ routes: { ways, programs } }) {
    const [first, ...others] = ways.flatMap(({ exhibits }) => exhibits);
    if (first === undefined)
      return inapplicable('No page about registration was read.', ...programs.map(({ endpoint }) => endpoint.namedBy));
    const everything: readonly [ExhibitId, ...ExhibitId[]] = [first, ...others];
    const beside =
      registrationForms(ways).length > 0 ||
      programs.some(({ registrations = [] }) =>
        registrations.some(({ outcome }) => outcome === 'registered' || outcome === 'reused'),
      );
    if (beside) return passed(...everything);
    const detours = ways.flatMap(way =>
      way.demands
        .filter(({ kind, ofProviderApps }) => kind === 'sales' && !ofProviderApps)
        .map(demand => ({ way, demand })),
    );
    const sent = detours.find(({ demand }) => demand.strength === 'demanded');
    if (sent)
      return failed(
        `${sent.demand.place} says: ${quoted(sent.demand.sentence)} No form and no endpoint stands beside it.`,
        ...sent.way.exhibits,
      );
    const [mention] = detours;
    if (mention)
      return cantTell(
        `${mention.demand.place} says: ${quoted(mention.demand.sentence)} Whether apps get in by another way is not clear.`,
        ...mention.way.exhibits,
      );
    return passed(...everything);
  },
  examples: {
    passed: [
      {
        when: 'a form, and a line of sales below it',
        facts: { routes: { ways: [page(`${form()}<p>Contact sales for other products.</p>`)], programs: [] } },
      },
      {
        when: 'an endpoint beside it',
        facts: {
          routes: {
            ways: [page('<p>You must contact our sales team to be activated.</p>')],
            programs: [program({ registrations: [registered('public')] })],
          },
        },
      },
    ],
    failed: [
      {
        when: 'sales is the only way',
        facts: {
          routes: { ways: [page('<p>Developers must contact our sales team to be activated.</p>')], programs: [] },
        },
      },
    ],
    'cant-tell': [
      {
        when: 'sales is named, and nothing else is',
        facts: { routes: { ways: [page('<p>Questions? Contact sales.</p>')], programs: [] } },
      },
    ],
    inapplicable: [{ when: 'no page was read', facts: { routes: { ways: [], programs: [program()] } } }],
  },
});
