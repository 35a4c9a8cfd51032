import { distinct, same } from './compare.ts';
import { children, descendants, isObject, type Node, valueIn, walk } from './node.ts';
import { asNodes, CannotTell, type Evaluate, type Scope, type Truth, truthOf, within } from './scope.ts';
import { stepOf } from './steps.ts';

/** A function of FHIRPath: its focus, and its parts as values and as truths. */
type Apply = (nodes: Node[], scope: Scope, parts: readonly Evaluate[], truths: readonly Truth[]) => Node[];

export const text = (nodes: readonly Node[]): string | undefined => {
  const value = valueIn(nodes[0]);
  return value === undefined || typeof value === 'object' ? undefined : String(value);
};
const onText =
  (apply: (value: string, ...rest: never[]) => unknown): Apply =>
  (nodes, scope, parts) => {
    const value = text(nodes);
    if (value === undefined) return [];
    const rest = parts.map(part => valueIn(part(scope)[0]));
    if (rest.some(one => one === undefined)) return [];
    const result = apply(value, ...(rest as never[]));
    return result === undefined ? [] : [result];
  };
const patterns = new Map<string, RegExp>();
const pattern = (source: string, flags: string): RegExp => {
  const key = flags + source;
  let found = patterns.get(key);
  if (!found) {
    found = new RegExp(source, flags);
    patterns.set(key, found);
  }
  found.lastIndex = 0;
  return found;
};

const repeated = (nodes: Node[], select: (node: Node) => Node[]): Node[] => {
  const found: Node[] = [];
  for (let round = nodes, depth = 0; round.length > 0 && depth < 200; depth++) {
    round = round.flatMap(select);
    found.push(...round);
  }
  return found;
};

export const functions: Readonly<Record<string, Apply>> = {
  exists: (nodes, scope, _, [criterion]) => [
    criterion ? nodes.some((node, at) => criterion(within(scope, node, at)) === true) : nodes.length > 0,
  ],
  empty: nodes => [nodes.length === 0],
  not: nodes => asNodes(truthOf(nodes)).map(value => !value),
  all: (nodes, scope, _, [criterion]) => [nodes.every((node, at) => criterion?.(within(scope, node, at)) === true)],
  allTrue: nodes => [nodes.every(node => valueIn(node) === true)],
  allFalse: nodes => [nodes.every(node => valueIn(node) === false)],
  anyTrue: nodes => [nodes.some(node => valueIn(node) === true)],
  anyFalse: nodes => [nodes.some(node => valueIn(node) === false)],
  count: nodes => [nodes.length],
  where: (nodes, scope, _, [criterion]) => nodes.filter((node, at) => criterion?.(within(scope, node, at)) === true),
  select: (nodes, scope, [project]) => nodes.flatMap((node, at) => project?.(within(scope, node, at)) ?? []),
  repeat: (nodes, scope, [project]) => repeated(nodes, node => project?.(within(scope, node)) ?? []),
  first: nodes => nodes.slice(0, 1),
  last: nodes => nodes.slice(-1),
  single: nodes => nodes.slice(0, 1),
  tail: nodes => nodes.slice(1),
  skip: (nodes, scope, [count]) => nodes.slice(Number(count?.(scope)[0])),
  take: (nodes, scope, [count]) => nodes.slice(0, Number(count?.(scope)[0])),
  distinct: nodes => distinct(nodes),
  isDistinct: nodes => [distinct(nodes).length === nodes.length],
  combine: (nodes, scope, [other]) => [...nodes, ...(other?.(scope) ?? [])],
  union: (nodes, scope, [other]) => distinct([...nodes, ...(other?.(scope) ?? [])]),
  intersect: (nodes, scope, [other]) => {
    const others = other?.(scope) ?? [];
    return distinct(nodes.filter(node => others.some(one => same(node, one))));
  },
  exclude: (nodes, scope, [other]) => {
    const others = other?.(scope) ?? [];
    return nodes.filter(node => !others.some(one => same(node, one)));
  },
  subsetOf: (nodes, scope, [other]) => {
    const others = other?.(scope) ?? [];
    return [nodes.every(node => others.some(one => same(node, one)))];
  },
  supersetOf: (nodes, scope, [other]) => [(other?.(scope) ?? []).every(node => nodes.some(one => same(node, one)))],
  children: nodes => nodes.flatMap(children),
  descendants: nodes => nodes.flatMap(node => descendants(node)),
  hasValue: nodes => [nodes.length === 1 && valueIn(nodes[0]) !== undefined && typeof valueIn(nodes[0]) !== 'object'],
  getValue: nodes => nodes.slice(0, 1).map(valueIn),
  trace: nodes => nodes,
  extension: (nodes, scope, [url]) => {
    const wanted = url?.(scope)[0];
    const found: Node[] = [];
    for (const node of nodes) walk(found, node, stepOf('extension'));
    return found.filter(node => isObject(node) && node.url === wanted);
  },
  resolve: (nodes, { here }) =>
    nodes.flatMap(node => {
      const value = valueIn(node);
      const reference = isObject(value) ? value.reference : value;
      const found = typeof reference === 'string' ? here.resolve(reference) : undefined;
      return found === undefined ? [] : [found];
    }),
  iif: (nodes, scope, [, then, otherwise], [criterion]) =>
    (criterion?.(within(scope, nodes.length > 0 ? nodes[0] : scope.this)) === true ? then : otherwise)?.(scope) ?? [],
  startsWith: onText((value, start: string) => value.startsWith(start)),
  endsWith: onText((value, end: string) => value.endsWith(end)),
  contains: onText((value, part: string) => value.includes(part)),
  matches: onText((value, source: string) => pattern(source, 's').test(value)),
  matchesFull: onText((value, source: string) => pattern(`^(?:${source})$`, 's').test(value)),
  replace: onText((value, from: string, to: string) => value.replaceAll(from, to)),
  replaceMatches: onText((value, source: string, to: string) => value.replace(pattern(source, 'gs'), to)),
  substring: onText((value, start: number, length?: number) =>
    start < 0 || start >= value.length
      ? undefined
      : value.slice(start, length === undefined ? undefined : start + length),
  ),
  indexOf: onText((value, part: string) => value.indexOf(part)),
  length: onText(value => value.length),
  upper: onText(value => value.toUpperCase()),
  lower: onText(value => value.toLowerCase()),
  trim: onText(value => value.trim()),
  toChars: nodes => [...(text(nodes) ?? '')],
  toString: (nodes: Node[]) => {
    const value = text(nodes);
    return value === undefined ? [] : [value];
  },
  toInteger: nodes => (/^[+-]?\d+$/.test(text(nodes) ?? '') ? [Number(text(nodes))] : []),
  toDecimal: nodes => (/^[+-]?\d+(\.\d+)?$/.test(text(nodes) ?? '') ? [Number(text(nodes))] : []),
  memberOf: (nodes, scope, [url]) => {
    if (nodes.length === 0) return [];
    throw new CannotTell(`whether a code is in ${text(url?.(scope) ?? [])} is not known here`);
  },
  conformsTo: (nodes, scope, [url]) => {
    if (nodes.length === 0) return [];
    throw new CannotTell(`whether something conforms to ${text(url?.(scope) ?? [])} is not known here`);
  },
  // The narrative's own check says what is wrong with it.
  htmlChecks: () => [true],
};
