import { r4 } from '../tables.ts';
import { writtenByHand } from './by-hand.ts';
import {
  children,
  descendants,
  follow,
  isObject,
  leadsOn,
  type Node,
  Primitive,
  type Step,
  valueIn,
  walk,
} from './node.ts';
import { type Expression, FhirPathError, parse } from './parse.ts';

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

interface Scope {
  readonly context: Node;
  readonly here: Surroundings;
  readonly this: Node;
  readonly index: number;
}

type Evaluate = (scope: Scope) => Node[];
/** `undefined` is FHIRPath's empty collection. */
type Truth = (scope: Scope) => boolean | undefined;

/** An invariant: whether it holds for a node. Empty counts as holding, as in every FHIR validator. */
export type Invariant = (node: Node, here: Surroundings) => boolean;

/** @throws {FhirPathError} where the expression cannot be evaluated here at all */
export function compileInvariant(source: string): Invariant {
  const byHand = writtenByHand.get(source);
  return byHand ? node => byHand(node) : interpretInvariant(source);
}

/** As {@link compileInvariant}, by evaluation even where a function has been written by hand. */
export function interpretInvariant(source: string): Invariant {
  const holds = truth(parse(source));
  return (node, here) => holds({ context: node, here, this: node, index: 0 }) !== false;
}

/** The nodes that an expression selects. @throws {FhirPathError} */
export function compileSelection(source: string): (node: Node, here: Surroundings) => Node[] {
  const select = evaluation(parse(source));
  return (node, here) => select({ context: node, here, this: node, index: 0 });
}

let choices: Map<string, Set<string>> | undefined;
/** Types of every choice of R4, by its name: `value` -> Quantity, string, ... */
function choiceTypes(name: string): ReadonlySet<string> | undefined {
  if (!choices) {
    choices = new Map();
    for (const url of r4().own) {
      const structure = r4().structure(url);
      for (const { id, types = [] } of structure?.elements ?? []) {
        const choice = /([^.]+)\[x\]$/.exec(id)?.[1];
        if (!choice) continue;
        const known = choices.get(choice) ?? new Set();
        choices.set(choice, known);
        for (const { code } of types) known.add(code);
      }
    }
  }
  return choices.get(name);
}

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const steps = new Map<string, Step>();

function stepOf(name: string): Step {
  let step = steps.get(name);
  if (!step) {
    const types = [...(choiceTypes(name) ?? [])];
    const keys = types.flatMap(type => {
      const key = name + capitalised(type);
      return [[key, type] as const, [`_${key}`, type] as const];
    });
    step = { name, companion: `_${name}`, choice: keys.length > 0 ? new Map(keys) : undefined };
    steps.set(name, step);
  }
  return step;
}

const truthOf = (nodes: readonly Node[]): boolean | undefined => {
  if (nodes.length === 0) return undefined;
  const value = valueIn(nodes[0]);
  return nodes.length === 1 && typeof value === 'boolean' ? value : true;
};
const asNodes = (value: boolean | undefined): Node[] => (value === undefined ? [] : [value]);
const within = ({ context, here }: Scope, node: Node, index = 0): Scope => ({ context, here, this: node, index });

/** An expression asked for its truth: no collection is made where none is needed. */
function truth(expression: Expression): Truth {
  if (expression.kind === 'operator') {
    const { sign, left, right } = expression;
    if (sign === 'and' || sign === 'or' || sign === 'implies' || sign === 'xor')
      return logic[sign](truth(left), truth(right));
    const compare = comparisons[sign];
    const plain = compare && onPlainMember(sign, left, literals(right));
    if (compare && plain) {
      const [a, b] = [evaluation(left), evaluation(right)];
      return scope => {
        const answer = plain(scope.this);
        return answer === 'unknown' ? compare(a(scope), b(scope)) : answer;
      };
    }
    if (compare) {
      const [a, b] = [evaluation(left), evaluation(right)];
      return scope => compare(a(scope), b(scope));
    }
  }
  if (expression.kind === 'call') {
    const { name, of, with: parts } = expression;
    if ((name === 'exists' || name === 'empty') && parts.length === 0) {
      const focus = evaluation(of ?? { kind: 'this' });
      if (of?.kind === 'member' && (of.of === undefined || of.of.kind === 'this') && !/^[A-Z]/.test(of.name)) {
        const step = stepOf(of.name);
        const wanted = name === 'exists';
        return scope => {
          const found = leadsOn(scope.this, step) ?? focus(scope).length > 0;
          return found === wanted;
        };
      }
      return name === 'exists' ? scope => focus(scope).length > 0 : scope => focus(scope).length === 0;
    }
    if (name === 'not' && of) {
      const inner = truth(of);
      return scope => {
        const value = inner(scope);
        return value === undefined ? undefined : !value;
      };
    }
  }
  const evaluate = evaluation(expression);
  return scope => truthOf(evaluate(scope));
}

/**
 * `code = 'x'` and `code in ('x' | 'y')`, asked of an object whose `code` is there once and without extensions; anything
 * else is `unknown` here.
 */
