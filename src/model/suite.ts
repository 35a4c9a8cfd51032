import type { Hands } from './hands.ts';
import type { Topic } from './topic.ts';
import type { Deployment, Permission, Vendor } from './vendor.ts';
import type { NonEmpty } from './words.ts';

/** What is done to a vendor, once or for each deployment. Steps collect; none asserts. */
export interface Step {
  readonly name: string;
  readonly permits: NonEmpty<Permission>;
  readonly per: 'vendor' | 'deployment';
  /** Told before anyone asks for leave: what the profile would have to name first, as a sentence; `undefined` when it does. */
  lacks?(vendor: Vendor): string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: the hands a step was written for are those it is given
  collect(hands: Hands<any, any>): Promise<void>;
}

export interface Suite {
  readonly topic: Topic;
  /** What a person would want to know. */
  readonly question: string;
  readonly steps: NonEmpty<Step>;
}

/** A step done once for each deployment. It throws only when we are at fault. */
export function stepPerDeployment<const P extends NonEmpty<Permission>>(
  name: string,
  { permits }: { readonly permits: P },
  collect: (hands: Hands<P[number], Deployment>) => Promise<void>,
): Step {
  return { name, permits, per: 'deployment', collect };
}

/** A step done once. It throws only when we are at fault. */
export function step<const P extends NonEmpty<Permission>>(
  name: string,
  { permits, lacks }: { readonly permits: P } & Pick<Step, 'lacks'>,
  collect: (hands: Hands<P[number], undefined>) => Promise<void>,
): Step {
  return { name, permits, per: 'vendor', ...(lacks ? { lacks } : {}), collect };
}

export function suite(topic: Topic, question: string, steps: NonEmpty<Step>): Suite {
  return { topic, question, steps };
}

export const stepId = (topic: Topic, step: Pick<Step, 'name'>): string => `${topic}/${step.name}`;
