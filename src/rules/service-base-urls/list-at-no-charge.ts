import { address, addressOfPage, page, response } from '../../facts/service-base-urls/samples.ts';
import { publishedAddresses } from '../../facts/service-base-urls.ts';
import { cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { eachAddress } from '../service-base-urls.ts';

const speaksOfPayment =
  /\b(payment required|purchase|buy (it |the )?(now|list)|subscri(be|ption)|license fee|price list)\b/i;

/** Whoever pays for the list passes the price on to patients, or leaves their practice out. */
export default defineRule({
  id: 'service-base-urls/list-at-no-charge',
  says: 'The list of service base URLs costs nothing',
  otherwise: 'The list of service base URLs costs money',
  cites: ['45 CFR 170.404(b)(2)'],
  barrier: 'sbu-unpublished-or-gated',
  severity: 'high',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Publish the list free of charge, for everyone.',
  per: 'vendor',
  needs: { addresses: publishedAddresses },
  judge: ({ addresses }) =>
    eachAddress(addresses, ({ answer, page, lists, exhibits }) => {
      if (lists.length > 0) return passed(...exhibits);
      if (answer?.kind === 'response' && answer.status === 402) {
        return failed('The address answered that payment is required (402).', ...exhibits);
      }
      const words = page?.text.match(speaksOfPayment)?.[0];
      if (words) {
        return cantTell(`No list was found, and the page speaks of "${words}"; a person should read it.`, ...exhibits);
      }
      return inapplicable('No list was found, and nobody asked for money.', ...exhibits);
    }),
  examples: {
    passed: [{ when: 'the Bundle comes to whoever asks', facts: { addresses: [address()] } }],
    failed: [
      {
        when: 'the address wants to be paid',
        facts: { addresses: [address({ answer: response({ status: 402 }), content: 'empty', lists: [] })] },
      },
    ],
    'cant-tell': [
      {
        when: 'the page offers a subscription and no list',
        facts: {
          addresses: [
            addressOfPage({ page: { text: 'Directory subscription: contact sales', asksToSignIn: false, ...page() } }),
          ],
        },
      },
    ],
    inapplicable: [{ when: 'there is no list at all', facts: { addresses: [addressOfPage()] } }],
  },
});
