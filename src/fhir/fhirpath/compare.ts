import { isObject, type Node, valueIn } from './node.ts';

export const same = (a: Node, b: Node): boolean => {
  const [left, right] = [valueIn(a), valueIn(b)];
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  let more = 0;
  for (const key in left) {
    if (!same((left as never)[key], (right as never)[key])) return false;
    more++;
  }
  for (const _ in right) more--;
  return more === 0;
};

type Compare = (a: Node[], b: Node[]) => boolean | undefined;

const ordered =
  (holds: (order: number) => boolean): Compare =>
  (a, b) => {
    const order = a.length === 1 && b.length === 1 ? compare(valueIn(a[0]), valueIn(b[0])) : undefined;
    return order === undefined ? undefined : holds(order);
  };

export const moment = /^\d{4}(-\d\d(-\d\d(T.*)?)?)?$/;

/** Order of two values, `undefined` where dates differ in precision so that neither comes first. */
function compare(a: unknown, b: unknown): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (isObject(a) && isObject(b)) {
    const unit = (quantity: Record<string, unknown>) => quantity.code ?? quantity.unit;
    return unit(a) === unit(b) && a.system === b.system ? compare(a.value, b.value) : undefined;
  }
  if (typeof a !== 'string' || typeof b !== 'string') return undefined;
  if (!moment.test(a) || !moment.test(b)) return a < b ? -1 : a > b ? 1 : 0;
  if (a.includes('T') && b.includes('T')) return Date.parse(a) - Date.parse(b);
  const length = Math.min(a.length, b.length, 10);
  const [left, right] = [a.slice(0, length), b.slice(0, length)];
  if (left !== right) return left < right ? -1 : 1;
  return a.length === b.length ? 0 : undefined;
}

const equal: Compare = (a, b) => {
  if (a.length === 0 || b.length === 0) return undefined;
  return a.length === b.length && a.every((node, at) => same(node, b[at]));
};
const negated =
  (of: Compare): Compare =>
  (a, b) => {
    const value = of(a, b);
    return value === undefined ? undefined : !value;
  };

export const comparisons: Readonly<Record<string, Compare>> = {
  '=': equal,
  '!=': negated(equal),
  '~': (a, b) => a.length === b.length && a.every(node => b.some(other => same(node, other))),
  '!~': (a, b) => !(a.length === b.length && a.every(node => b.some(other => same(node, other)))),
  '<': ordered(order => order < 0),
  '<=': ordered(order => order <= 0),
  '>': ordered(order => order > 0),
  '>=': ordered(order => order >= 0),
  in: (a, b) => (a.length === 0 ? undefined : b.some(node => same(node, a[0]))),
  contains: (a, b) => (b.length === 0 ? undefined : a.some(node => same(node, b[0]))),
};

export const arithmetic: Readonly<Record<string, (a: never, b: never) => unknown>> = {
  '+': (a: number | string, b: number | string) => (a as number) + (b as number),
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => (b === 0 ? undefined : a / b),
  div: (a: number, b: number) => (b === 0 ? undefined : Math.trunc(a / b)),
  mod: (a: number, b: number) => (b === 0 ? undefined : a % b),
};

export const distinct = (nodes: readonly Node[]): Node[] => {
  if (nodes.every(node => typeof node !== 'object')) return [...new Set(nodes)];
  return nodes.filter((node, at) => nodes.findIndex(other => same(node, other)) === at);
};
