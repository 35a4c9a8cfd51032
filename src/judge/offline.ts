import { Archive } from '../evidence/store.ts';
import type { Judgement } from '../model/finding.ts';
import type { AnyRule } from '../model/rule.ts';
import { type Catalogue, loadCatalogue } from '../requirements/catalogue.ts';
import { rules } from '../rules/index.ts';
import { judge } from './judge.ts';

export interface Judged {
  readonly judgement: Judgement;
  readonly evidence: Archive;
  readonly catalogue: Catalogue;
  readonly rules: readonly AnyRule[];
}

/** Judges what lies in a run's folder with the rules and the catalogue of this harness. */
export async function judgeFolder(
  folder: string,
  harness: string,
  run: { readonly finishedAt: string | null; readonly complete: boolean },
): Promise<Judged> {
  const evidence = new Archive(folder);
  const catalogue = await loadCatalogue();
  return { judgement: await judge({ evidence, rules, catalogue, harness, run }), evidence, catalogue, rules };
}
