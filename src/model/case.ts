import { createHash } from 'node:crypto';
import type { JournalContent } from './journal.ts';

/** A file that was given with an entry; its bytes lie in the case under `attachments/<sha256>`. */
export interface Attachment {
  readonly name: string;
  /** Hex SHA-256 of the bytes. */
  readonly sha256: string;
  readonly size: number;
}

/** A run that joined the case. */
export interface CaseRun {
  readonly kind: 'run';
  readonly run: string;
  readonly folder: string;
  readonly startedAt: string;
  readonly complete: boolean;
  readonly at: string;
}

export interface CaseJournal extends JournalContent {
  readonly kind: 'journal';
  readonly attachments: readonly Attachment[];
}

export const decisions = ['upheld', 'dismissed', 'needs-more'] as const;

/** What a named person decided of a finding, or which text they agreed to. */
export interface CaseReview {
  readonly kind: 'review';
  readonly at: string;
  readonly by: string;
  /** `topic/rule`, with `@deployment` and `#subject` where it has them. */
  readonly finding?: string;
  readonly decision?: (typeof decisions)[number];
  /** Hex SHA-256 of an agreement, attestation or claim that this person agrees to, word for word. */
  readonly agreesTo?: string;
  readonly run?: string;
  readonly reason: string;
}

/** What the vendor says to a finding. */
export interface CaseAnswer {
  readonly kind: 'answer';
  readonly at: string;
  readonly by: string;
  readonly finding: string;
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

export type CaseRecord = CaseRun | CaseJournal | CaseReview | CaseAnswer;

/** A record as it stands in the case, under the digest of its line. */
export type CaseEntry<R extends CaseRecord = CaseRecord> = R & {
  /** `sha256:` and the hex digest of the line, without its end. */
  readonly id: `sha256:${string}`;
};

export const idOfLine = (line: string): `sha256:${string}` =>
  `sha256:${createHash('sha256').update(line).digest('hex')}`;

/**
 * The line that a record becomes in `case.jsonl`. It names the line before it by digest, so that a line that was changed
 * or taken out leaves its successor without a forebear.
 */
export const lineOf = (record: CaseRecord, before: `sha256:${string}` | null): string =>
  JSON.stringify({ ...record, before });
