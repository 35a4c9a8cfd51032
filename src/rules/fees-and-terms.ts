/** What the rules of this topic say alike: which words, where they stand, and what a page that nobody could read leaves open. */

import { quote } from '../facts/documents/document.ts';
import { type FeeStatement, readingOf } from '../facts/fees-and-terms/fee-statements.ts';
import type { PageOfStatements, Statements, UnreadPage } from '../facts/fees-and-terms/statements.ts';
import type { TermStatement } from '../facts/fees-and-terms/term-statements.ts';
import type { TermKind } from '../facts/fees-and-terms/terms/sense.ts';
import type { ExhibitId } from '../model/exhibit.ts';
import { about, cantTell, failed, inapplicable, passed, type Verdict } from '../model/rule.ts';
import type { PageRole } from '../model/vendor.ts';
import type { NonEmpty } from '../model/words.ts';

/** What a rule thinks of one statement: it fails, it leaves doubt (and why), or it is no concern of the rule's. */
export type Opinion = 'fails' | { readonly doubt: string } | undefined;

/** Words long enough to be understood, short enough to be printed. */
const longestQuote = 320;
const mostQuotes = 3;

interface Quoted {
  readonly words: string;
  readonly place: string;
  readonly reading: string;
}

/** Judges statements about fees, page by page. */
export function eachFee({ pages, unread }: Statements, opinion: (fee: FeeStatement) => Opinion): readonly Verdict[] {
  return verdicts(
    pages.map(page => ({ page, opinions: page.fees.map(fee => ({ quoted: quotedFee(fee), opinion: opinion(fee) })) })),
    {
      read: pages.filter(({ holdsFees }) => holdsFees),
      unread: unread.filter(({ role }) => isAboutFees(role)),
      subject: 'fees',
    },
  );
}

/**
 * Judges restrictions of some kinds, page by page; plain words fail, doubtful ones leave doubt.
 * @param roles the pages on which such a restriction would stand
 */
export function eachTerm(
  { pages, unread }: Statements,
  kinds: NonEmpty<TermKind>,
  roles: readonly PageRole[] = ['terms'],
): readonly Verdict[] {
  return verdicts(
    pages.map(page => ({
      page,
      opinions: page.terms
        .filter(({ kind }) => kinds.includes(kind))
        .map(term => ({ quoted: quotedTerm(term), opinion: term.doubt ? { doubt: term.doubt } : ('fails' as const) })),
    })),
    {
      read: pages.filter(({ holdsTerms, role }) => holdsTerms || roles.includes(role)),
      unread: unread.filter(({ role }) => roles.includes(role)),
      subject: 'terms',
    },
  );
}

const isAboutFees = (role: UnreadPage['role']): boolean => role === 'fees' || role === 'terms';

function verdicts(
  judged: readonly {
    readonly page: PageOfStatements;
    readonly opinions: readonly { readonly quoted: Quoted; readonly opinion: Opinion }[];
  }[],
  {
    read,
    unread,
    subject,
  }: { read: readonly PageOfStatements[]; unread: readonly UnreadPage[]; subject: 'fees' | 'terms' },
): readonly Verdict[] {
  const found = judged.flatMap(({ page, opinions }) => {
    const failing = opinions.filter(({ opinion }) => opinion === 'fails').map(({ quoted }) => quoted);
    if (failing.length > 0) return [about(page.url, failed(sayingWhere(failing), ...page.exhibits))];
    const doubts = opinions.flatMap(({ quoted, opinion }) =>
      typeof opinion === 'object' ? [{ ...quoted, reading: opinion.doubt }] : [],
    );
    return doubts.length > 0 ? [about(page.url, cantTell(sayingWhere(doubts), ...page.exhibits))] : [];
  });
  if (found.length > 0) return found;
  const exhibits = (pages: readonly { readonly exhibits: readonly ExhibitId[] }[]) =>
    pages.flatMap(page => page.exhibits) as unknown as NonEmpty<ExhibitId>;
  if (unread.length > 0) {
    const which = unread.map(({ url, says }) => `${url} ${says}`).join('; ');
    return [cantTell(`A page on ${subject} could not be read: ${which}.`, ...exhibits(unread))];
  }
  if (read.length > 0) return [passed(...exhibits(read))];
  return judged.length > 0
    ? [cantTell(`No page that was read speaks of ${subject}.`, ...exhibits(judged.map(({ page }) => page)))]
    : [inapplicable(`There was no page to read about ${subject}.`)];
}

function sayingWhere(quotes: readonly Quoted[]): string {
  const shown = quotes.slice(0, mostQuotes).map(({ words, place, reading }) => `"${words}" (${place}): ${reading}`);
  const more = quotes.length > mostQuotes ? [`and ${quotes.length - mostQuotes} more such passages`] : [];
  return `${[...shown, ...more].join('; ')}${shown.at(-1)?.endsWith('.') && more.length === 0 ? '' : '.'}`;
}

const quotedFee = (fee: FeeStatement): Quoted => ({
  words: quote(fee.quote, 0, longestQuote),
  place: fee.place,
  reading: readingOf(fee),
});

const quotedTerm = ({ quote: sentence, words, place }: TermStatement): Quoted => ({
  words: quote(sentence, sentence.indexOf(words), longestQuote),
  place,
  reading: `read by the words "${quote(words, 0, 120)}"`,
});
