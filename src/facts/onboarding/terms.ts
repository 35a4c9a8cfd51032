import { type Clock, clock, type Day } from '../../model/calendar.ts';
import type { JournalEntry } from '../../model/exhibit.ts';
import type { Milestone } from '../../model/journal.ts';
import { all, dayOf, type Matter, restsOnMemory } from './journal.ts';

/** One duty of a matter as a clock, and the entries it rests on. */
export interface Term {
  readonly clock: Clock;
  /** The same, counted from when we last sent what they said was missing: a vendor may hold that the time began anew. */
  readonly anew?: Clock;
  readonly begin: JournalEntry;
  readonly end?: JournalEntry;
  /** Of the restart. */
  readonly restart?: JournalEntry;
  /** Its beginning or end was written down late and from memory. */
  readonly fromMemory: boolean;
}

/** @param begins the milestone that starts it, or the entry itself */
export function term(
  matter: Matter,
  today: Day,
  {
    of,
    days,
    begins,
    ends,
  }: {
    readonly of: string;
    readonly days: number;
    readonly begins: Milestone | JournalEntry;
    readonly ends: readonly Milestone[];
  },
): Term | undefined {
  const begin = typeof begins === 'string' ? all(matter, begins)[0] : begins;
  if (!begin) return undefined;
  const after = matter.entries.slice(matter.entries.indexOf(begin) + 1);
  const end = after.find(({ means }) => means !== undefined && ends.includes(means));
  const until = end ? after.slice(0, after.indexOf(end)) : after;
  // Only what they called missing, and we then sent, can be held to begin the time anew.
  const asked = until.findIndex(({ means }) => means === 'more-asked');
  const restart = asked < 0 ? undefined : until.slice(asked).findLast(({ means }) => means === 'more-sent');
  const ended = end && dayOf(end);
  return {
    clock: clock(of, dayOf(begin), days, today, ended),
    ...(restart ? { restart, anew: clock(of, dayOf(restart), days, today, ended) } : {}),
    begin,
    ...(end ? { end } : {}),
    fromMemory: [begin, end].some(entry => entry !== undefined && restsOnMemory(entry)),
  };
}
