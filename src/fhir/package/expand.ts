import type { CodeSystem, CodeSystemConcept, ValueSet, ValueSetComposeInclude } from '@medplum/fhirtypes';
import type { ValueSetFacts } from '../structure.ts';
import { withoutVersion } from './compile-structures.ts';

/** The terminology of one or more packages, by address. */
export interface Terminology {
  readonly valueSets: ReadonlyMap<string, ValueSet>;
  readonly codeSystems: ReadonlyMap<string, CodeSystem>;
}

/**
 * Counts out the codes of a value set.
 * @returns the codes, with what could not be counted out in `unknown`; `undefined` where the set itself is not at hand
 */
export function expand(url: string, terminology: Terminology): ValueSetFacts | undefined {
  const codes = new Map<string, Set<string>>();
  const unknown = new Set<string>();
  if (!collect(url, terminology, { codes, unknown }, new Set())) return undefined;
  return {
    url,
    codes: Object.fromEntries([...codes].map(([system, set]) => [system, [...set]])),
    ...(unknown.size > 0 ? { unknown: [...unknown].sort() } : {}),
  };
}

interface Expansion {
  readonly codes: Map<string, Set<string>>;
  readonly unknown: Set<string>;
}

function collect(url: string, terminology: Terminology, into: Expansion, within: ReadonlySet<string>): boolean {
  const valueSet = terminology.valueSets.get(url);
  const { include = [], exclude = [] } = valueSet?.compose ?? {};
  if (!valueSet || within.has(url) || include.length === 0) return false;
  for (const part of include) add(part, terminology, into, new Set([...within, url]));
  for (const part of exclude) {
    const excluded: Expansion = { codes: new Map(), unknown: new Set() };
    add(part, terminology, excluded, new Set([...within, url]));
    for (const [system, set] of excluded.codes) for (const code of set) into.codes.get(system)?.delete(code);
  }
  return true;
}

function add(
  part: ValueSetComposeInclude,
  terminology: Terminology,
  into: Expansion,
  within: ReadonlySet<string>,
): void {
  if (part.valueSet?.length) {
    if (part.system || part.valueSet.length > 1) into.unknown.add(part.system ?? part.valueSet.join(' '));
    else if (!collect(withoutVersion(part.valueSet[0] as string), terminology, into, within))
      into.unknown.add(withoutVersion(part.valueSet[0] as string));
    return;
  }
  const system = part.system as string;
  const known = part.concept?.map(({ code }) => code as string) ?? codesOf(part, terminology);
  if (!known) into.unknown.add(system);
  else into.codes.set(system, (into.codes.get(system) ?? new Set()).union(new Set(known)));
}

/** Codes of a whole system or of a filter that a complete code system can answer; `undefined` where it cannot. */
function codesOf(part: ValueSetComposeInclude, terminology: Terminology): string[] | undefined {
  const system = terminology.codeSystems.get(part.system as string);
  if (system?.content !== 'complete') return undefined;
  let concepts = flatten(system);
  for (const { property, op, value } of part.filter ?? []) {
    if (op === 'is-a' || op === 'descendent-of')
      concepts = concepts.filter(
        ({ code, ancestors }) => ancestors.has(value as string) || (op === 'is-a' && code === value),
      );
    else if (op === '=')
      concepts = concepts.filter(({ concept }) =>
        concept.property?.some(
          ({ code, ...stated }) => code === property && String(Object.values(stated)[0]) === value,
        ),
      );
    else return undefined;
  }
  return concepts.map(({ code }) => code);
}

interface Flat {
  readonly code: string;
  readonly concept: CodeSystemConcept;
  readonly ancestors: ReadonlySet<string>;
}

/** Concepts with all that stand above them, whether the system nests them or names parents by property. */
function flatten(system: CodeSystem): Flat[] {
  const parents = new Map<string, Set<string>>();
  const concepts: CodeSystemConcept[] = [];
  const visit = (list: readonly CodeSystemConcept[], above: string | undefined): void => {
    for (const concept of list) {
      concepts.push(concept);
      const of = parents.get(concept.code as string) ?? new Set();
      parents.set(concept.code as string, of);
      if (above) of.add(above);
      for (const { code, valueCode } of concept.property ?? [])
        if (valueCode && (code === 'subsumedBy' || code === 'parent')) of.add(valueCode);
      visit(concept.concept ?? [], concept.code);
    }
  };
  visit(system.concept ?? [], undefined);
  const ancestorsOf = (code: string, seen = new Set<string>()): Set<string> => {
    for (const parent of parents.get(code) ?? [])
      if (!seen.has(parent)) {
        seen.add(parent);
        ancestorsOf(parent, seen);
      }
    return seen;
  };
  return concepts.map(concept => ({
    code: concept.code as string,
    concept,
    ancestors: ancestorsOf(concept.code as string),
  }));
}
