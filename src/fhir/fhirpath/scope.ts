import { type Node, valueIn } from './node.ts';

/** What an expression may ask of its surroundings. */
export interface Surroundings {
  /** `%resource`: the resource, contained or not, that the node stands in. */
  readonly resource: Node;
  /** `%rootResource`: the resource that contains `%resource`, or `%resource` itself. */
  readonly root: Node;
  /** The resource that a reference leads to, or an object that has its `resourceType` alone, or nothing. */
  resolve(reference: string): Node;
}

/** The expression asks something that cannot be known here: membership in a value set, conformance to a profile. */
export class CannotTell extends Error {
  override name = 'CannotTell';
}

export interface Scope {
  readonly context: Node;
  readonly here: Surroundings;
  readonly this: Node;
  readonly index: number;
}

export type Evaluate = (scope: Scope) => Node[];
/** `undefined` is FHIRPath's empty collection. */
export type Truth = (scope: Scope) => boolean | undefined;

export const truthOf = (nodes: readonly Node[]): boolean | undefined => {
  if (nodes.length === 0) return undefined;
  const value = valueIn(nodes[0]);
  return nodes.length === 1 && typeof value === 'boolean' ? value : true;
};
export const asNodes = (value: boolean | undefined): Node[] => (value === undefined ? [] : [value]);
export const within = ({ context, here }: Scope, node: Node, index = 0): Scope => ({
  context,
  here,
  this: node,
  index,
});
