/**
 * What FHIRPath walks: plain JSON, where a primitive that has an id or extensions (`_name`) is a {@link Primitive},
 * so that it is there even without a value.
 */
export type Node = unknown;

export class Primitive {
  readonly value: unknown;
  readonly element: Readonly<Record<string, unknown>>;
  constructor(value: unknown, element: object) {
    this.value = value;
    this.element = element as Record<string, unknown>;
  }
}

export const valueIn = (node: Node): unknown => (node instanceof Primitive ? node.value : node);
export const isObject = (node: unknown): node is Record<string, unknown> =>
  typeof node === 'object' && node !== null && !Array.isArray(node);

/** How one name is walked: its own key, its companion, and where the name is a choice the keys that it may have. */
export interface Step {
  readonly name: string;
  readonly companion: string;
  /** Types by key, of values and of what stands beside them: `valueString`, `_valueString` -> string. */
  readonly choice: ReadonlyMap<string, string> | undefined;
}

function push(into: Node[], value: unknown, element: unknown): void {
  if (Array.isArray(value) || Array.isArray(element)) {
    const values = Array.isArray(value) ? value : [];
    const elements = Array.isArray(element) ? element : [];
    for (let at = 0; at < Math.max(values.length, elements.length); at++) {
      const one = values[at];
      const extra = elements[at];
      if (isObject(extra)) into.push(new Primitive(one ?? undefined, extra));
      else if (one !== undefined && one !== null) into.push(one);
    }
  } else if (isObject(element)) into.push(new Primitive(value ?? undefined, element));
  else if (value !== undefined && value !== null) into.push(value);
}

/** Adds the children of one node by one name. @param type only the choice of this type, `''` for any */
export function walk(into: Node[], node: Node, step: Step, type = ''): void {
  if (node instanceof Primitive) {
    if (step.name === 'extension' || step.name === 'id') push(into, node.element[step.name], undefined);
    return;
  }
  if (!isObject(node)) return;
  const value = node[step.name];
  const beside = node[step.companion];
  if (value !== undefined || beside !== undefined) push(into, value, beside);
  if (!step.choice) return;
  for (const key in node) {
    const own = step.choice.get(key);
    if (own === undefined || (type !== '' && own !== type)) continue;
    if (!key.startsWith('_')) push(into, node[key], node[`_${key}`]);
    else if (node[key.slice(1)] === undefined) push(into, undefined, node[key]);
  }
}

/** Adds what a path of several names leads to. */
export function follow(into: Node[], node: Node, steps: readonly Step[], at = 0): void {
  const step = steps[at];
  if (step === undefined) {
    into.push(node);
    return;
  }
  if (
    step.choice === undefined &&
    isObject(node) &&
    !(node instanceof Primitive) &&
    node[step.companion] === undefined
  ) {
    const value = node[step.name];
    if (value === undefined || value === null) return;
    if (!Array.isArray(value)) follow(into, value, steps, at + 1);
    else for (const one of value) if (one !== undefined && one !== null) follow(into, one, steps, at + 1);
    return;
  }
  const found: Node[] = [];
  walk(found, node, step);
  for (const one of found) follow(into, one, steps, at + 1);
}

/** Whether {@link walk} would add anything, where that can be told without walking; else `undefined`. */
export function leadsOn(node: Node, step: Step): boolean | undefined {
  if (node instanceof Primitive || !isObject(node)) return undefined;
  const value = node[step.name];
  if (value !== undefined && value !== null && !Array.isArray(value)) return true;
  if (value !== undefined || node[step.companion] !== undefined) return undefined;
  if (step.choice) {
    for (const key in node) if (step.choice.has(key)) return undefined;
  }
  return false;
}

/** Every child of a node. */
export function children(node: Node): Node[] {
  const found: Node[] = [];
  const from = node instanceof Primitive ? node.element : node;
  if (!isObject(from)) return found;
  for (const key in from) {
    if (key === 'resourceType') continue;
    if (!key.startsWith('_')) push(found, from[key], from[`_${key}`]);
    else if (!(key.slice(1) in from)) push(found, undefined, from[key]);
  }
  return found;
}

/** Every node below, depth first, at most as deep as JSON that is no attack. */
export function descendants(node: Node, depth = 0, into: Node[] = []): Node[] {
  if (depth < 200)
    for (const child of children(node)) {
      into.push(child);
      descendants(child, depth + 1, into);
    }
  return into;
}
