import { asksForCredentials, refusesRobots, saysWhat } from '../../facts/address.ts';
import {
  address,
  addressOfPage,
  listOfText,
  page,
  practices,
  response,
} from '../../facts/service-base-urls/samples.ts';
import { type PublishedAddress, publishedAddresses } from '../../facts/service-base-urls.ts';
import { cantTell, defineRule, failed, passed, type Verdict } from '../../model/rule.ts';
import { eachAddress } from '../service-base-urls.ts';

/** Every list in a form of its own needs a reader of its own: of a hundred, an app reads those it has time for. */
export default defineRule({
  id: 'service-base-urls/list-as-fhir-bundle',
  says: 'The list of service base URLs is a FHIR Bundle',
  otherwise: 'What is published as the list of service base URLs is no FHIR Bundle',
  cites: ['45 CFR 170.404(b)(2)(iii)(A)', '45 CFR 170.404(b)(2)(i)', 'API-DOC-3', 'FHIR 4.0.1 Bundle'],
  barrier: 'sbu-unpublished-or-gated',
  assumes: 'A page may stand before the Bundle, if the page itself links or loads it. Any FHIR format will do.',
  severity: 'high',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Publish one FHIR R4 Bundle that holds an Endpoint and an Organization for each customer.',
  per: 'vendor',
  needs: { addresses: publishedAddresses },
  judge: ({ addresses }) => eachAddress(addresses, judgeAddress),
  examples: {
    passed: [{ when: 'a Bundle of Endpoints and Organizations', facts: { addresses: [address()] } }],
    failed: [
      {
        when: 'a table of separated values',
        facts: { addresses: [address({ content: 'csv', is: 'a table of separated values', lists: [] })] },
      },
      { when: 'a PDF', facts: { addresses: [address({ content: 'pdf', is: 'a PDF', lists: [] })] } },
      {
        when: "one server's metadata",
        facts: { addresses: [address({ is: 'a CapabilityStatement', lists: [] })] },
      },
      { when: 'a web page that links no list', facts: { addresses: [addressOfPage()] } },
      {
        when: 'a JSON array of resources',
        facts: { addresses: [address({ lists: [listOfText(JSON.stringify(practices))] })] },
      },
    ],
    'cant-tell': [
      {
        when: 'a robot is refused',
        facts: { addresses: [addressOfPage({ answer: response({ status: 403, contentType: 'text/html' }) })] },
      },
      {
        when: 'a Bundle in XML, which this program does not read',
        facts: { addresses: [address({ content: 'xml', is: 'a FHIR Bundle in XML', lists: [] })] },
      },
      {
        when: 'a web page, and no browser to open it in',
        facts: {
          addresses: [address({ answer: response({ contentType: 'text/html' }), content: 'html', lists: [] })],
        },
      },
      {
        when: 'a page that keeps robots out',
        facts: {
          addresses: [
            addressOfPage({
              page: { text: 'Captcha', asksToSignIn: false, doubtful: 'it speaks of keeping robots out', ...page() },
            }),
          ],
        },
      },
      {
        when: 'an archive that nobody has unpacked',
        facts: { addresses: [address({ content: 'zip', is: 'a ZIP archive', lists: [] })] },
      },
    ],
  },
});

function judgeAddress({ answer, content, is, page, lists, exhibits }: PublishedAddress): Verdict {
  const other = lists.find(({ document }) => document.form !== 'bundle');
  if (other) return failed(`The list is ${other.document.is}.`, ...exhibits, ...other.exhibits);
  if (lists.length > 0) return passed(...exhibits, ...lists.flatMap(list => list.exhibits));
  if (!answer || answer.kind === 'unreachable' || answer.status >= 300) {
    return cantTell(`The address ${answer ? saysWhat(answer) : 'was seen in a browser only'}.`, ...exhibits);
  }
  if (asksForCredentials(answer) || refusesRobots(answer) || page?.asksToSignIn) {
    return cantTell('Something stands before the list, so nobody saw what it is.', ...exhibits);
  }
  if (is === 'a FHIR Bundle in XML') {
    return cantTell('The list is a FHIR Bundle in XML, of which this program reads no more than that.', ...exhibits);
  }
  if (content === 'zip' || content === 'gzip' || content === 'binary') {
    return cantTell(`The address gives ${is}; a person should unpack it.`, ...exhibits);
  }
  if (content !== 'html' && content !== 'text') return failed(`The address gives ${is}.`, ...exhibits);
  if (!page) return cantTell(`The address gives ${is}, and there was no browser to open it in.`, ...exhibits);
  if (page.doubtful) return cantTell(`The address shows a page, and ${page.doubtful}.`, ...exhibits);
  const verdict = failed(
    'The address shows a page, and neither it nor what it links or loads is a Bundle.',
    ...exhibits,
  );
  return { ...verdict, confidence: 'likely' };
}
