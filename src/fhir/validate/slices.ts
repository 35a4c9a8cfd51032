import type { ValueSetFacts } from '../structure.ts';
import type { BoundSet } from './bindings.ts';
import { boundSet, holdsCode, holdsCoding, holdsConcept } from './bindings.ts';
import type { Context } from './context.ts';
import { takeApart } from './references.ts';
import type { Branch, Rule } from './tree.ts';

/** Whether an item belongs to a slice; `undefined` where that cannot be told here. */
export type Matcher = (item: unknown, context: Context) => boolean | undefined;

/** @returns `undefined` where the discriminators are of a kind that is not evaluated */
export function matcherOf(
  slice: Rule,
  by: readonly string[],
  valueSet: (url: string) => ValueSetFacts | undefined,
): Matcher | undefined {
  const tests = by.map(discriminator => testOf(slice, discriminator, valueSet));
  if (tests.length === 0 || tests.includes(undefined)) return undefined;
  const all = tests as Matcher[];
  return (item, context) => {
    let answer: boolean | undefined = true;
    for (const test of all) {
      const own = test(item, context);
      if (own === false) return false;
      if (own === undefined) answer = undefined;
    }
    return answer;
  };
}

function testOf(
  slice: Rule,
  discriminator: string,
  valueSet: (url: string) => ValueSetFacts | undefined,
): Matcher | undefined {
  const cut = discriminator.indexOf(':');
  const [kind, path] = [discriminator.slice(0, cut), discriminator.slice(cut + 1)];
  if (/\(/.test(path) && !/^[\w.]*\.?resolve\(\)$/.test(path)) return undefined;
  const names = path === '$this' ? [] : path.split('.');
  if (kind === 'type') return typeTest(slice, names);
  if (kind === 'exists') {
    const [child] = branchesAt(slice.overlays.slice(-1), names);
    const wanted = child?.facts?.max !== '0';
    return item => valuesAt(item, names).length > 0 === wanted;
  }
  if (kind !== 'value' && kind !== 'pattern') return undefined;
  return valueTest(slice, names, valueSet);
}

function typeTest(slice: Rule, names: readonly string[]): Matcher | undefined {
  const plain = names.filter(name => name !== 'resolve()');
  const target = branchesAt(slice.overlays.slice(-1), plain)[0];
  const stated = plain.length === 0 ? slice.types : target?.facts?.types;
  if (!stated || stated.length === 0) return undefined;
  const types = new Set(
    stated
      .flatMap(({ code, targets }) => (names.includes('resolve()') ? (targets ?? []) : [code]))
      .map(url => url.replace(/^.*\//, '')),
  );
  return (item, context) => {
    const values = valuesAt(item, plain);
    if (values.length === 0) return false;
    return values.some(value => {
      const { resourceType, reference } = (value ?? {}) as { resourceType?: unknown; reference?: unknown };
      const found =
        typeof reference === 'string'
          ? ((context.find(reference)?.resourceType as string) ?? takeApart(reference).type)
          : resourceType;
      return typeof found === 'string' && types.has(found);
    });
  };
}

/** The value that a slice fixes at a path, or on the way to it, which already decides. */
function valueTest(
  slice: Rule,
  names: readonly string[],
  valueSet: (url: string) => ValueSetFacts | undefined,
): Matcher | undefined {
  const own = slice.overlays.slice(-1);
  for (let depth = names.length; depth >= 0; depth--) {
    const at = names.slice(0, depth);
    const conditions = (depth === 0 ? [slice.facts] : branchesAt(own, at).map(({ facts }) => facts)).flatMap(facts => {
      if (facts?.fixed !== undefined) return [(value: unknown) => same(value, facts.fixed)];
      if (facts?.pattern !== undefined) return [(value: unknown) => fits(value, facts.pattern)];
      const set = facts?.binding?.strength === 'required' ? boundSet(facts.binding, valueSet) : undefined;
      return set ? [(value: unknown) => belongs(set, value)] : [];
    });
    if (conditions.length > 0)
      return item => {
        let answer: boolean | undefined = false;
        for (const value of valuesAt(item, at))
          for (const condition of conditions) {
            const held = condition(value);
            if (held === true) return true;
            if (held === undefined) answer = undefined;
          }
        return answer;
      };
  }
  const profile = slice.types[0]?.profiles?.[0];
  if (names.length === 1 && names[0] === 'url' && profile)
    return item => (item as { url?: unknown } | null)?.url === profile;
  const inner = names.length === 0 ? own.flatMap(branch => fixedBelow(branch)) : [];
  if (inner.length === 0) return undefined;
  return item => inner.every(({ path, fixed }) => valuesAt(item, path).some(value => fits(value, fixed)));
}

function belongs(set: BoundSet, value: unknown): boolean | undefined {
  const answer =
    typeof value !== 'object' || value === null
      ? holdsCode(set, value)
      : 'coding' in value
        ? holdsConcept(set, value)
        : holdsCoding(set, value);
  return answer === 'unknown' ? undefined : answer === 'in';
}

/** Everything that a branch fixes below itself. */
function fixedBelow(branch: Branch, path: readonly string[] = []): { path: readonly string[]; fixed: unknown }[] {
  return [...branch.children].flatMap(([name, child]) => {
    const at = [...path, name];
    const fixed = child.facts?.fixed ?? child.facts?.pattern;
    return fixed !== undefined ? [{ path: at, fixed }] : fixedBelow(child, at);
  });
}

/** The branches at a path, slices of the elements on the way included. */
function branchesAt(from: readonly Branch[], names: readonly string[]): Branch[] {
  let found = [...from];
  for (const name of names)
    found = found.flatMap(({ children }) => {
      const child = children.get(name) ?? children.get(`${name}[x]`);
      return child ? [child, ...child.slices.values()] : [];
    });
  return found;
}

function valuesAt(item: unknown, names: readonly string[], depth = 0, found: unknown[] = []): unknown[] {
  if (item === undefined || item === null) return found;
  const name = names[depth];
  if (Array.isArray(item)) for (const one of item) valuesAt(one, names, depth, found);
  else if (name === undefined) found.push(item);
  else if (typeof item === 'object') valuesAt((item as Record<string, unknown>)[name], names, depth + 1, found);
  return found;
}

/** Equality of JSON values, whatever the order of keys. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (
    typeof a !== 'object' ||
    typeof b !== 'object' ||
    a === null ||
    b === null ||
    Array.isArray(a) !== Array.isArray(b)
  )
    return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  for (const key of keys) if (!same((a as never)[key], (b as never)[key])) return false;
  return true;
}

/** Whether a value has all that a pattern has: each item of the pattern's arrays somewhere in the value's. */
export function fits(value: unknown, pattern: unknown): boolean {
  if (typeof pattern !== 'object' || pattern === null) return value === pattern;
  if (Array.isArray(pattern))
    return Array.isArray(value) && pattern.every(part => value.some(item => fits(item, part)));
  if (typeof value !== 'object' || value === null) return false;
  for (const key in pattern) if (!fits((value as never)[key], (pattern as never)[key])) return false;
  return true;
}