function onPlainMember(
  sign: string,
  left: Expression,
  values: readonly Node[] | undefined,
): ((node: Node) => boolean | undefined | 'unknown') | undefined {
  if (!values || (sign !== 'in' && (sign !== '=' || values.length !== 1))) return undefined;
  if (left.kind !== 'member' || (left.of && left.of.kind !== 'this') || /^[A-Z]/.test(left.name)) return undefined;
  const { name, companion, choice } = stepOf(left.name);
  if (choice) return undefined;
  return node => {
    if (!isObject(node) || node instanceof Primitive || node[companion] !== undefined) return 'unknown';
    const value = node[name];
    if (value === undefined) return undefined;
    return typeof value === 'object' ? 'unknown' : values.includes(value);
  };
}

const logic: Record<'and' | 'or' | 'implies' | 'xor', (a: Truth, b: Truth) => Truth> = {
  and: (a, b) => scope => {
    const left = a(scope);
    if (left === false) return false;
    const right = b(scope);
    return right === false ? false : left && right;
  },
  or: (a, b) => scope => {
    const left = a(scope);
    if (left === true) return true;
    const right = b(scope);
    return right === true ? true : left === undefined || right === undefined ? undefined : false;
  },
  implies: (a, b) => scope => {
    const left = a(scope);
    if (left === false) return true;
    const right = b(scope);
    return right === true ? true : left === undefined ? undefined : right;
  },
  xor: (a, b) => scope => {
    const [left, right] = [a(scope), b(scope)];
    return left === undefined || right === undefined ? undefined : left !== right;
  },
};

