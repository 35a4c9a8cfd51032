import { Archive } from '../evidence/store.ts';
import type { Judgement } from '../model/finding.ts';
import { type AnyRule, topicOf } from '../model/rule.ts';
import { type Catalogue, loadCatalogue } from '../requirements/catalogue.ts';
import { type Coverage, coverage } from '../requirements/coverage.ts';
import { rules } from '../rules/index.ts';
import { judge } from './judge.ts';

/** What this harness judges by. */
export interface Law {
  readonly catalogue: Catalogue;
  readonly rules: readonly AnyRule[];
  /** Every requirement beside the rules that test it, or the reason why none does. */
  readonly coverage: Coverage;
}

export async function loadLaw(): Promise<Law> {
  const catalogue = await loadCatalogue();
  return { catalogue, rules, coverage: coverage(catalogue, rules, [...new Set(rules.map(topicOf))]) };
}

export interface Judged extends Law {
  readonly judgement: Judgement;
  readonly evidence: Archive;
}

/** Judges what lies in a run's folder. */
export async function judgeFolder(
  folder: string,
  harness: string,
  run: { readonly finishedAt: string | null; readonly complete: boolean },
): Promise<Judged> {
  const evidence = new Archive(folder);
  const law = await loadLaw();
  return { judgement: await judge({ evidence, ...law, harness, run }), evidence, ...law };
}
