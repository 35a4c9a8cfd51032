import type { ExhibitId } from './exhibit.ts';
import type { Party } from './journal.ts';
import type { NonEmpty } from './words.ts';

/** One thing that had to be done, or waited for, between having an address and reading a first record. */
export interface LedgerStep {
  /** ISO 8601, or a day alone. */
  readonly at: string;
  /** In one line, as people say it. */
  readonly what: string;
  /** The words that were said or written, where there were any. */
  readonly words?: string;
  /** Which of several requests it belongs to. */
  readonly about?: string;
  /** Who had to act; `program` where nobody in person did. */
  readonly who: Party | 'program';
  /** Minutes of our work, where somebody wrote them down. */
  readonly minutes?: number;
  /** As it was asked or paid. */
  readonly money?: string;
  /** Business days since the step before it. */
  readonly waited: number;
  /** Whether the documentation tells of it: where, that it does not, or that it says the contrary. Absent where nobody looked. */
  readonly documented?: { readonly how: 'told' | 'not-told' | 'denied'; readonly place?: string };
  /** What is asked for here that a rule may speak against. */
  readonly asks?:
    | 'sponsor'
    | 'vetting'
    | 'programme'
    | 'payment'
    | 'sales'
    | 'agreement'
    | 'attestation'
    | 'robot-check';
  /** Of an agreement or attestation: the digest that an approval names, and who gave it. */
  readonly agreement?: { readonly sha256: string; readonly approvedBy?: string };
  readonly exhibits: NonEmpty<ExhibitId>;
}

/** The effort of one way in, from the address to the first record. */
export interface Ledger {
  /** In the order in which things happened. */
  readonly steps: readonly LedgerStep[];
  /** Whether it ends with a patient's record. */
  readonly arrived: boolean;
  /** Sums over the steps. */
  readonly minutes: number;
  /** Each amount that was asked or paid, as written. */
  readonly money: readonly string[];
  /** Business days from the first step to the last. */
  readonly days: number;
  /** Times the next move lay with someone else than before. */
  readonly handovers: number;
}
