import { baseOf } from '../../facts/service-base-urls/listed-address.ts';
import { endpoint, goodList, listOf, organization, practices } from '../../facts/service-base-urls/samples.ts';
import { type PublishedList, publishedLists } from '../../facts/service-base-urls.ts';
import { about, cantTell, defineRule, failed, inapplicable, passed, type Verdict } from '../../model/rule.ts';
import type { Vendor } from '../../model/vendor.ts';
import { count, firstOf, number } from '../service-base-urls.ts';

const customersOwn = {
  id: 'osprey',
  base: 'https://fhir.osprey.example/r4',
  environment: 'production',
  host: 'customer',
} as const;

/** A patient whose practice is left out has no way to know that it could be reached. */
export default defineRule({
  id: 'service-base-urls/every-customer',
  says: 'Nothing shows that a customer is missing from the list',
  otherwise: 'Customers are missing from the list',
  cites: ['45 CFR 170.404(b)(2)'],
  barrier: 'sbu-customers-omitted',
  assumes:
    'Who the customers are cannot be seen from outside. What can be seen: the list holds less than it says itself, or lacks a production deployment of the profile that patients use.',
  severity: 'high',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Put every customer on the list, those who host the product themselves included.',
  per: 'vendor',
  needs: { lists: publishedLists },
  judge({ lists }, { vendor }) {
    const short = lists.filter(saysMore);
    if (short.length > 0) return short.map(list => (lists.length > 1 ? about(list.url, lacks(list)) : lacks(list)));
    const [first] = lists;
    const exhibits = lists.flatMap(list => list.exhibits);
    const broken = lists.find(({ document, truncated }) => document.break || truncated || document.next);
    if (broken) return cantTell('The list was not read to its end.', ...first.exhibits, ...exhibits);
    const missing = productionBases(vendor).filter(base => !isListed(base, lists));
    if (missing.length > 0) {
      return failed(
        `${count(missing.length, 'production deployment')} of the profile ${missing.length === 1 ? 'is' : 'are'} not on the list: ${firstOf(missing, base => base)}.`,
        ...first.exhibits,
        ...exhibits,
      );
    }
    const organizations = sum(lists, ({ document }) => document.organizations.length);
    const endpoints = sum(lists, ({ document }) => document.endpoints.length);
    if (organizations + endpoints === 0) return inapplicable('The list is empty.', ...exhibits);
    if (organizations <= 1) {
      return cantTell(
        `The list names ${count(organizations, 'Organization')} and ${count(endpoints, 'Endpoint')}: either there is one customer, or one address stands for all.`,
        ...first.exhibits,
        ...exhibits,
      );
    }
    return {
      ...passed(...first.exhibits, ...exhibits),
      because: `The list names ${count(organizations, 'Organization')}; nothing shows that one is missing.`,
    };
  },
  examples: {
    passed: [{ when: 'several customers, and none known beside them', facts: { lists: [goodList] } }],
    failed: [
      {
        when: 'it says itself that there are more',
        facts: { lists: [listOf(practices, { type: 'searchset', total: 120 })] },
      },
      {
        when: 'a production deployment is not on it',
        facts: { lists: [goodList] },
        setting: { vendor: { deployments: [customersOwn] } },
      },
    ],
    'cant-tell': [
      {
        when: 'one customer, or one address for all',
        facts: { lists: [listOf([endpoint('alder'), organization('alder')])] },
      },
      {
        when: 'there is a further page that was not read',
        facts: {
          lists: [
            listOf(practices, { total: 120, link: [{ relation: 'next', url: 'https://www.larkspur.example/2' }] }),
          ],
        },
      },
    ],
    inapplicable: [{ when: 'the list is empty', facts: { lists: [listOf([])] } }],
  },
});

const sum = (lists: readonly PublishedList[], of: (list: PublishedList) => number): number =>
  lists.reduce((total, list) => total + of(list), 0);

/** A search result that was read to its end and holds fewer resources than its total. */
function saysMore({ document: { total = 0, entries, next, break: broken }, truncated }: PublishedList): boolean {
  return total > entries && !next && !truncated && !broken;
}

const lacks = ({ document: { total = 0, entries }, exhibits }: PublishedList): Verdict =>
  failed(
    `The list says that it has ${number(total)} resources, holds ${number(entries)}, and names no further page.`,
    ...exhibits,
  );

const productionBases = ({ audience, deployments }: Vendor): readonly string[] =>
  audience.includes('patient')
    ? deployments.filter(({ environment }) => environment === 'production').map(({ base }) => baseOf(base))
    : [];

const isListed = (base: string, lists: readonly PublishedList[]): boolean =>
  lists.some(({ document }) => Iterator.from(document.addresses).some(address => baseOf(address) === base));
