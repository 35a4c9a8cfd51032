import type { Finding } from '../../model/finding.ts';
import type { Pseudonyms } from '../pseudonyms.ts';
import type { ReportInput } from '../report.ts';
import type { ExhibitRoom } from './exhibit-room.ts';

/** What every section of the page is given. */
export interface Page {
  readonly input: ReportInput;
  /** In the contract's order, patients' names already hidden where they must be. */
  readonly findings: readonly Finding[];
  readonly shown: Pseudonyms;
  readonly exhibits: ExhibitRoom;
}
