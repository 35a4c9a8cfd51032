import type { Evidence } from '../model/evidence.ts';
import type { Finding, Judgement } from '../model/finding.ts';
import type { Ledger } from '../model/ledger.ts';
import type { Barrier, Exception, Requirement } from '../model/requirement.ts';
import type { AnyRule } from '../model/rule.ts';

/** What a report prints of a rule. Judgements made with an older harness may name rules that are gone. */
export type RuleText = Pick<AnyRule, 'id' | 'says' | 'otherwise' | 'assumes' | 'remedy'>;

/** The texts behind the ids that findings cite. An id that nobody knows is printed as it stands. */
export interface CatalogueTexts {
  requirement(id: string): Requirement | undefined;
  barrier(id: string): Barrier | undefined;
  exception(id: string): Exception | undefined;
}

/** One requirement beside the rules that test it, or the reason why none does. */
export interface CoverageRow {
  readonly entry: Requirement;
  /** Rule ids. */
  readonly rules: readonly string[];
  readonly untested?: string;
  /** What remains untested although rules cite it. */
  readonly partly?: string;
}

/** What the file `seal.json` of a run says; absent while the run is not sealed. */
export interface SealText {
  readonly sealedAt: string;
  readonly journals: readonly { readonly file: string; readonly size: number; readonly sha256: string }[];
  readonly bodies: { readonly count: number; readonly sha256: string };
}

/** Everything a report is made from. The same input gives the same bytes: no report reads a clock. */
export interface ReportInput {
  readonly judgement: Judgement;
  readonly evidence: Evidence;
  readonly catalogue: CatalogueTexts;
  rule(id: string): RuleText | undefined;
  readonly coverage?: readonly CoverageRow[];
  readonly seal?: SealText;
  /** What getting in took, where that was looked at. */
  readonly ledger?: Ledger;
  readonly options: {
    /** `pseudonymise` hides who the patients are, and every body that could hold a record; the default for data that is not synthetic. */
    readonly patients: 'keep' | 'pseudonymise';
  };
}

/** The findings of one rule that ended the same way. */
export interface RuleFindings {
  readonly rule: string;
  /** At least one, in the judgement's order. */
  readonly findings: readonly [Finding, ...Finding[]];
}

/** Findings by rule, in the order in which the rules first appear. */
export function byRule(findings: readonly Finding[]): readonly RuleFindings[] {
  const rules = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const known = rules.get(finding.rule);
    if (known) known.push(finding);
    else rules.set(finding.rule, [finding]);
  }
  return [...rules].map(([rule, ofRule]) => ({ rule, findings: ofRule }));
}
