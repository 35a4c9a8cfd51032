import { writtenByHand } from './by-hand.ts';
import { arithmetic, comparisons, distinct } from './compare.ts';
import { functions, text } from './functions.ts';
import { follow, isObject, leadsOn, type Node, Primitive, valueIn, walk } from './node.ts';
import { type Expression, FhirPathError, parse } from './parse.ts';
import { asNodes, type Evaluate, type Scope, type Surroundings, type Truth, truthOf } from './scope.ts';
import { choiceTypes, stepOf } from './steps.ts';
import { hasType } from './types.ts';

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

function call(of: Expression | undefined, name: string, parts: readonly Expression[]): Evaluate {
  const apply = functions[name];
  if (!apply) throw new FhirPathError(`${name}() is not evaluated.`);
  const focus = evaluation(of ?? { kind: 'this' });
  const [evaluations, truths] = [parts.map(evaluation), parts.map(truth)];
  return scope => apply(focus(scope), scope, evaluations, truths);
}
