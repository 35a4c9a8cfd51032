import type { BindingFacts, ValueSetFacts } from '../structure.ts';
import { grammarOf } from './code-systems.ts';
import type { Context } from './context.ts';
import { fail, type Issues, warn } from './issue.ts';
import type { CodeQuestion } from './terminology.ts';

/** A binding, ready to be asked. */
export interface BoundSet {
  readonly url: string;
  readonly strength: 'required' | 'extensible';
  /** What is said where membership cannot be told. */
  readonly label: string;
  /** Codes whatever their system, for elements of type code. */
  readonly all: ReadonlySet<string>;
  readonly systems: ReadonlyMap<string, ReadonlySet<string>>;
  /** Systems that belong to the set in part, and which part is not known. */
  readonly unknown: ReadonlySet<string>;
  /** Whether every member is known. */
  readonly complete: boolean;
  /** What a code that is in no list must look like, where the set is a whole grammar. */
  readonly grammar: ((code: string) => boolean) | undefined;
  /** A wider set that no code may leave. */
  readonly most: BoundSet | undefined;
}

/** @returns `undefined` for bindings that demand nothing */
export function boundSet(
  binding: BindingFacts | undefined,
  valueSet: (url: string) => ValueSetFacts | undefined,
): BoundSet | undefined {
  const { strength, valueSet: url, most } = binding ?? {};
  const asked = (strength === 'required' || strength === 'extensible') && url !== undefined;
  if (!asked)
    return most ? { ...setOf(most, 'extensible', valueSet), most: setOf(most, 'required', valueSet) } : undefined;
  return { ...setOf(url, strength, valueSet), most: most ? setOf(most, 'required', valueSet) : undefined };
}

function setOf(
  url: string,
  strength: 'required' | 'extensible',
  valueSet: (url: string) => ValueSetFacts | undefined,
): BoundSet {
  const facts = valueSet(url);
  const systems = new Map(Object.entries(facts?.codes ?? {}).map(([system, codes]) => [system, new Set(codes)]));
  const grammar = facts ? undefined : grammarOf(url);
  return {
    url,
    strength,
    label: `codes in ${url} (${strength})`,
    all: new Set([...systems.values()].flatMap(codes => [...codes])),
    systems,
    unknown: new Set(facts?.unknown ?? []),
    complete: facts !== undefined && facts.unknown === undefined,
    grammar,
    most: undefined,
  };
}

type Answer = 'in' | 'out' | 'unknown';

export function holdsCode(set: BoundSet, code: unknown): Answer {
  if (typeof code !== 'string') return 'out';
  if (set.all.has(code)) return 'in';
  if (set.grammar) return set.grammar(code) ? 'in' : 'out';
  return set.complete ? 'out' : 'unknown';
}

export function holdsCoding(set: BoundSet, coding: unknown): Answer {
  const { system, code } = (coding ?? {}) as { system?: unknown; code?: unknown };
  if (typeof code !== 'string') return 'out';
  if (set.grammar) return set.grammar(code) ? 'in' : 'out';
  if (typeof system !== 'string') return 'out';
  if (set.systems.get(system)?.has(code)) return 'in';
  if (set.complete) return 'out';
  if (set.unknown.size === 0) return 'unknown';
  for (const part of set.unknown) if (part === system || part.includes('/ValueSet/')) return 'unknown';
  return 'out';
}

export function holdsConcept(set: BoundSet, concept: unknown): Answer {
  const coding = (concept as { coding?: unknown } | null)?.coding;
  let answer: Answer = 'out';
  if (Array.isArray(coding))
    for (const one of coding) {
      const own = holdsCoding(set, one);
      if (own === 'in') return 'in';
      if (own === 'unknown') answer = 'unknown';
    }
  return answer;
}

/** Asks a binding of a value of one of the types that have codes, and says what is wrong. */
export function checkBinding(set: BoundSet, type: string, value: unknown, out: Issues, context: Context): void {
  const answer =
    type === 'CodeableConcept'
      ? holdsConcept(set, value)
      : type === 'Coding' || type === 'Quantity'
        ? holdsCoding(set, value)
        : holdsCode(set, value);
  if (answer === 'in') return;
  if (answer === 'unknown') {
    context.notChecked(set.label);
    context.ask?.({ valueSet: set.url, strength: set.strength, codings: codingsOf(type, value) });
  } else if (!hasCode(type, value)) {
    if (set.strength === 'required' && type !== 'Quantity')
      fail(out, '', 'binding', `has no code, and one from ${set.url} is required`, value);
  } else if (set.strength === 'required')
    fail(out, '', 'binding', `is not in the required value set ${set.url}`, value);
  else if (set.complete) warn(out, '', 'binding', `is not in the extensible value set ${set.url}`, value);
  if (set.most && set.most !== set && set.strength !== 'required') checkMost(set.most, type, value, out);
}

function codingsOf(type: string, value: unknown): CodeQuestion['codings'] {
  if (typeof value === 'string') return [{ code: value }];
  const { coding } = value as { coding?: unknown };
  const list = type === 'CodeableConcept' ? (Array.isArray(coding) ? coding : []) : [value];
  return list.flatMap(one => {
    const { system, code } = (one ?? {}) as { system?: unknown; code?: unknown };
    if (typeof code !== 'string') return [];
    return [typeof system === 'string' ? { system, code } : { code }];
  });
}

function checkMost(most: BoundSet, type: string, value: unknown, out: Issues): void {
  const answer =
    type === 'CodeableConcept'
      ? holdsConcept(most, value)
      : type === 'Coding' || type === 'Quantity'
        ? holdsCoding(most, value)
        : holdsCode(most, value);
  if (answer === 'out' && hasCode(type, value))
    fail(out, '', 'binding', `is not in ${most.url}, which no code may leave here`, value);
}

function hasCode(type: string, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  const { coding, code } = value as { coding?: unknown; code?: unknown };
  return type === 'CodeableConcept'
    ? Array.isArray(coding) && coding.some(one => one?.code !== undefined)
    : code !== undefined;
}
