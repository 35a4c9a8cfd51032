import { Archive } from '../evidence/store.ts';
import type { Judgement } from '../model/finding.ts';
import type { AnyRule } from '../model/rule.ts';
import { type Catalogue, loadCatalogue } from '../requirements/catalogue.ts';
import { rules } from '../rules/index.ts';
import { judge } from './judge.ts';

/** What this harness judges by. */
export interface Law {
  readonly catalogue: Catalogue;
  readonly rules: readonly AnyRule[];
}

export const loadLaw = async (): Promise<Law> => ({ catalogue: await loadCatalogue(), rules });

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
