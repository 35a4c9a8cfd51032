import type { FeeStatement } from '../../facts/fees-and-terms/fee-statements.ts';
import { saying, unreadable } from '../../facts/fees-and-terms/samples.ts';
import { statements } from '../../facts/fees-and-terms/statements.ts';
import { isNeeded } from '../../facts/fees-and-terms/things.ts';
import { defineRule } from '../../model/rule.ts';
import { eachFee, type Opinion } from '../fees-and-terms.ts';

/** People are not to buy their own records, nor through the app they chose. */
export default defineRule({
  id: 'fees-and-terms/individual-access',
  says: 'Patients and the apps they chose pay nothing for electronic access',
  otherwise: 'Patients, or the apps they chose, pay for electronic access',
  cites: ['45 CFR 171.302(b)(2)', '45 CFR 170.404(a)(3)(i)(A)'],
  barrier: 'fee-individual-access',
  assumes:
    "What a consumer app or its developer pays for calls that serve a patient is a fee for that patient's electronic access (85 FR, ONC's own example). Copies on paper or discs are judged by their cost, not here.",
  severity: 'critical',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Charge nothing for electronic access by patients and by apps that they chose.',
  per: 'vendor',
  needs: { published: statements },
  judge: ({ published }) => eachFee(published, opinion),
  examples: {
    passed: [
      { when: 'patients pay nothing', facts: { published: saying('# Fees\n\nPatients connect apps for free.') } },
      {
        when: 'paper has a price',
        facts: { published: saying('# Fees\n\nPatients pay $6 for a copy on paper; apps are free.') },
      },
    ],
    failed: [
      {
        when: 'patients pay for apps',
        facts: { published: saying('# Fees\n\nPatients are charged $5 to connect an app to their record.') },
      },
      {
        when: 'consumer apps pay for each retrieval',
        facts: { published: saying('# API fees\n\nDevelopers of consumer apps pay $0.25 per retrieval of a record.') },
      },
    ],
    'cant-tell': [
      {
        when: 'patients may be charged',
        facts: { published: saying('# Fees\n\nPatients may be charged for access to records through apps.') },
      },
      { when: 'nobody could read the page', facts: { published: unreadable('fees') } },
    ],
  },
});

function opinion({ charge, payer, thing, servesPatients, optional, concernsApi }: FeeStatement): Opinion {
  if (charge === 'free' || charge === 'reserved' || !payer || !concernsApi) return undefined;
  const what = thing?.thing;
  const electronic = what === undefined ? payer.party === 'api-user' : isNeeded(what) || what === 'patient-access';
  if (!electronic || (optional && what !== 'patient-access')) return undefined;
  const serves = payer.party === 'patient' || (payer.party === 'api-user' && servesPatients);
  if (!serves) return undefined;
  return charge === 'perhaps' ? { doubt: 'It says that there may be a charge, not that there is.' } : 'fails';
}
