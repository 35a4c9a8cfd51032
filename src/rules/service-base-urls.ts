/** What the rules of this topic say alike: a verdict for each list or address, and numbers with the first few examples. */

import type { ListedEndpoint, ListedOrganization } from '../facts/service-base-urls/rows.ts';
import type { PublishedAddress, PublishedList } from '../facts/service-base-urls.ts';
import { about, cantTell, failed, passed, type Verdict } from '../model/rule.ts';
import type { NonEmpty } from '../model/words.ts';

/** One verdict where there is one list; a verdict for each, by its address, where there are several. */
export const eachList = (lists: NonEmpty<PublishedList>, judge: (list: PublishedList) => Verdict): readonly Verdict[] =>
  each(lists, judge);

export const eachAddress = (
  addresses: NonEmpty<PublishedAddress>,
  judge: (address: PublishedAddress) => Verdict,
): readonly Verdict[] => each(addresses, judge);

function each<T extends { readonly url: string }>(all: NonEmpty<T>, judge: (one: T) => Verdict): readonly Verdict[] {
  return all.map(one => (all.length > 1 ? about(one.url, judge(one)) : judge(one)));
}

/** What some rows of a list do and the others don't: "2 of 1,359 Organizations name no Endpoint". */
export interface Lacking<Row> {
  readonly list: PublishedList;
  /** Every row the rule looks at, at least one. */
  readonly rows: { readonly length: number };
  /** Those that deserve the sentence. */
  readonly wrong: readonly Row[];
  /** `Organization`, of one. */
  readonly noun: string;
  /** What one does and what several do. */
  readonly verb: readonly [one: string, several: string];
  readonly what: string;
  readonly name: (row: Row) => string;
  /** What is missed may stand in a part of the list that was not read. */
  readonly mayFollow?: boolean;
}

/** Passed where no row is wrong; else failed, with the numbers and the first few. */
export function noneLacking<Row>(lacking: Lacking<Row>): Verdict {
  const { list, wrong, mayFollow } = lacking;
  if (wrong.length === 0) return passed(...list.exhibits);
  const isWhole = !list.document.break && !list.document.next && !list.truncated;
  return mayFollow && !isWhole
    ? cantTell(`${sentence(lacking)} The rest of the list was not read.`, ...list.exhibits)
    : failed(sentence(lacking), ...list.exhibits);
}

export function sentence<Row>({ rows, wrong, noun, verb, what, name }: Omit<Lacking<Row>, 'list'>): string {
  const does = wrong.length === 1 ? verb[0] : verb[1];
  const which = wrong.length > 1 ? `first: ${firstOf(wrong, name)}` : firstOf(wrong, name);
  return `${number(wrong.length)} of ${count(rows.length, noun)} ${does} ${what}${wrong.length > 1 ? ', ' : ': '}${which}.`;
}

export const number = (value: number): string => value.toLocaleString('en-US');
export const count = (value: number, noun: string): string =>
  `${number(value)} ${value === 1 ? noun : /s$/.test(noun) ? `${noun}es` : `${noun}s`}`;

const examples = 3;
/** The first few, as a reader finds them in the list. */
export const firstOf = <Row>(rows: readonly Row[], name: (row: Row) => string): string =>
  rows.slice(0, examples).map(name).join('; ');

/** A report repeats no long text, and nobody's name and password in an address. */
function short(text: string): string {
  const open = text.replace(/\/\/[^/@\s]*@/g, '//…@');
  return open.length > 120 ? `${open.slice(0, 119)}…` : open;
}
/** A text of the list, quoted, so that white space and emptiness show. */
export const quoted = (text: string): string => `"${short(text)}"`;

export const nameOfOrganization = ({ name, id, entry }: ListedOrganization): string =>
  name ? quoted(name) : id ? `Organization/${short(id)}` : `the Organization in entry ${entry}`;
export const nameOfEndpoint = ({ address, id, entry }: ListedEndpoint): string =>
  address?.trim() ? short(address.trim()) : id ? `Endpoint/${short(id)}` : `the Endpoint in entry ${entry}`;

/** Organizations that the list does not call out of use. */
export const inUse = ({ document }: PublishedList): readonly ListedOrganization[] =>
  document.organizations.filter(({ inactive }) => !inactive);
