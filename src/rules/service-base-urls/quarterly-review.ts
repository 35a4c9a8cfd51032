import { type Knock, knocks } from '../../facts/service-base-urls/knocks.ts';
import { knock, listOf, practices } from '../../facts/service-base-urls/samples.ts';
import { type PublishedList, publishedLists } from '../../facts/service-base-urls.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachList, number } from '../service-base-urls.ts';

/** A quarter has at most this many days. */
const quarter = 92;
const dayLength = 24 * 3600 * 1000;

/** A list that nobody looks at fills with practices that have closed, and misses those that have opened. */
export default defineRule({
  id: 'service-base-urls/quarterly-review',
  says: 'The list bears a date within the last quarter',
  otherwise: 'The list is older than a quarter, and addresses on it are gone',
  cites: ['45 CFR 170.404(b)(2)(iii)(B)'],
  barrier: 'sbu-endpoint-dead-or-stale',
  assumes:
    'A review that finds nothing to mend leaves no trace, so an old date alone shows nothing; nor does a missing one. Dates are those of the Bundle, its resources and its file.',
  severity: 'low',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Review the list every quarter, take out what is gone, and let Bundle.timestamp say when.',
  per: 'vendor',
  needs: { lists: publishedLists },
  mayUse: { knocks },
  judge: ({ lists, knocks }, { catalogue }) =>
    eachList(lists, list => {
      const { exhibits } = list;
      const newest = newestDate(list);
      if (!newest) return cantTell('The list bears no date, and needs none.', ...exhibits);
      const age = Math.floor((Date.parse(catalogue.day) - newest.getTime()) / dayLength);
      const date = newest.toISOString().slice(0, 10);
      if (age <= quarter) return { ...passed(...exhibits), because: `The newest date on the list is ${date}.` };
      const gone = (knocks ?? []).filter(isGone);
      if (gone.length === 0) {
        return cantTell(
          `The newest date on the list is ${date}, ${age} days ago; it may have been right all along.`,
          ...exhibits,
        );
      }
      return failed(
        `The newest date on the list is ${date}, ${age} days ago, and behind ${number(gone.length)} of the addresses knocked at there is nothing.`,
        ...exhibits,
        ...gone.flatMap(one => one.exhibits),
      );
    }),
  examples: {
    passed: [
      { when: 'it is of this month', facts: { lists: [listOf(practices, { timestamp: '2026-11-02T00:00:00Z' })] } },
    ],
    failed: [
      {
        when: 'it is two years old, and a host on it is gone',
        facts: {
          lists: [listOf(practices, { timestamp: '2024-11-02T00:00:00Z' })],
          knocks: [knock('alder', { found: 'no-host', says: 'could not be reached (ENOTFOUND)' })],
        },
      },
    ],
    'cant-tell': [
      { when: 'it bears no date', facts: { lists: [listOf(practices)] } },
      {
        when: 'it is old, and every address answers',
        facts: { lists: [listOf(practices, { timestamp: '2024-11-02T00:00:00Z' })], knocks: [knock('alder')] },
      },
    ],
  },
});

const isGone = ({ found }: Knock): boolean => found === 'no-host' || found === 'nothing';

function newestDate({ document: { timestamp, lastUpdated }, lastModified }: PublishedList): Date | undefined {
  const dates = [timestamp, lastUpdated, lastModified]
    .map(text => (text === undefined ? Number.NaN : Date.parse(text)))
    .filter(date => !Number.isNaN(date));
  return dates.length > 0 ? new Date(Math.max(...dates)) : undefined;
}
