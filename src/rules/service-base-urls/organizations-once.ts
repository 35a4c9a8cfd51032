import { Index } from '../../facts/service-base-urls/columns.ts';
import { lineOf } from '../../facts/service-base-urls/linkage.ts';
import { baseOf } from '../../facts/service-base-urls/listed-address.ts';
import type { ListedEndpoint, ListedOrganization } from '../../facts/service-base-urls/rows.ts';
import { endpoint, goodList, listOf, organization } from '../../facts/service-base-urls/samples.ts';
import { publishedLists } from '../../facts/service-base-urls.ts';
import { defineRule } from '../../model/rule.ts';
import { eachList, judgeRows, nameOfOrganization, those } from '../service-base-urls.ts';

const twice = { name: 'Alder Family Medicine', endpoint: [{ reference: 'Endpoint/alder' }] };

/** A patient who finds their practice twice has to guess which of the two is meant. */
export default defineRule({
  id: 'service-base-urls/organizations-once',
  says: 'No organization is on the list twice',
  otherwise: 'Organizations are on the list more than once',
  cites: ['45 CFR 170.404(b)(2)(ii)'],
  barrier: 'sbu-bundle-invalid',
  assumes:
    'Two entries are one organization if name, identifiers, location and address are the same, and there is an identifier or a location to compare. Many organizations behind one address, and one name at several addresses or places, are as they should be.',
  severity: 'low',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Keep one Organization for each customer or facility.',
  per: 'vendor',
  needs: { lists: publishedLists },
  judge: ({ lists }) =>
    eachList(lists, list => {
      const { organizations } = list.document;
      const byName = new Index(organizations.length, number => nameKey(organizations.at(number)));
      return judgeRows({
        list,
        rows: those(organizations, row => nameKey(row) !== undefined),
        none: 'The list names no Organization that could be told from another.',
        isWrong: row => {
          const earlier = Iterator.from(byName.find(nameKey(row) ?? '')).filter(number => number < row.number);
          return earlier.some(number => areOne(organizations.at(number), row));
        },
        noun: 'Organization',
        verb: ['repeats', 'repeat'],
        what: 'one that is on the list already',
        name: nameOfOrganization,
      });
    }),
  examples: {
    passed: [
      { when: 'each is there once', facts: { lists: [goodList] } },
      {
        when: 'one name at two addresses',
        facts: {
          lists: [
            listOf([
              endpoint('alder'),
              organization('alder', { name: 'Healthy Employer Clinic' }),
              endpoint('cedar'),
              organization('cedar', { name: 'Healthy Employer Clinic' }),
            ]),
          ],
        },
      },
      {
        when: 'two practices behind one address',
        facts: {
          lists: [
            listOf([
              endpoint('alder'),
              organization('alder'),
              organization('cedar', { endpoint: [{ reference: 'Endpoint/alder' }] }),
            ]),
          ],
        },
      },
    ],
    failed: [
      {
        when: 'the same practice stands there twice',
        facts: {
          lists: [
            listOf([
              endpoint('alder'),
              organization('alder', twice),
              organization('alder-2', { ...twice, address: [{ line: ['12 Mill Lane'], city: 'alder', state: 'VT' }] }),
            ]),
          ],
        },
      },
    ],
    inapplicable: [{ when: 'there is no Organization', facts: { lists: [listOf([])] } }],
  },
});

/** The name, where there is also an identifier or a location to tell two of one name apart. */
function nameKey({ name, location, identifiers, inactive }: ListedOrganization): string | undefined {
  return inactive || (!location && identifiers.length === 0) ? undefined : name?.toLowerCase();
}

/** Whether two entries of one name are one organization. */
function areOne(a: ListedOrganization, b: ListedOrganization): boolean {
  return a.location?.toLowerCase() === b.location?.toLowerCase() && identity(a) === identity(b) && haveOneAddress(a, b);
}

const identity = ({ identifiers }: ListedOrganization): string =>
  JSON.stringify(identifiers.map(({ system, value }) => `${system ?? ''}|${value}`).sort());

/** Parts of one whole that have its addresses need no comparing. */
function haveOneAddress(a: ListedOrganization, b: ListedOrganization): boolean {
  const [one, other] = [nearestWithEndpoints(a), nearestWithEndpoints(b)];
  if (one && one.number === other?.number) return true;
  const [ours, theirs] = [one?.endpoints ?? a.managed, other?.endpoints ?? b.managed];
  return ours.length === theirs.length && addressesOf(ours) === addressesOf(theirs);
}

const nearestWithEndpoints = (row: ListedOrganization) => lineOf(row).find(({ endpoints }) => endpoints.length > 0);

const addressesOf = (endpoints: readonly ListedEndpoint[]): string =>
  JSON.stringify(endpoints.map(({ address }) => baseOf(address ?? '')).sort());
