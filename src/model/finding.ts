import type { ExhibitId } from './exhibit.ts';
import type { Topic } from './topic.ts';
import type {
  AttributedTo,
  Confidence,
  Environment,
  ExceptionState,
  Kind,
  Outcome,
  Severity,
  UntestedReason,
} from './words.ts';

/** A rule's outcome for one subject in one judgement. */
export interface Finding {
  readonly rule: string;
  readonly topic: Topic;
  readonly subject?: string;
  readonly outcome: Outcome;
  readonly reason?: UntestedReason;
  readonly because: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly kind: Kind;
  readonly attributedTo: AttributedTo;
  readonly exceptionState: ExceptionState;
  readonly deployment: string | null;
  readonly environment: Environment | null;
  readonly barrier: string | null;
  readonly cites: readonly string[];
  readonly exceptions: readonly string[];
  readonly remedy: string;
  readonly evidence: readonly ExhibitId[];
  /** The rule's heading for this outcome: what holds, or what stands in the way. */
  readonly title: string;
  /** The reading of the law that the rule rests on. */
  readonly assumes?: string;
  /** Where the rule asks for more sightings than there were. */
  readonly corroboration?: {
    readonly asked: { readonly times?: number; readonly hours?: number; readonly networks?: number };
    readonly seen: number;
  };
}

/** The file `findings.json`. */
export interface Judgement {
  readonly format: 'special-effort/findings@1';
  readonly run: {
    readonly id: string;
    readonly startedAt: string;
    readonly finishedAt: string | null;
    readonly complete: boolean;
    readonly vendor: string;
    readonly product: { readonly name?: string; readonly version?: string; readonly chpl?: string };
    readonly standards: { readonly 'us-core'?: string; readonly smart?: string; readonly bulk?: string };
    readonly harness: string;
  };
  readonly judgedBy: {
    readonly harness: string;
    readonly catalogue: { readonly version: string; readonly sha256: string };
  };
  readonly findings: readonly Finding[];
}
