import { saysWhat } from '../../facts/address.ts';
import { baseOf } from '../../facts/service-base-urls/listed-address.ts';
import {
  address,
  addressOfPage,
  endpoint,
  listOf,
  organization,
  practices,
  response,
} from '../../facts/service-base-urls/samples.ts';
import { type PublishedAddress, type PublishedList, publishedAddresses } from '../../facts/service-base-urls.ts';
import { cantTell, defineRule, failed, inapplicable, passed, type Verdict } from '../../model/rule.ts';
import type { NonEmpty } from '../../model/words.ts';
import { eachAddress, firstOf, number } from '../service-base-urls.ts';

/** The registry is where a stranger begins: an address there that leads elsewhere hides the list that exists. */
export default defineRule({
  id: 'service-base-urls/registered-address',
  says: 'The address registered on the CHPL leads to the list that is kept',
  otherwise: 'The address registered on the CHPL does not lead to the list that is kept',
  cites: ['45 CFR 170.404(b)(2)', '45 CFR 170.523(f)(1)(xii)'],
  barrier: 'sbu-unpublished-or-gated',
  assumes:
    'The address on the CHPL is the one the profile says is from there. Two lists that share most addresses are one list, of which the longer is kept.',
  severity: 'medium',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Register the address of the Bundle itself, and tell the certification body when it moves.',
  per: 'vendor',
  needs: { addresses: publishedAddresses },
  judge({ addresses }) {
    const registered = addresses.filter(({ source }) => source === 'chpl');
    const [first, ...rest] = registered;
    if (!first) return inapplicable('The profile names no address as the one registered on the CHPL.');
    const others = addresses.filter(({ source }) => source !== 'chpl').flatMap(({ lists }) => lists);
    return eachAddress([first, ...rest], one => judgeRegistered(one, others));
  },
  examples: {
    passed: [
      { when: 'it is the list', facts: { addresses: [address({ source: 'chpl' })] } },
      {
        when: 'another address serves the same list',
        facts: {
          addresses: [
            address({ source: 'chpl' }),
            address({ url: 'https://www.larkspur.example/b.json', source: 'found' }),
          ],
        },
      },
    ],
    failed: [
      {
        when: 'nothing lies there any more',
        facts: {
          addresses: [addressOfPage({ source: 'chpl', answer: response({ status: 404, contentType: 'text/html' }) })],
        },
      },
      {
        when: 'it leads to the home page',
        facts: {
          addresses: [
            addressOfPage({
              source: 'chpl',
              answer: response({ url: 'https://www.larkspur.example/', contentType: 'text/html' }),
            }),
          ],
        },
      },
      {
        when: 'it serves a shorter list than the one that is kept elsewhere',
        facts: {
          addresses: [
            address({ source: 'chpl' }),
            address({
              url: 'https://www.larkspur.example/b.json',
              source: 'found',
              lists: [listOf([...practices, endpoint('osprey'), organization('osprey')])],
            }),
          ],
        },
      },
    ],
    'cant-tell': [
      { when: 'it is a page without a list', facts: { addresses: [addressOfPage({ source: 'chpl' })] } },
      {
        when: 'it serves a list that has nothing in common with the other',
        facts: {
          addresses: [
            address({ source: 'chpl' }),
            address({
              url: 'https://www.larkspur.example/b.json',
              lists: [listOf([endpoint('osprey'), organization('osprey')])],
            }),
          ],
        },
      },
    ],
    inapplicable: [{ when: 'nobody says what is registered', facts: { addresses: [address()] } }],
  },
});

function judgeRegistered(registered: PublishedAddress, others: readonly PublishedList[]): Verdict {
  const { answer, lists, page, exhibits } = registered;
  if (lists.length > 0) return compared(lists, others, exhibits);
  if (answer?.kind === 'unreachable' || (answer && (answer.status === 404 || answer.status === 410))) {
    return failed(`The registered address ${saysWhat(answer)}.`, ...exhibits);
  }
  if (answer && !page?.doubtful && leadsHome(answer.asked, answer.url)) {
    return failed(`The registered address leads to the home page ${answer.url}, where no list was found.`, ...exhibits);
  }
  return cantTell('No list was found at the registered address.', ...exhibits);
}

const leadsHome = (asked: string, url: string): boolean =>
  new URL(url).pathname === '/' && new URL(asked).pathname !== '/';

function basesOf(lists: readonly PublishedList[]): ReadonlySet<string> {
  const bases = new Set<string>();
  for (const { document } of lists) for (const address of document.addresses) bases.add(baseOf(address));
  return bases;
}

function compared(
  lists: readonly PublishedList[],
  others: readonly PublishedList[],
  exhibits: PublishedAddress['exhibits'],
): Verdict {
  if (others.length === 0) return passed(...exhibits, ...lists.flatMap(list => list.exhibits));
  const here = basesOf(lists);
  const there = basesOf(others);
  const missing = [...there].filter(base => !here.has(base));
  const cited: NonEmpty<PublishedAddress['exhibits'][0]> = [...exhibits, ...others.flatMap(list => list.exhibits)];
  if (missing.length === 0) return passed(...cited);
  if (missing.length > there.size / 2) {
    return cantTell(
      `The registered list lacks ${number(missing.length)} of ${number(there.size)} on the other: they may be two lists.`,
      ...cited,
    );
  }
  return failed(
    `The registered list lacks ${number(missing.length)} of the ${number(there.size)} addresses that the list kept elsewhere has, first: ${firstOf(missing, base => base)}.`,
    ...cited,
  );
}
