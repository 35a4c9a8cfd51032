import type { ConstraintFacts, ElementFacts, SlicingFacts, Structure, TypeFacts } from '../structure.ts';

/** The elements of one structure as they nest. */
export interface Branch {
  /** Names the branch among all structures: `URL#element id`. */
  readonly key: string;
  readonly facts: ElementFacts | undefined;
  readonly children: Map<string, Branch>;
  readonly slices: Map<string, Branch>;
}

const branch = (key: string): { -readonly [K in keyof Branch]: Branch[K] } => ({
  key,
  facts: undefined,
  children: new Map(),
  slices: new Map(),
});

export function grow(structure: Structure): Branch {
  const root = branch(structure.url);
  for (const facts of structure.elements) {
    let at = root;
    for (const part of facts.id === '' ? [] : facts.id.split('.')) {
      const cut = part.indexOf(':');
      at = child(at.children, cut < 0 ? part : part.slice(0, cut), at.key);
      if (cut >= 0) at = child(at.slices, part.slice(cut + 1), `${at.key}:`);
    }
    at.facts = facts;
  }
  return root;
}

function child(of: Map<string, Branch>, name: string, above: string) {
  let found = of.get(name);
  if (!found) {
    found = branch(`${above}${above.endsWith(':') ? '' : '.'}${name}`);
    of.set(name, found);
  }
  return found;
}

/** What holds for one element: R4's statement and all that profiles add. */
export interface Rule {
  /** The JSON name; of a choice, without its type. */
  readonly name: string;
  readonly choice: boolean;
  readonly list: boolean;
  readonly min: number;
  readonly max: number;
  readonly types: readonly TypeFacts[];
  readonly facts: ElementFacts;
  readonly constraints: readonly ConstraintFacts[];
  readonly slicing: SlicingFacts | undefined;
  readonly slices: readonly (readonly [name: string, rule: Rule])[];
  /** Where R4 states it, and what profiles add, weakest first. */
  readonly base: Branch;
  readonly overlays: readonly Branch[];
}

const limit = (max: string | undefined): number =>
  max === undefined ? 1 : max === '*' ? Number.POSITIVE_INFINITY : Number(max);

export function rulesOf(base: ReadonlyMap<string, Branch>, overlays: readonly Branch[]): Rule[] {
  const named = overlays.map(overlay => withChoicesAsSlices(overlay, base));
  return [...base].map(([name, stated]) =>
    ruleOf(
      name,
      stated,
      named.flatMap(children => children.get(name) ?? []),
    ),
  );
}

function ruleOf(name: string, base: Branch, overlays: readonly Branch[], slice?: Branch): Rule {
  const layers = [base, ...overlays, ...(slice ? [slice] : [])];
  const facts = Object.assign({}, ...layers.map(({ facts: own }) => own ?? {})) as ElementFacts;
  const own = slice?.facts;
  // A slice states its own cardinality; that of the whole list is no limit of its parts.
  const cardinality = slice ? { ...base.facts, ...own } : facts;
  const slices = slice
    ? []
    : [...new Set(overlays.flatMap(overlay => [...overlay.slices.keys()]))].map(
        key =>
          [
            key,
            ruleOf(name, base, overlays, merged(overlays.flatMap(overlay => overlay.slices.get(key) ?? []))),
          ] as const,
      );
  return {
    name: name.replace(/\[x\]$/, ''),
    choice: name.endsWith('[x]'),
    list: facts.list === true,
    min: Number(cardinality.min ?? 0),
    max: limit(cardinality.max),
    types: facts.types ?? [],
    facts,
    constraints: constraintsOf(layers),
    slicing: slice ? undefined : facts.slicing,
    slices,
    base,
    overlays: slice ? [...overlays, slice] : overlays,
  };
}

const merged = (slices: readonly Branch[]): Branch => slices.at(-1) as Branch;

/** Later statements of the same invariant replace earlier ones. */
export function constraintsOf(layers: readonly Branch[]): ConstraintFacts[] {
  const found = new Map<string, ConstraintFacts>();
  for (const { facts } of layers) for (const one of facts?.constraints ?? []) found.set(one.key, one);
  return [...found.values()];
}

/** Some profiles name one type of a choice (`valueQuantity`) where others slice it (`value[x]:valueQuantity`). */
function withChoicesAsSlices(overlay: Branch, base: ReadonlyMap<string, Branch>): ReadonlyMap<string, Branch> {
  const odd = [...overlay.children].filter(([name]) => !base.has(name));
  if (odd.length === 0) return overlay.children;
  const children = new Map(overlay.children);
  for (const [name, found] of odd) {
    const choice = [...base.keys()].find(key => key.endsWith('[x]') && name.startsWith(key.slice(0, -3)));
    if (!choice) continue;
    const whole = children.get(choice) ?? branch(`${overlay.key}.${choice}`);
    children.set(choice, { ...whole, slices: new Map([...whole.slices, [name, found]]) });
  }
  return children;
}
