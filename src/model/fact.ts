import type { Evidence } from './evidence.ts';
import type { Deployment } from './vendor.ts';

/**
 * A typed reading of exhibits. `undefined` means absent: nobody looked, or nothing came back. It is never `[]`, `0` or
 * `''`, which are things that were seen.
 */
export interface Fact<T, Per extends 'vendor' | 'deployment' = 'vendor' | 'deployment'> {
  readonly id: string;
  readonly per: Per;
  /** The steps (`topic/name`) whose exhibits it reads: where it is absent, the judge looks there for the reason. */
  readonly from: readonly [string, ...string[]];
  /** Whether it is about an address itself, so that a failure to connect is a reading rather than its absence. */
  read(
    evidence: Evidence,
    deployment: Per extends 'deployment' ? Deployment : Deployment | undefined,
  ): T | undefined | Promise<T | undefined>;
}

// biome-ignore lint/suspicious/noExplicitAny: a fact of whatever type
export type AnyFact = Fact<any, any>;
export type Value<F> = F extends { read(...a: never[]): infer R } ? Exclude<Awaited<R>, undefined> : never;

export function perVendor<T>(fact: Omit<Fact<T, 'vendor'>, 'per'>): Fact<T, 'vendor'> {
  return { ...fact, per: 'vendor' };
}

export function perDeployment<T>(fact: Omit<Fact<T, 'deployment'>, 'per'>): Fact<T, 'deployment'> {
  return { ...fact, per: 'deployment' };
}

/** Reads facts once each. */
export interface FactReader {
  read<T>(fact: Fact<T, 'vendor'>): Promise<T | undefined>;
  read<T>(fact: Fact<T, 'deployment'>, deployment: Deployment): Promise<T | undefined>;
}

export function factReader(evidence: Evidence): FactReader {
  const known = new Map<string, Promise<unknown>>();
  return {
    read<T>(fact: Fact<T>, deployment?: Deployment): Promise<T | undefined> {
      const key = fact.per === 'deployment' ? `${fact.id}@${deployment?.id}` : fact.id;
      let value = known.get(key) as Promise<T | undefined> | undefined;
      if (!value) {
        value = (async () => fact.read(evidence, deployment as Deployment))();
        known.set(key, value);
      }
      return value;
    },
  };
}
