import type { ExhibitId } from './exhibit.ts';
import type { AnyFact, Value } from './fact.ts';
import type { CatalogueOfTheDay } from './requirement.ts';
import type { Topic } from './topic.ts';
import type { Deployment, Vendor } from './vendor.ts';
import type { AttributedTo, Confidence, Kind, NonEmpty, Severity } from './words.ts';

/** What a rule says of one subject. It cannot be made without an exhibit, and a rule cannot say `untested`. */
export interface Verdict {
  readonly outcome: 'passed' | 'failed' | 'cant-tell' | 'inapplicable';
  /** One sentence for a reader; a passed verdict may leave it to the rule's `says`. */
  readonly because?: string;
  readonly exhibits: readonly ExhibitId[];
  /** The profile, search, page, host or client this is about, where a rule speaks of several. */
  readonly subject?: string;
  /** Where the rule knows better than "the page is the developer's, the deployment its host's". */
  readonly attributedTo?: AttributedTo;
  readonly confidence?: Confidence;
}

export const passed = (...exhibits: NonEmpty<ExhibitId>): Verdict => ({ outcome: 'passed', exhibits });
export const failed = (because: string, ...exhibits: NonEmpty<ExhibitId>): Verdict => ({
  outcome: 'failed',
  because,
  exhibits,
});
/** A careful reader of these exhibits would not decide. */
export const cantTell = (because: string, ...exhibits: NonEmpty<ExhibitId>): Verdict => ({
  outcome: 'cant-tell',
  because,
  exhibits,
});
/** The sentence does not apply here; without an exhibit of its own it cites the run. */
export const inapplicable = (because: string, ...exhibits: ExhibitId[]): Verdict => ({
  outcome: 'inapplicable',
  because,
  exhibits,
});
/** The same verdict, about one subject among several. */
export const about = (subject: string, verdict: Verdict): Verdict => ({ ...verdict, subject });

type Facts = Readonly<Record<string, AnyFact>>;
type Read<N extends Facts> = { readonly [K in keyof N]: Value<N[K]> };
type MayRead<N extends Facts> = { readonly [K in keyof N]?: Value<N[K]> | undefined };

/** Where and when a rule judges. */
export interface Setting {
  readonly vendor: Vendor;
  /** Set for rules that judge each deployment. */
  readonly deployment?: Deployment;
  readonly catalogue: CatalogueOfTheDay;
}

export interface Example<N extends Facts, M extends Facts> {
  /** What kind of vendor this is. */
  readonly when: string;
  readonly facts: Read<N> & MayRead<M>;
  /** Parts of the setting that matter; the rest is a plain sandbox today. */
  readonly setting?: {
    readonly day?: string;
    readonly vendor?: Partial<Vendor>;
    readonly deployment?: Partial<Deployment>;
  };
}

export interface Rule<N extends Facts = Facts, M extends Facts = Facts> {
  /** `topic/name`, which is also the file. */
  readonly id: `${Topic}/${string}`;
  /** True of a good vendor. */
  readonly says: string;
  /** What a report prints when it failed. */
  readonly otherwise: string;
  /** Requirement ids. */
  readonly cites: readonly [string, ...string[]];
  /** Id in the barrier taxonomy. */
  readonly barrier?: string;
  /** Its reading of the law, where it must interpret: a vendor may dispute this and keep the facts. */
  readonly assumes?: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly kind: Kind;
  readonly remedy: string;
  readonly per: 'vendor' | 'deployment';
  /** Seen this often, over so many hours, from so many networks, before a failure counts as more than `likely`. */
  readonly corroboration?: { readonly times?: number; readonly hours?: number; readonly networks?: number };
  readonly needs: N;
  /** Facts it uses when they are there. */
  readonly mayUse?: M;
  judge(facts: Read<N> & MayRead<M>, setting: Setting): Verdict | readonly Verdict[];
  /** At least one for each outcome that `judge` can give; run as tests. */
  readonly examples: { readonly [outcome in Verdict['outcome']]?: NonEmpty<Example<N, M>> };
}

// biome-ignore lint/suspicious/noExplicitAny: rules of whatever facts
export type AnyRule = Rule<any, any>;

// biome-ignore lint/complexity/noBannedTypes: no facts beyond the needed ones
export function defineRule<const N extends Facts, const M extends Facts = {}>(rule: Rule<N, M>): Rule<N, M> {
  return rule;
}

export const topicOf = (rule: { readonly id: string }): Topic => rule.id.slice(0, rule.id.indexOf('/')) as Topic;
