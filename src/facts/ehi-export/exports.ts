import type { ExhibitId } from '../../model/exhibit.ts';
import { perVendor } from '../../model/fact.ts';
import type { NonEmpty } from '../../model/words.ts';
import { type AddressAnswer, answersAt } from '../address.ts';
import { labels, steps } from './labels.ts';
import type { ExportReading } from './reading.ts';

export const whose = ['single-patient', 'population'] as const;
export type Whose = (typeof whose)[number];

/** How an export came into our hands, as far as anybody said or saw. */
export interface Obtained {
  readonly how: 'file' | 'api';
  /** Who set it going. */
  readonly startedBy?: 'user' | 'developer';
  /** ISO 8601; when it was asked for, and when it could be fetched. */
  readonly askedAt?: string;
  readonly receivedAt?: string;
  /** What was paid or asked for it, in the words of whoever asked. */
  readonly cost?: string;
}

/** One export, opened. */
export interface OpenedExport {
  readonly whose: Whose;
  readonly obtained: Obtained;
  readonly reading: ExportReading;
  readonly exhibits: NonEmpty<ExhibitId>;
}

/** The value of a measurement, as the suite writes it. */
export type Measured = Omit<OpenedExport, 'exhibits'>;

/** Every export that could be had, as it was read while collecting. */
export const openedExports = perVendor({
  id: 'ehi-export/opened-exports',
  from: [steps.handedOver, steps.asked],
  async read(evidence): Promise<NonEmpty<OpenedExport> | undefined> {
    const found = evidence.exhibits('measurement', { label: labels.reading }).map(
      ({ id, of, value }): OpenedExport => ({
        ...(value as Measured),
        exhibits: [id, ...of],
      }),
    );
    const [first, ...rest] = whose.flatMap(one => found.filter(opened => opened.whose === one).slice(-1));
    return first ? [first, ...rest] : undefined;
  },
});

/** Whether each kind of export could be asked for, and how that went. */
export interface Attempt {
  readonly whose: Whose;
  readonly answer: AddressAnswer;
  readonly exhibits: NonEmpty<ExhibitId>;
}

/** Answers of the addresses that start exports. */
export const exportAttempts = perVendor({
  id: 'ehi-export/attempts',
  from: [steps.asked],
  async read(evidence): Promise<NonEmpty<Attempt> | undefined> {
    const found = whose.flatMap(one =>
      answersAt(evidence, { label: `${labels.asked}: ${one}` })
        .slice(-1)
        .map((answer): Attempt => ({ whose: one, answer, exhibits: answer.exhibits })),
    );
    const [first, ...rest] = found;
    return first ? [first, ...rest] : undefined;
  },
});

/** What a stranger got at the addresses that an export names. */
export interface OpenedLink {
  readonly url: string;
  readonly answer: AddressAnswer;
}

export const openedLinks = perVendor({
  id: 'ehi-export/opened-links',
  from: [steps.links],
  async read(evidence): Promise<NonEmpty<OpenedLink> | undefined> {
    const answers = new Map(answersAt(evidence, { label: labels.address }).map(answer => [answer.asked, answer]));
    const [first, ...rest] = [...answers].map(([url, answer]) => ({ url, answer }));
    return first ? [first, ...rest] : undefined;
  },
});
