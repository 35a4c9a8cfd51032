import type { Invariant } from '../fhirpath/evaluate.ts';
import { isObject } from '../fhirpath/node.ts';
import { CannotTell } from '../fhirpath/scope.ts';
import type { BoundSet } from './bindings.ts';
import { checkBinding } from './bindings.ts';
import type { Context } from './context.ts';
import { fail, type Issues, kindOf, under, warn } from './issue.ts';
import type { PrimitiveCheck } from './primitives.ts';

/** Checks one JSON value. Paths of issues begin at the value itself; `at` is where it stands, for extension contexts. */
export type Check = (value: unknown, out: Issues, context: Context, at: string) => void;

/** A check that is compiled when it is first needed. */
export interface Link {
  check: Check;
}

/** An invariant, ready to be asked. */
export interface Asked {
  readonly key: string;
  readonly warning: boolean;
  readonly expression: string;
  /** `undefined` where the expression cannot be evaluated by us. */
  readonly holds: Invariant | undefined;
}

// Generated functions call these; each is what a line of the generated code means.

export function notObject(out: Issues, value: unknown): void {
  fail(out, '', 'type', `must be a JSON object, not ${kindOf(value)}`, value);
}

export function emptyObject(out: Issues): void {
  fail(out, '', 'ele-1', 'must have a value or children: leave the element out instead');
}

export function repeatedId(out: Issues, id: unknown): void {
  fail(out, 'id', 'element-id', 'stands on more than one element of this resource', id);
}

export function unknownElement(out: Issues, name: string, value: unknown, type: string): void {
  fail(out, name, 'unknown-element', `is no element of ${type}`, value);
}

export function bad(out: Issues, name: string, problem: string, value: unknown): void {
  fail(out, name, 'type', problem, value);
}

/** @returns whether it is an array that can be gone through */
export function isList(out: Issues, name: string, value: unknown): value is unknown[] {
  if (!Array.isArray(value)) {
    fail(out, name, 'type', `must be a JSON array, not ${kindOf(value)}`, value);
    return false;
  }
  if (value.length === 0) fail(out, name, 'type', 'must not be an empty array: leave the element out instead');
  return true;
}

export function count(out: Issues, name: string, found: number, min: number, max: number): void {
  if (found < min) fail(out, name, 'cardinality', `occurs ${found} times, and at least ${min} are required`);
  if (found > max)
    fail(
      out,
      name,
      'cardinality',
      max === 0 ? 'must not be there' : `occurs ${found} times, and at most ${max} are allowed`,
    );
}

export function sliceCount(out: Issues, name: string, slice: string, found: number, min: number, max: number): void {
  if (found < min) fail(out, name, 'slice', `has ${found} of the slice "${slice}", and at least ${min} are required`);
  if (found > max) fail(out, name, 'slice', `has ${found} of the slice "${slice}", and at most ${max} are allowed`);
}

export function missing(out: Issues, seen: number, required: readonly (readonly [bit: number, name: string])[]): void {
  for (const [bit, name] of required)
    if ((seen & bit) === 0) fail(out, name, 'cardinality', 'is required and is not there');
}

export function severalTypes(out: Issues, name: string): void {
  fail(out, name, 'choice', 'has several types at once, and only one is allowed');
}

export function wrongType(out: Issues, name: string, allowed: string, value: unknown): void {
  fail(out, name, 'choice', `has a type that is not allowed here: ${allowed || 'none'}`, value);
}

export function invariant(asked: Asked, value: unknown, out: Issues, context: Context): void {
  if (!asked.holds) {
    context.notChecked(`invariant ${asked.key}`);
    return;
  }
  try {
    if (asked.holds(value, context)) return;
  } catch (error) {
    if (error instanceof RangeError) throw error;
    context.notChecked(
      error instanceof CannotTell ? `invariant ${asked.key}: ${error.message}` : `invariant ${asked.key}`,
    );
    return;
  }
  (asked.warning ? warn : fail)(out, '', asked.key, `must hold: ${asked.expression}`);
}

/** What stands beside a primitive (`_birthDate`): an id or extensions; without a value, extensions are due. */
export function companion(
  out: Issues,
  name: string,
  beside: unknown,
  hasValue: boolean,
  element: Link,
  context: Context,
  at: string,
): void {
  const before = out.length;
  if (!isObject(beside)) notObject(out, beside);
  else {
    element.check(beside, out, context, at);
    const empty = hasValue ? Object.keys(beside).length === 0 : beside.extension === undefined;
    if (empty && out.length === before) emptyObject(out);
  }
  if (out.length !== before) under(out, before, name);
}

/** Values of a list of primitives; `null` is allowed only where the list beside it has an element. */
export function primitiveItems(
  out: Issues,
  name: string,
  values: readonly unknown[],
  beside: unknown,
  check: PrimitiveCheck,
  set: BoundSet | undefined,
  type: string,
  context: Context,
): void {
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (value === null) {
      if (!Array.isArray(beside) || !isObject(beside[at]))
        fail(out, `${name}[${at}]`, 'type', 'is null without an extension beside it');
      continue;
    }
    const problem = check(value);
    if (problem !== undefined) fail(out, `${name}[${at}]`, 'type', problem, value);
    else if (set) {
      const before = out.length;
      checkBinding(set, type, value, out, context);
      if (out.length !== before) under(out, before, `${name}[${at}]`);
    }
  }
}

export function companionItems(
  out: Issues,
  name: string,
  beside: unknown,
  values: unknown,
  element: Link,
  context: Context,
  at: string,
): void {
  if (!Array.isArray(beside)) {
    fail(out, name, 'type', `must be a JSON array, not ${kindOf(beside)}`, beside);
    return;
  }
  if (beside.length === 0) fail(out, name, 'type', 'must not be an empty array: leave it out instead');
  for (let index = 0; index < beside.length; index++) {
    const value = Array.isArray(values) ? values[index] : undefined;
    const hasValue = value !== undefined && value !== null;
    if (beside[index] === null) {
      if (!hasValue && !(Array.isArray(values) && index < values.length))
        fail(out, `${name}[${index}]`, 'type', 'is null without a value beside it');
    } else companion(out, `${name}[${index}]`, beside[index], hasValue, element, context, at);
  }
}
