import type { Body, Exhibit, ExhibitId, ExhibitKind, ExhibitOf, RunRecord } from './exhibit.ts';
import type { Deployment } from './vendor.ts';

export interface Where {
  readonly label?: string;
  readonly step?: string;
  /** `null` asks for what belongs to no deployment. */
  readonly deployment?: Deployment | string | null;
}

/** Read-only sight of a run's exhibits. Exhibits of attempts that did not finish are not shown to facts. */
export interface Evidence {
  readonly run: RunRecord;
  /** Exhibits of one kind in the order they were made, the last attempt at each step only. */
  exhibits<K extends ExhibitKind>(kind: K, where?: Where): readonly ExhibitOf<K>[];
  exhibit(id: ExhibitId): Exhibit | undefined;
  /** The stored bytes of a body, in pieces of at most 64 KiB. Throws when the body was withheld or is missing. */
  stream(body: Body): AsyncIterable<Uint8Array>;
  /** The whole of a body as text; for bodies small enough to hold. */
  text(body: Body): Promise<string>;
  bytes(body: Body): Promise<Uint8Array>;
}
