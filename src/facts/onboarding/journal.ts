import { businessDaysBetween, type Day, dayWritten } from '../../model/calendar.ts';
import type { ExhibitId, JournalEntry } from '../../model/exhibit.ts';
import { perVendor } from '../../model/fact.ts';
import type { AppKind, Milestone } from '../../model/journal.ts';
import { readingStep } from '../documents/published.ts';

/** One request and all that followed it. */
export interface Matter {
  /** Our own name for it; `our request` where the journal gives it none. */
  readonly about: string;
  /** In the order in which things happened. */
  readonly entries: readonly JournalEntry[];
  /** Who chooses the app, where the journal says so. */
  readonly app?: AppKind;
}

export interface Journal {
  /** The day on which the run began: what had not happened by then had not happened. */
  readonly today: Day;
  /** One for each request. Empty: nobody wrote anything down. */
  readonly matters: readonly Matter[];
  /** The run itself, for what rests on there being no entry. */
  readonly run: ExhibitId;
  /** Where the case does not hang together: lines changed, or taken out. */
  readonly breaks?: readonly string[];
}

const unnamed = 'our request';

/** What people wrote down before the run began. It is there even when they wrote nothing: that, too, is known. */
export const journal = perVendor({
  id: 'onboarding/journal',
  from: [readingStep('onboarding')],
  read(evidence): Journal {
    const breaks = evidence
      .exhibits('measurement', { label: 'breaks in the case' })
      .flatMap(({ value }) => value as string[]);
    return {
      today: dayWritten(evidence.run.startedAt),
      matters: mattersOf(evidence.exhibits('journal')),
      run: evidence.run.id,
      ...(breaks.length > 0 ? { breaks } : {}),
    };
  },
});

export function mattersOf(entries: readonly JournalEntry[]): readonly Matter[] {
  const inOrder = entries.toSorted((a, b) => order(a) - order(b));
  return [...Map.groupBy(inOrder, ({ about }) => about ?? unnamed)].map(([about, ofMatter]) => {
    const app = ofMatter.find(entry => entry.app !== undefined)?.app;
    return { about, entries: ofMatter, ...(app ? { app } : {}) };
  });
}

/** A day alone is read as its beginning; entries of one moment keep the order they were written in. */
const order = ({ happenedAt }: JournalEntry): number => Date.parse(happenedAt) || 0;

export const dayOf = ({ happenedAt }: Pick<JournalEntry, 'happenedAt'>): Day => dayWritten(happenedAt);

export const first = ({ entries }: Matter, ...means: readonly Milestone[]): JournalEntry | undefined =>
  entries.find(entry => entry.means !== undefined && means.includes(entry.means));
export const all = ({ entries }: Matter, ...means: readonly Milestone[]): readonly JournalEntry[] =>
  entries.filter(entry => entry.means !== undefined && means.includes(entry.means));

/** Everything that the other side, or its customer, said. */
export const saidByThem = ({ entries }: Matter): readonly JournalEntry[] =>
  entries.filter(
    ({ who, what }) =>
      who === 'vendor' || (who === undefined && (what === 'answer' || what === 'denial' || what === 'invoice')),
  );

/** Business days between what happened and its being written down, above which it is worth less. */
const soon = 5;

/** Whether an entry rests on memory: written down late, and without the headers of a mail to show its date. */
export function restsOnMemory({ happenedAt, writtenAt, mail }: JournalEntry): boolean {
  return (
    mail?.date === undefined &&
    writtenAt !== undefined &&
    businessDaysBetween(dayWritten(happenedAt), dayWritten(writtenAt)) > soon
  );
}
