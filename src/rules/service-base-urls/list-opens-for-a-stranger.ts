import { asksForCredentials, refusesRobots, saysWhat } from '../../facts/address.ts';
import { address, addressOfPage, page, response } from '../../facts/service-base-urls/samples.ts';
import { publishedAddresses } from '../../facts/service-base-urls.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachAddress } from '../service-base-urls.ts';

/** A page with a field for a password and little else is a door; one with much else may only have a door in a corner. */
const littleText = 600;

/** An app cannot offer a patient their own practice if it must be let in before it may learn the address. */
export default defineRule({
  id: 'service-base-urls/list-opens-for-a-stranger',
  says: 'The list of service base URLs opens without a login',
  otherwise: 'The list of service base URLs is behind a gate',
  cites: ['45 CFR 170.404(b)(2)', 'API-DOC-3'],
  barrier: 'sbu-unpublished-or-gated',
  assumes: '"Publicly published" means that no login stands before the list, for a program or for a person.',
  severity: 'high',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Serve the Bundle at the published address to anyone, without a session.',
  per: 'vendor',
  needs: { addresses: publishedAddresses },
  judge: ({ addresses }) =>
    eachAddress(addresses, ({ answer, content, is, page, lists, exhibits }) => {
      if (lists.length > 0) return passed(...exhibits);
      const clientAsked = answer !== undefined && asksForCredentials(answer);
      const browserAsked = page && (page.asksToSignIn || page.exhibit.status === 401);
      if (clientAsked && browserAsked) {
        return failed('A client and a browser were both asked to sign in.', ...exhibits);
      }
      if (answer?.kind === 'response' && answer.status === 401) {
        return failed('Our client was asked for credentials (401), and no browser got further.', ...exhibits);
      }
      if (browserAsked && page.text.trim().length < littleText) {
        const verdict = failed('A browser was shown a page to sign in on, and no list.', ...exhibits);
        return { ...verdict, confidence: 'likely' };
      }
      if (clientAsked || browserAsked) {
        return cantTell('There is a place to sign in and no list was found; a person should look.', ...exhibits);
      }
      if (!answer) return cantTell('A browser opened the address, and no list was found there.', ...exhibits);
      if (refusesRobots(answer) && answer.kind === 'response') {
        return cantTell(
          `Our client was refused (${answer.status}), and no list was seen in a browser; a person might be let in.`,
          ...exhibits,
        );
      }
      const isFile = answer.kind === 'response' && answer.status < 300 && content !== 'html' && content !== 'empty';
      if (isFile) return { ...passed(...exhibits), because: `The address gave ${is} to anyone.` };
      return cantTell(`The address ${saysWhat(answer)}, which is no list.`, ...exhibits);
    }),
  examples: {
    passed: [
      { when: 'the Bundle comes to whoever asks', facts: { addresses: [address()] } },
      {
        when: 'a table comes instead: another fault, but no gate',
        facts: { addresses: [address({ content: 'csv', is: 'a table of separated values', lists: [] })] },
      },
    ],
    failed: [
      {
        when: 'the address asks for credentials',
        facts: { addresses: [address({ answer: response({ status: 401 }), content: 'empty', lists: [] })] },
      },
      {
        when: 'it leads to a page to sign in on',
        facts: {
          addresses: [
            addressOfPage({
              answer: response({ url: 'https://www.larkspur.example/login', contentType: 'text/html' }),
              page: { text: 'Sign in', asksToSignIn: true, ...page() },
            }),
          ],
        },
      },
      {
        when: 'a page that is nothing but a field for a password',
        facts: { addresses: [addressOfPage({ page: { text: 'Password', asksToSignIn: true, ...page() } })] },
      },
    ],
    'cant-tell': [
      {
        when: 'a robot is refused and no person has tried',
        facts: {
          addresses: [
            addressOfPage({
              answer: response({ status: 403, contentType: 'text/html' }),
              page: { text: 'Just a moment', asksToSignIn: false, ...page({ status: 403 }) },
            }),
          ],
        },
      },
      { when: 'a page without a list', facts: { addresses: [addressOfPage()] } },
      {
        when: 'nothing lies there',
        facts: { addresses: [addressOfPage({ answer: response({ status: 404, contentType: 'text/html' }) })] },
      },
      {
        when: 'a page that says much and also has a field for a password',
        facts: { addresses: [addressOfPage({ page: { text: 'x'.repeat(2000), asksToSignIn: true, ...page() } })] },
      },
    ],
  },
});
