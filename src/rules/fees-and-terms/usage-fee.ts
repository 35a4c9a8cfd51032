import type { FeeStatement } from '../../facts/fees-and-terms/fee-statements.ts';
import { saying, unreadable } from '../../facts/fees-and-terms/samples.ts';
import { statements } from '../../facts/fees-and-terms/statements.ts';
import { isNeeded } from '../../facts/fees-and-terms/things.ts';
import { defineRule } from '../../model/rule.ts';
import { eachFee, type Opinion } from '../fees-and-terms.ts';

/** A practice that pays by the call for its own server has a reason to open it to no app. */
export default defineRule({
  id: 'fees-and-terms/usage-fee',
  says: 'Customers that run the API themselves pay nothing for its use',
  otherwise: 'Customers that run the API themselves pay for its use',
  cites: ['45 CFR 170.404(a)(3)(iii)'],
  barrier: 'fee-usage-not-incremental',
  assumes:
    'A usage fee recovers what use adds to the cost of hosting; where the customer hosts, use adds nothing to the cost of the developer.',
  severity: 'medium',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Charge for use only where you host, and then only what use adds to your cost.',
  per: 'vendor',
  needs: { published: statements },
  judge: ({ published }) => eachFee(published, opinion),
  examples: {
    passed: [
      {
        when: 'the developer hosts',
        facts: {
          published: saying('# API costs\n\nPractices whose API we host pay $0.001 per API call.', 'disclosures'),
        },
      },
    ],
    failed: [
      {
        when: 'the hospital hosts and pays by the call',
        facts: {
          published: saying('# API costs\n\nHospitals that self-host the API pay $0.01 per API call.', 'disclosures'),
        },
      },
    ],
    'cant-tell': [
      {
        when: 'it may be charged',
        facts: {
          published: saying('# API costs\n\nSelf-hosted customers may be charged per API call.', 'disclosures'),
        },
      },
      { when: 'nobody could read the page', facts: { published: unreadable('fees') } },
    ],
  },
});

const byUse = /\bper\b|\beach\b|\bevery\b|\busage\b|\bvolume\b|\bmetered\b|\btransactions?\b/i;

function opinion({ charge, payer, thing, sourceHosts, quote }: FeeStatement): Opinion {
  if (!sourceHosts || charge === 'free' || charge === 'reserved' || payer?.party !== 'source') return undefined;
  if (!thing || !isNeeded(thing.thing) || !byUse.test(quote)) return undefined;
  return charge === 'perhaps' ? { doubt: 'It says that there may be a charge, not that there is.' } : 'fails';
}
