import { compileInvariant } from '../fhirpath/evaluate.ts';
import { FhirPathError } from '../fhirpath/parse.ts';
import type { ConstraintFacts, TypeFacts } from '../structure.ts';
import type { Tables } from '../tables.ts';
import { type BoundSet, boundSet } from './bindings.ts';
import { type Content, ContentWriter, type Dispatch, type Home } from './content-writer.ts';
import { corrected } from './expressions.ts';
import { nativeKeys } from './native.ts';
import type { Asked, Check, Link } from './runtime.ts';
import { matcherOf } from './slices.ts';
import type { Targets } from './targets.ts';
import { type Branch, constraintsOf, grow, type Rule, rulesOf } from './tree.ts';

/** Turns the structures of tables into functions, each when it is first called. */
export class Generator {
  readonly #tables: Tables;
  readonly #dispatch: Dispatch;
  readonly #links = new Map<string, Link>();
  readonly #trees = new Map<string, Branch>();
  readonly #asked = new Map<string, Asked>();
  readonly #sets = new Map<string, BoundSet | undefined>();

  constructor(tables: Tables, dispatch: Dispatch) {
    this.#tables = tables;
    this.#dispatch = dispatch;
  }

  /** The check of a type of R4, or of a profile; `undefined` where there is none. */
  link(url: string): Link | undefined {
    const structure = this.#tables.structure(url);
    if (!structure) return undefined;
    return this.#contentLink(structure.type, structure.profile ? [this.#tree(url)] : [], url);
  }

  #tree(url: string): Branch {
    let tree = this.#trees.get(url);
    if (!tree) {
      tree = grow(this.#tables.structure(url) as never);
      this.#trees.set(url, tree);
    }
    return tree;
  }

  #typeTree(type: string): Branch | undefined {
    const structure = this.#tables.typeNamed(type);
    return structure && this.#tree(structure.url);
  }

  #linkTo(key: string, content: () => Content): Link {
    let link = this.#links.get(key);
    if (!link) {
      const made: Link = {
        check: (value, out, context, at) => {
          made.check = this.#compile(content());
          made.check(value, out, context, at);
        },
      };
      link = made;
      this.#links.set(key, link);
    }
    return link;
  }

  // An empty object has nothing to look up.
  readonly #nowhere = { notChecked: () => undefined, repeats: () => false } as never;

  /** Compiles the structures of the uppermost package and all that they lead to, for those who want no delay later. */
  compileAll(): void {
    for (const url of this.#tables.own) this.link(url);
    // Links come to be while others are compiled, and a Map is gone through to its end as it then is.
    for (const link of this.#links.values()) link.check({}, [], this.#nowhere, '');
  }
  /** The check of a datatype or resource with the overlays of profiles. */
  #contentLink(type: string, overlays: readonly Branch[], name?: string): Link {
    const special = overlays.filter(({ children, facts }) => children.size > 0 || facts !== undefined);
    const key = special.length === 0 ? type : (name ?? special.map(overlay => overlay.key).join(' '));
    return this.#linkTo(key, () => {
      const base = this.#typeTree(type) as Branch;
      const structure = this.#tables.typeNamed(type);
      const layers = [base, ...special.filter(overlay => overlay.facts?.id === '')];
      return {
        key,
        type,
        path: type,
        rules: rulesOf(base.children, special),
        constraints: constraintsOf(layers),
        resource: structure?.kind === 'resource',
        closedParts: type === 'Extension' && special.length > 0,
        home: { type, base, overlays: special },
      };
    });
  }

  /** What stands beside a primitive is an Element; its extensions may ask for the primitive's type as their place. */
  #besideLink(type: string): Link {
    return this.#linkTo(`beside ${type}`, () => {
      const base = this.#typeTree('Element') as Branch;
      return {
        key: `beside ${type}`,
        type,
        path: 'Element',
        rules: rulesOf(base.children, []),
        constraints: [],
        resource: false,
        closedParts: false,
        home: { type: 'Element', base, overlays: [] },
      };
    });
  }

  /** The check of a backbone element. */
  #backboneLink(rule: Rule, path: string, home: Home): Link {
    const special = rule.overlays.filter(({ children, slices }) => children.size > 0 || slices.size > 0);
    const key = [rule.base.key, ...special.map(overlay => overlay.key)].join(' ');
    return this.#linkTo(key, () => ({
      key,
      type: rule.types[0]?.code ?? 'BackboneElement',
      path,
      rules: rulesOf(rule.base.children, rule.overlays),
      constraints: [],
      resource: false,
      closedParts: false,
      home,
    }));
  }

  /** The check of an element that repeats another of the same structure. */
  #sameLink(target: string, home: Home): Link {
    const names = target.split('.');
    const down = (from: Branch): Branch | undefined =>
      names.reduce<Branch | undefined>((at, name) => at?.children.get(name), from);
    const base = down(home.base) as Branch;
    const overlays = home.overlays.flatMap(overlay => down(overlay) ?? []);
    const key = [base.key, ...overlays.map(overlay => overlay.key)].join(' ');
    return this.#linkTo(key, () => ({
      key,
      type: 'BackboneElement',
      path: `${home.type}.${target}`,
      rules: rulesOf(base.children, overlays),
      constraints: [],
      resource: false,
      closedParts: false,
      home,
    }));
  }

  #ask(constraint: ConstraintFacts): Asked | undefined {
    const { key, expression, warning = false } = constraint;
    if (nativeKeys.has(key) || expression === '') return undefined;
    const name = `${key} ${expression}`;
    let asked = this.#asked.get(name);
    if (!asked) {
      asked = { key, warning, expression, holds: invariantOf(corrected(key, expression)) };
      this.#asked.set(name, asked);
    }
    return asked;
  }

  #set(rule: Rule): BoundSet | undefined {
    const { binding } = rule.facts;
    if (!binding) return undefined;
    const key = `${binding.strength} ${binding.valueSet} ${binding.most}`;
    if (!this.#sets.has(key)) this.#sets.set(key, boundSet(binding, this.#tables.valueSet));
    return this.#sets.get(key);
  }

  #targets(type: TypeFacts): Targets | undefined {
    const names = type.targets?.map(url => this.#tables.structure(url)?.type);
    if (!names || names.length === 0 || names.includes('Resource') || names.includes(undefined)) return undefined;
    return { types: new Set(names as string[]), shown: [...new Set(names)].join(', ') };
  }

  #compile(content: Content): Check {
    return new ContentWriter(content, {
      dispatch: this.#dispatch,
      beside: type => this.#besideLink(type),
      contentLink: (type, overlays, name) => this.#contentLink(type, overlays, name),
      backboneLink: (rule, path) => this.#backboneLink(rule, path, content.home),
      sameLink: target => this.#sameLink(target, content.home),
      profileLink: url => this.link(url),
      ask: constraint => this.#ask(constraint),
      set: rule => this.#set(rule),
      targets: type => this.#targets(type),
      matcher: (slice, by) => matcherOf(slice, by, this.#tables.valueSet),
      isAbstract: type =>
        this.#tables.typeNamed(type)?.abstract === true && type !== 'Element' && type !== 'BackboneElement',
    }).write();
  }
}

function invariantOf(expression: string): Asked['holds'] {
  try {
    return compileInvariant(expression);
  } catch (error) {
    if (error instanceof FhirPathError) return undefined;
    throw error;
  }
}
