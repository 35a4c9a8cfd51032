import type { FeeStatement } from '../../facts/fees-and-terms/fee-statements.ts';
import { saying, unreadable } from '../../facts/fees-and-terms/samples.ts';
import { statements } from '../../facts/fees-and-terms/statements.ts';
import { isMandatory, isNeeded, isOptional } from '../../facts/fees-and-terms/things.ts';
import { defineRule } from '../../model/rule.ts';
import { eachFee, type Opinion } from '../fees-and-terms.ts';

/** A fee at the door keeps out whoever has no investor: the free app, the researcher, the patient who can program. */
export default defineRule({
  id: 'fees-and-terms/entry-charge',
  says: 'Developers and users of apps pay nothing that an app cannot do without',
  otherwise: 'Developers or users of apps pay for something that an app cannot do without',
  cites: ['45 CFR 170.404(a)(3)(i)(A)', '45 CFR 170.404(a)(3)(iv)', '45 CFR 170.404(a)(4)(ii)(B)(1)'],
  barrier: 'fee-entry-charge',
  assumes:
    'Registration, credentials, test environment, documentation, base URLs, production, connections to sites and calls of the API are needed to build and deploy an app, whatever heading they are sold under; a listing or a review is needed where it is required.',
  severity: 'critical',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Charge nothing for it; offer what is truly optional apart from it, at a published price.',
  per: 'vendor',
  needs: { published: statements },
  judge: ({ published }) => eachFee(published, opinion),
  examples: {
    passed: [
      {
        when: 'developers pay nothing',
        facts: { published: saying('# API fees\n\nDevelopers pay nothing to register.') },
      },
      {
        when: 'practices pay',
        facts: { published: saying('# API fees\n\nPractices pay $30 a month for API hosting.') },
      },
      {
        when: 'an optional service has a price',
        facts: { published: saying('# API fees\n\nDevelopers may buy optional consulting at $150 per hour.') },
      },
    ],
    failed: [
      {
        when: 'registration has a price',
        facts: { published: saying('# API fees\n\nDevelopers pay a registration fee of $500.') },
      },
      {
        when: 'calls have a price after the first hundred',
        facts: {
          published: saying('# API fees\n\nNo fee for the first 100 calls, then developers pay $0.05 per call.'),
        },
      },
    ],
    'cant-tell': [
      {
        when: 'a fee is possible',
        facts: { published: saying('# Registration\n\nThere may be fees associated with app registration.') },
      },
      {
        when: 'it does not say who pays',
        facts: { published: saying('# API fees\n\nProduction access: $900.', 'fees') },
      },
      { when: 'nobody could read the page', facts: { published: unreadable('fees') } },
    ],
  },
});

function opinion(fee: FeeStatement): Opinion {
  const { charge, payer, thing, optional, mandatory, concernsApi } = fee;
  if (charge === 'free' || !concernsApi) return undefined;
  const what = thing?.thing;
  if (what === 'outside' || what === 'other-product' || what === 'export') return undefined;
  if (what === 'value-added') {
    return charge === 'charged' && payer?.party === 'api-user' && isMandatory(fee.quote) && !isOptional(fee.quote)
      ? 'fails'
      : undefined;
  }
  const needed = what === undefined || isNeeded(what) || ((what === 'listing' || what === 'review') && mandatory);
  if (!payer) {
    return what !== undefined && isNeeded(what) && charge === 'charged'
      ? { doubt: 'It does not say who pays.' }
      : undefined;
  }
  if (payer.party !== 'api-user') return undefined;
  if (charge === 'reserved') return { doubt: 'Nothing is charged today; the right to charge later is kept.' };
  if (charge === 'perhaps') return { doubt: 'It says that there may be a fee, not that there is.' };
  if (what === 'listing' || what === 'review') {
    if (optional && !mandatory) return undefined;
    return needed ? 'fails' : { doubt: 'It does not say whether an app can do without it.' };
  }
  if (what === 'patient-access' || !needed) return undefined;
  // "Optional" over something no app can do without is a label; over something unnamed it is believed.
  if (optional && what === undefined) return undefined;
  return 'fails';
}
