import { perVendor } from '../../model/fact.ts';
import type { NonEmpty } from '../../model/words.ts';
import { readingStep } from '../documents/published.ts';
import { type Journal, journal, saidByThem } from './journal.ts';
import { openingStep, type WayIn, waysIn } from './ways-in.ts';

/** Wherever an applicant is asked for something: pages and forms, and what was answered to requests. */
export interface Asking {
  readonly ways?: NonEmpty<WayIn>;
  readonly journal: Journal;
}

/** Absent when no page about registration was read and nobody wrote down an answer. */
export const asking = perVendor({
  id: 'onboarding/asking',
  from: [openingStep, readingStep('onboarding')],
  async read(evidence): Promise<Asking | undefined> {
    const ways = await waysIn.read(evidence, undefined);
    const diary = await journal.read(evidence, undefined);
    if (!diary || (!ways && !diary.matters.some(matter => saidByThem(matter).length > 0))) return undefined;
    return { ...(ways ? { ways } : {}), journal: diary };
  },
});