const same = (a: Node, b: Node): boolean => {
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

const moment = /^\d{4}(-\d\d(-\d\d(T.*)?)?)?$/;

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

const comparisons: Readonly<Record<string, Compare>> = {
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

const arithmetic: Readonly<Record<string, (a: never, b: never) => unknown>> = {
  '+': (a: number | string, b: number | string) => (a as number) + (b as number),
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => (b === 0 ? undefined : a / b),
  div: (a: number, b: number) => (b === 0 ? undefined : Math.trunc(a / b)),
  mod: (a: number, b: number) => (b === 0 ? undefined : a % b),
};

const distinct = (nodes: readonly Node[]): Node[] => {
  if (nodes.every(node => typeof node !== 'object')) return [...new Set(nodes)];
  return nodes.filter((node, at) => nodes.findIndex(other => same(node, other)) === at);
};

function evaluation(expression: Expression): Evaluate {
  switch (expression.kind) {
    case 'literal': {
      const value = [expression.value];
      return () => value;
    }
    case 'none':
      return () => [];
    case 'this':
      return scope => [scope.this];
    case 'index':
      return scope => [scope.index];
    case 'total':
      throw new FhirPathError('$total is not evaluated.');
    case 'variable':
      return variable(expression.name);
    case 'member':
      return member(expression.of, expression.name);
    case 'at': {
      const [of, index] = [evaluation(expression.of), evaluation(expression.index)];
      return scope =>
        of(scope)
          .slice(Number(index(scope)[0]))
          .slice(0, 1);
    }
    case 'sign': {
      const of = evaluation(expression.of);
      return scope => of(scope).map(node => -(valueIn(node) as number));
    }
    case 'type':
      return typeTest(expression.how, expression.of, expression.type);
    case 'call':
      return call(expression.of, expression.name, expression.with);
    case 'operator': {
      const { sign, left, right } = expression;
      if (logic[sign as 'and'] || comparisons[sign]) {
        const holds = truth(expression);
        return scope => asNodes(holds(scope));
      }
      const [a, b] = [evaluation(left), evaluation(right)];
      if (sign === '|') {
        const constant = literals(expression);
        return constant ? () => constant : scope => distinct([...a(scope), ...b(scope)]);
      }
      if (sign === '&') return scope => [(text(a(scope)) ?? '') + (text(b(scope)) ?? '')];
      const operate = arithmetic[sign];
      if (!operate) throw new FhirPathError(`"${sign}" is not evaluated.`);
      return scope => {
        const [x, y] = [valueIn(a(scope)[0]), valueIn(b(scope)[0])];
        if (x === undefined || y === undefined) return [];
        const result = operate(x as never, y as never);
        return result === undefined ? [] : [result];
      };
    }
  }
}

/** The values of a union of literals alone. */
function literals(expression: Expression): Node[] | undefined {
  if (expression.kind === 'literal') return [expression.value];
  if (expression.kind !== 'operator' || expression.sign !== '|') return undefined;
  const [left, right] = [literals(expression.left), literals(expression.right)];
  return left && right && distinct([...left, ...right]);
}

const known: Readonly<Record<string, (scope: Scope) => Node>> = {
  resource: ({ here }) => here.resource,
  rootResource: ({ here }) => here.root,
  context: ({ context }) => context,
  ucum: () => 'http://unitsofmeasure.org',
  sct: () => 'http://snomed.info/sct',
  loinc: () => 'http://loinc.org',
};

function variable(name: string): Evaluate {
  const read = known[name];
  if (!read) throw new FhirPathError(`%${name} is not evaluated.`);
  return scope => [read(scope)];
}

function member(of: Expression | undefined, name: string): Evaluate {
  if (of === undefined && /^[A-Z]/.test(name))
    return scope => {
      const type = (scope.this as { resourceType?: unknown } | null)?.resourceType;
      return type === undefined || type === name || name === 'Resource' || name === 'DomainResource'
        ? [scope.this]
        : [];
    };
  const steps = [stepOf(name)];
  let from = of;
  while (from?.kind === 'member' && !(from.of === undefined && /^[A-Z]/.test(from.name))) {
    steps.unshift(stepOf(from.name));
    from = from.of;
  }
  if (from === undefined || from.kind === 'this')
    return scope => {
      const found: Node[] = [];
      follow(found, scope.this, steps);
      return found;
    };
  const focus = evaluation(from);
  return scope => {
    const found: Node[] = [];
    for (const node of focus(scope)) follow(found, node, steps);
    return found;
  };
}

const primitiveTypes: Readonly<Record<string, (value: unknown) => boolean>> = {
  boolean: value => typeof value === 'boolean',
  integer: value => Number.isInteger(value),
  positiveInt: value => Number.isInteger(value),
  unsignedInt: value => Number.isInteger(value),
  decimal: value => typeof value === 'number',
  date: value => typeof value === 'string' && /^\d{4}(-\d\d){0,2}$/.test(value),
  dateTime: value => typeof value === 'string' && moment.test(value),
  instant: value => typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(value),
  time: value => typeof value === 'string' && /^\d\d:\d\d:\d\d/.test(value),
};
const isText = (value: unknown) => typeof value === 'string';
for (const type of [
  'string',
  'uri',
  'url',
  'canonical',
  'code',
  'id',
  'markdown',
  'oid',
  'uuid',
  'base64Binary',
  'xhtml',
])
  (primitiveTypes as Record<string, (value: unknown) => boolean>)[type] = isText;

/** Fields that only one datatype has, or that it never lacks. JSON does not say of which type an object is. */
const shapes: Readonly<Record<string, (object: Record<string, unknown>) => boolean>> = {
  Quantity: object =>
    'value' in object || 'unit' in object || ('code' in object && 'system' in object && !('display' in object)),
  CodeableConcept: object =>
    'coding' in object ||
    (Object.keys(object).every(key => key === 'text' || key === 'id' || key === 'extension') && 'text' in object),
  Period: object => 'start' in object || 'end' in object,
  Reference: object => 'reference' in object || 'display' in object || 'identifier' in object,
  Range: object => 'low' in object || 'high' in object,
  Ratio: object => 'numerator' in object || 'denominator' in object,
  Coding: object => 'code' in object || 'display' in object,
};

function hasType(node: Node, type: string): boolean {
  const value = valueIn(node);
  if (isObject(value)) {
    if (typeof value.resourceType === 'string')
      return value.resourceType === type || type === 'Resource' || type === 'DomainResource';
    return shapes[type]?.(value) ?? false;
  }
  const primitive = primitiveTypes[type] ?? primitiveTypes[type.charAt(0).toLowerCase() + type.slice(1)];
  return primitive?.(value) ?? false;
}

/** Where the value comes from a choice, the key says its type: `value.ofType(Quantity)` is `valueQuantity`. */
function typeTest(how: 'is' | 'as', of: Expression, type: string): Evaluate {
  if (of.kind === 'member' && choiceTypes(of.name)) {
    const step = stepOf(of.name);
    const name = choiceTypes(of.name)?.has(type) ? type : type.charAt(0).toLowerCase() + type.slice(1);
    const from = evaluation(of.of ?? { kind: 'this' });
    const pick = (scope: Scope, only: string) => {
      const found: Node[] = [];
      for (const node of from(scope)) walk(found, node, step, only);
      return found;
    };
    return how === 'as'
      ? scope => pick(scope, name)
      : scope => (pick(scope, '').length === 0 ? [] : [pick(scope, name).length > 0]);
  }
  const focus = evaluation(of);
  return how === 'as'
    ? scope => focus(scope).filter(node => hasType(node, type))
    : scope => {
        const nodes = focus(scope);
        return nodes.length === 0 ? [] : [hasType(nodes[0], type)];
      };
}

type Function1 = (nodes: Node[], scope: Scope, parts: readonly Evaluate[], truths: readonly Truth[]) => Node[];

const text = (nodes: readonly Node[]): string | undefined => {
  const value = valueIn(nodes[0]);
  return value === undefined || typeof value === 'object' ? undefined : String(value);
};
const onText =
  (apply: (value: string, ...rest: never[]) => unknown): Function1 =>
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

const functions: Readonly<Record<string, Function1>> = {
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

function call(of: Expression | undefined, name: string, parts: readonly Expression[]): Evaluate {
  const apply = functions[name];
  if (!apply) throw new FhirPathError(`${name}() is not evaluated.`);
  const focus = evaluation(of ?? { kind: 'this' });
  const [evaluations, truths] = [parts.map(evaluation), parts.map(truth)];
  return scope => apply(focus(scope), scope, evaluations, truths);
}
