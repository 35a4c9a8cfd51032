import type { Topic } from './topic.ts';

/** How sure the reading of the text is: against the text itself, a secondary source, memory, or our own inference. */
export const readings = ['verified', 'secondary', 'memory', 'inference'] as const;
export type Reading = (typeof readings)[number];

/** First and last day in force (YYYY-MM-DD, inclusive); `null` where open. A proposal has no first day. */
export interface InForce {
  readonly from: string | null;
  readonly until: string | null;
}

export function inForce(dates: InForce, day: string): boolean {
  return dates.from !== null && dates.from <= day && (dates.until === null || day <= dates.until);
}

/** One paragraph of law, test-procedure step or specification statement. */
export interface Requirement {
  /** As rules cite it: `45 CFR 170.404(b)(2)`, `API-DOC-3`, `SMART 2.2.0 capabilities`. */
  readonly id: string;
  /** In our own words. */
  readonly asks: string;
  readonly link: string;
  readonly inForce: InForce;
  /** Who must do it. */
  readonly audience: readonly string[];
  readonly reading: Reading;
  /** Where the reading was checked. */
  readonly checked?: string;
  readonly topics: readonly Topic[];
  /** Why no rule tests it; `planned: <topic>` only until that topic stands. */
  readonly untested?: string;
  /** What remains untested although rules cite it. */
  readonly partly?: string;
}

/** One of the Part 171 exceptions: conditions that, all met, take a practice out of the definition. */
export interface Exception {
  readonly id: string;
  readonly name: string;
  readonly asks: string;
  readonly link: string;
  readonly inForce: InForce;
  readonly reading: Reading;
  readonly conditions: readonly string[];
  readonly deadlines: readonly {
    readonly days: number;
    readonly unit: 'business' | 'calendar';
    readonly from: string;
    readonly for: string;
  }[];
  /** Records that whoever relies on it should be able to produce. */
  readonly proofs: readonly string[];
}

/** One way in which access takes special effort. */
export interface Barrier {
  readonly id: string;
  readonly group: string;
  readonly says: string;
  readonly signal: string;
  readonly requirements: readonly string[];
  readonly exceptions: readonly string[];
  readonly severity: 'critical' | 'high' | 'medium' | 'low';
  readonly untested?: string;
  readonly partly?: string;
}

/** Something ONC said is not required, or will not be enforced, for a while or for good. */
export interface Discretion {
  readonly id: string;
  readonly says: string;
  readonly link: string;
  readonly inForce: InForce;
  readonly reading: Reading;
  readonly topics: readonly Topic[];
  /** What a rule is to leave alone: element names, capability codes, versions; the rule knows what they mean. */
  readonly covers: readonly string[];
}

/** One version of a standard and the days on which a certified module may rest on it. */
export interface Standard {
  readonly family: 'fhir' | 'us-core' | 'uscdi' | 'smart' | 'bulk' | 'openid-connect' | 'tls';
  readonly version: string;
  readonly acceptedFrom: string;
  readonly acceptedUntil: string | null;
  readonly basis: 'regulation' | 'svap' | 'discretion';
  readonly cites: readonly string[];
  readonly reading: Reading;
  /** Versions of other families it must come with, where the pairing is named. */
  readonly with?: readonly { readonly family: Standard['family']; readonly atLeast: string }[];
}

/** What a rule may ask of the catalogue; dates are taken at the run's start. */
export interface CatalogueOfTheDay {
  readonly day: string;
  /** The discretion, while it is in force. */
  discretion(id: string): Discretion | undefined;
  /** Every version of a family that is accepted on the day, oldest first. */
  accepted(family: Standard['family']): readonly Standard[];
  /** A version whatever its dates, if it is known at all. */
  standard(family: Standard['family'], version: string): Standard | undefined;
}
