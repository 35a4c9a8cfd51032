/** What the rules of this topic say alike: a verdict for each list or address, and numbers with the first few examples. */

import type { Identifier, ListedEndpoint, ListedOrganization } from '../facts/service-base-urls/rows.ts';
import type { PublishedAddress, PublishedList } from '../facts/service-base-urls.ts';
import { about, cantTell, failed, inapplicable, passed, type Verdict } from '../model/rule.ts';
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
export interface Rows<Row> {
  readonly list: PublishedList;
  /** Every row the rule looks at; looked at one by one, for there may be a hundred thousand. */
  readonly rows: Iterable<Row>;
  /** Why there is nothing to judge where there is none. */
  readonly none: string;
  /** Whether a row deserves the sentence. */
  readonly isWrong: (row: Row) => boolean;
  /** `Organization`, of one. */
  readonly noun: string;
  /** What one does and what several do. */
  readonly verb: readonly [one: string, several: string];
  readonly what: string;
  readonly name: (row: Row) => string;
  /** What is missed may stand in a part of the list that was not read. */
  readonly mayFollow?: boolean;
}

const examples = 3;

/** Passed where no row is wrong; else failed, with the numbers and the first few. */
export function judgeRows<Row>({ list, none, mayFollow, ...about }: Rows<Row>): Verdict {
  const { rows, isWrong, noun, verb, what, name } = about;
  let all = 0;
  let wrong = 0;
  const first: string[] = [];
  for (const row of rows) {
    all++;
    if (!isWrong(row)) continue;
    wrong++;
    if (wrong <= examples) first.push(name(row));
  }
  if (all === 0) return inapplicable(none, ...list.exhibits);
  if (wrong === 0) return passed(...list.exhibits);
  const does = wrong === 1 ? verb[0] : verb[1];
  const which = wrong === 1 ? `: ${first[0]}` : `, first: ${first.join('; ')}`;
  const sentence = `${number(wrong)} of ${count(all, noun)} ${does} ${what}${which}.`;
  const isWhole = !list.document.break && !list.document.next && !list.truncated;
  return mayFollow && !isWhole
    ? cantTell(`${sentence} The rest of the list was not read.`, ...list.exhibits)
    : failed(sentence, ...list.exhibits);
}

/** The rows that a rule looks at, again from the start each time. */
export const those = <Row>(rows: Iterable<Row>, wanted: (row: Row) => boolean): Iterable<Row> => ({
  [Symbol.iterator]: () => Iterator.from(rows).filter(wanted),
});

export const number = (value: number): string => value.toLocaleString('en-US');
export const count = (value: number, noun: string): string =>
  `${number(value)} ${value === 1 ? noun : /s$/.test(noun) ? `${noun}es` : `${noun}s`}`;

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
export const inUse = ({ document }: PublishedList): Iterable<ListedOrganization> =>
  those(document.organizations, ({ inactive }) => !inactive);

/** Identifiers of organizations in use, each with its organization. */
export const eachIdentifier = (
  list: PublishedList,
  wanted: (identifier: Identifier) => boolean,
): Iterable<{ readonly organization: ListedOrganization; readonly identifier: Identifier }> => ({
  *[Symbol.iterator]() {
    for (const organization of inUse(list)) {
      for (const identifier of organization.identifiers) if (wanted(identifier)) yield { organization, identifier };
    }
  },
});
