import type { EvidenceStore } from '../../src/evidence/store.ts';
import { judge } from '../../src/judge/judge.ts';
import type { ConnectionFailure, Draft, ExhibitId, StepRecord, StepReference } from '../../src/model/exhibit.ts';
import { perDeployment, perVendor } from '../../src/model/fact.ts';
import { type AnyRule, defineRule, passed, type Verdict } from '../../src/model/rule.ts';
import type { Deployment, Vendor } from '../../src/model/vendor.ts';
import { loadCatalogue } from '../../src/requirements/catalogue.ts';
import { freshFolder, runDraft, storeIn, vendorWith } from '../evidence/run-folder.ts';

export const catalogue = await loadCatalogue();

export const at = (deployment: string | null = null, attempt = 1): StepReference => ({
  id: 'discovery/look',
  deployment,
  attempt,
});

export interface Scene {
  readonly folder: string;
  readonly store: EvidenceStore;
  /** The step's life: what is told in it, then its end. */
  step(told?: readonly Partial<Draft<StepRecord>>[], deployment?: string | null, end?: StepRecord['event']): void;
  exchange(
    status: number,
    parts?: { deployment?: string | null; label?: string; madeByProxy?: true; url?: string },
  ): ExhibitId;
  failure(parts: Partial<Draft<ConnectionFailure>>): ExhibitId;
}

export function scene(vendor: Partial<Vendor> = {}): Scene {
  const { store, folder } = storeIn(freshFolder());
  store.record<'run'>(runDraft(vendorWith(vendor)));
  return {
    folder,
    store,
    step: (told = [], deployment = null, end = 'finished') => {
      for (const one of [{ event: 'started' as const }, ...told, { event: end }])
        store.record<'step'>({ kind: 'step', step: at(deployment), event: 'obstacle', ...one });
    },
    exchange: (status, { deployment = null, label = 'page', url = 'https://www.example/', ...rest } = {}) =>
      store.record<'exchange'>({
        kind: 'exchange',
        step: at(deployment),
        label,
        request: { method: 'GET', url, headers: [] },
        response: { status, headers: [] },
        took: 1,
        ...rest,
      }).id,
    failure: parts =>
      store.record<'failure'>({
        kind: 'failure',
        step: at(),
        label: 'page',
        url: 'https://www.example/',
        method: 'GET',
        phase: 'connect',
        code: 'ECONNREFUSED',
        message: 'refused',
        tries: [],
        ...parts,
      }).id,
  };
}

/** Absent unless something was seen under the label. */
export const sighting = perVendor<{ id: ExhibitId }>({
  id: 'test/sighting',
  from: ['discovery/look'],
  read: evidence => evidence.exhibits('measurement', { label: 'seen' })[0],
});
export const local = perDeployment<{ id: ExhibitId }>({
  id: 'test/local',
  from: ['discovery/look'],
  read: (evidence, deployment) => evidence.exhibits('measurement', { label: 'seen', deployment })[0],
});

export const rule = (parts: Partial<AnyRule> = {}): AnyRule =>
  defineRule({
    id: 'discovery/test',
    says: 'The page opens',
    otherwise: 'The page is shut',
    cites: ['45 CFR 170.404(b)(2)'],
    severity: 'high',
    confidence: 'certain',
    kind: 'criterion-nonconformity',
    remedy: 'Open it.',
    per: 'vendor',
    needs: { seen: sighting },
    judge: ({ seen }: { seen: { id: ExhibitId } }) => passed(seen.id),
    examples: {},
    ...parts,
  } as AnyRule);

export const saw = (scene: Scene, deployment: string | null = null): ExhibitId => {
  const { id } = scene.store.record<'measurement'>({
    kind: 'measurement',
    step: at(deployment),
    label: 'seen',
    of: [],
    by: 'test',
    value: 1,
  });
  scene.step([], deployment);
  return id;
};

export const says =
  (...verdicts: Verdict[]) =>
  () =>
    verdicts;

export const judgement = ({ store }: Scene, ...rules: AnyRule[]) =>
  judge({ evidence: store, rules, catalogue, harness: '0.0.0', run: { finishedAt: null, complete: false } });

export async function findings(where: Scene, ...rules: AnyRule[]) {
  return (await judgement(where, ...rules)).findings;
}

export const place = (id: string, parts: Partial<Deployment> = {}): Deployment => ({
  id,
  base: `https://${id}.example/r4`,
  host: 'developer',
  environment: 'sandbox',
  data: 'synthetic',
  ...parts,
});
