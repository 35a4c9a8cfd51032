import type { ConstraintFacts, TypeFacts } from '../structure.ts';
import { type BoundSet, checkBinding } from './bindings.ts';
import { fail, under } from './issue.ts';
import { nativeChecks } from './native.ts';
import { primitives } from './primitives.ts';
import type { Asked, Check, Link } from './runtime.ts';
import * as runtime from './runtime.ts';
import { fits, type Matcher, same } from './slices.ts';
import { checkTargets, type Targets } from './targets.ts';
import type { Branch, Rule } from './tree.ts';

const quoted = (text: string): string => JSON.stringify(text);
const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Checks that the generated functions hand over to: what is told only when the value is seen. */
export interface Dispatch {
  /** A resource of whatever type. */
  readonly resource: Check;
  readonly extension: (
    value: unknown,
    out: Parameters<Check>[1],
    context: Parameters<Check>[2],
    at: string,
    type: string,
    modifier: boolean,
    part: boolean,
  ) => void;
}

/** The children of one kind of object: of a type, or of a backbone element, with what profiles add. */
export interface Content {
  readonly key: string;
  /** The datatype or resource, or for a backbone element its path. */
  readonly type: string;
  readonly path: string;
  readonly rules: readonly Rule[];
  readonly constraints: readonly ConstraintFacts[];
  readonly resource: boolean;
  /** A profile of Extension that says which parts it has. */
  readonly closedParts: boolean;
  /** Where elements that repeat others (`contentReference`) find them. */
  readonly home: Home;
}

export interface Home {
  readonly type: string;
  readonly base: Branch;
  readonly overlays: readonly Branch[];
}

/** What a writer needs from its generator. */
export interface Source {
  readonly dispatch: Dispatch;
  /** The check of what stands beside a primitive of a type. */
  beside(type: string): Link;
  contentLink(type: string, overlays: readonly Branch[], name?: string): Link;
  backboneLink(rule: Rule, path: string): Link;
  sameLink(target: string): Link;
  profileLink(url: string): Link | undefined;
  ask(constraint: ConstraintFacts): Asked | undefined;
  set(rule: Rule): BoundSet | undefined;
  targets(type: TypeFacts): Targets | undefined;
  matcher(slice: Rule, by: readonly string[]): Matcher | undefined;
  isAbstract(type: string): boolean;
}

/** Functions that generated code calls by name. */
const library: Readonly<Record<string, unknown>> = { ...runtime, fail, under, same, fits, checkBinding, checkTargets };
const libraryNames = Object.keys(library).filter(name => typeof library[name] === 'function');

/**
 * Writes the JavaScript of one check: one loop over the keys of an object, one `case` for each element. Whatever comes
 * from a package stands in the code as a quoted text or a number, so that no package can bring code of its own.
 */
export class ContentWriter {
  readonly #content: Content;
  readonly #source: Source;
  readonly #constants: unknown[] = [];
  readonly #required: { name: string; word: number; bit: number }[] = [];
  readonly #choiceNames: string[] = [];
  /** Statements after the loop, beside those for what every content has. */
  readonly #afterwards: string[] = [];
  #choices = 0;

  constructor(content: Content, source: Source) {
    this.#content = content;
    this.#source = source;
  }

  write(): Check {
    const { resource, rules, type, constraints } = this.#content;
    const cases = [
      ...(resource ? ["case 'resourceType': break;"] : []),
      ...rules.flatMap(rule => this.#cases(rule)),
      `default: unknownElement(out, k, v, ${quoted(this.#content.path)});`,
    ];
    const words = Math.ceil(this.#required.length / 30);
    const native = nativeChecks[type];
    const after = [
      ...Array.from(
        { length: this.#choices },
        (_, at) => `if (c${at} > 1) severalTypes(out, ${quoted(this.#choiceNames[at] ?? '')});`,
      ),
      ...Array.from({ length: words }, (_, word) => {
        const own = this.#required.filter(one => one.word === word);
        const mask = own.reduce((sum, { bit }) => sum | bit, 0);
        return `if ((s${word} & ${mask}) !== ${mask}) missing(out, s${word}, ${this.#constant(own.map(({ bit, name }) => [bit, name]))});`;
      }),
      ...this.#afterwards,
      ...(resource || this.#content.path === 'Element'
        ? []
        : ['if (keys === 0 || (keys === 1 && o.id !== undefined)) emptyObject(out);']),
      ...(native ? [`${this.#constant(native)}(o, out, ctx);`] : []),
      ...constraints.flatMap(constraint => this.#invariant(constraint, 'o')),
    ];
    const source = `
      return function ${this.#content.path.replace(/\W/g, '_')}(o, out, ctx, at) {
        if (typeof o !== 'object' || o === null || Array.isArray(o)) { notObject(out, o); return; }
        let n = 0, t, keys = 0${Array.from({ length: words }, (_, word) => `, s${word} = 0`).join('')}${Array.from({ length: this.#choices }, (_, at) => `, c${at} = 0`).join('')};
        for (const k in o) {
          const v = o[k];
          if (v === undefined) continue;
          keys++;
          switch (k) {
            ${cases.join('\n            ')}
          }
        }
        ${after.join('\n        ')}
      };`;
    const constants = this.#constants.map((_, at) => `k${at}`).join(', ');
    return new Function(...libraryNames, 'K', `'use strict'; const [${constants}] = K;${source}`)(
      ...libraryNames.map(name => library[name]),
      this.#constants,
    ) as Check;
  }

  #constant(value: unknown): string {
    let at = this.#constants.indexOf(value);
    if (at < 0) at = this.#constants.push(value) - 1;
    return `k${at}`;
  }

  /** Statement that notes that a required element was seen. */
  #seen(rule: Rule, name: string): string {
    if (rule.min < 1) return '';
    let found = this.#required.find(one => one.name === name);
    if (!found) {
      const index = this.#required.length;
      found = { name, word: Math.floor(index / 30), bit: 1 << (index % 30) };
      this.#required.push(found);
    }
    return `s${found.word} |= ${found.bit};`;
  }

  #cases(rule: Rule): string[] {
    if (rule.choice) return this.#choiceCases(rule);
    if (rule.name === 'extension' || rule.name === 'modifierExtension') return this.#extensionCases(rule);
    const type = rule.types[0];
    const primitive = rule.facts.same === undefined && type !== undefined && primitives[type.code] !== undefined;
    const { name } = rule;
    const seen = this.#seen(rule, name);
    const prohibited = rule.max === 0 ? `count(out, ${quoted(name)}, 1, 0, 0); break;` : '';
    if (primitive) return this.#primitiveCases(rule, type, name, seen, prohibited);
    if (!rule.list)
      return [`case ${quoted(name)}: ${seen}${prohibited} ${this.#objectBlock(rule, type, 'v', quoted(name))} break;`];
    const counters =
      rule.slices.length > 0 ? `let ${rule.slices.map((_, at) => `q${at} = 0, u${at} = false`).join(', ')};` : '';
    this.#missedSlices(rule);
    const items =
      rule.slices.length > 0
        ? this.#slicedItems(rule, name)
        : this.#objectBlock(rule, type, 'v[i]', `${quoted(`${name}[`)} + i + ']'`);
    return [
      `case ${quoted(name)}: if (isList(out, ${quoted(name)}, v)) { ${seen}${this.#counted(rule, name, 'v.length')} ${counters} ` +
        `for (let i = 0; i < v.length; i++) { ${items} } ${this.#slicesCounted(rule, name)} } break;`,
    ];
  }

  #counted(rule: Rule, name: string, length: string): string {
    const { min, max } = rule;
    if (min <= 1 && max === Number.POSITIVE_INFINITY) return '';
    const test = [
      ...(min > 1 ? [`${length} < ${min}`] : []),
      ...(max === Number.POSITIVE_INFINITY ? [] : [`${length} > ${max}`]),
    ];
    return `if (${test.join(' || ')}) count(out, ${quoted(name)}, ${length}, ${min > 1 ? min : 0}, ${max});`;
  }

  #primitiveCases(rule: Rule, type: TypeFacts, name: string, seen: string, prohibited: string): string[] {
    const check = this.#constant(primitives[type.code]);
    const path = quoted(name);
    const where = quoted(`${this.#content.path}.${name}`);
    const beside = `o[${quoted(`_${name}`)}]`;
    const element = this.#constant(this.#source.beside(type.code));
    if (rule.list) {
      const set = this.#source.set(rule);
      const extra = this.#valueExtras(
        { ...rule, facts: withoutBinding(rule.facts) },
        type,
        'x',
        `${quoted(`${name}[`)} + i + ']'`,
      );
      const each =
        extra === '' ? '' : `for (let i = 0; i < v.length; i++) { const x = v[i]; if (x !== null) { ${extra} } }`;
      return [
        `case ${path}: if (isList(out, ${path}, v)) { ${seen}${this.#counted(rule, name, 'v.length')} ` +
          `primitiveItems(out, ${path}, v, ${beside}, ${check}, ${set ? this.#constant(set) : 'undefined'}, ${quoted(type.code)}, ctx); ${each} } break;`,
        `case ${quoted(`_${name}`)}: if (o[${path}] === undefined) { ${seen} } companionItems(out, ${path}, v, o[${path}], ${element}, ctx, ${where}); break;`,
      ];
    }
    // Definitions name each element once in the snapshot and once in the differential.
    const counted = name === 'id' && !this.#content.resource && this.#content.path !== 'ElementDefinition';
    const unique = counted ? `if (ctx.repeats(v)) repeatedId(out, v);` : '';
    return [
      `case ${path}: ${seen}${prohibited} ${this.#primitiveBlock(rule, type, 'v', path, check)} ${unique} break;`,
      `case ${quoted(`_${name}`)}: if (o[${path}] === undefined) { ${seen}${prohibited} } companion(out, ${path}, v, o[${path}] !== undefined, ${element}, ctx, ${where}); break;`,
    ];
  }

  #primitiveBlock(rule: Rule, type: TypeFacts, value: string, path: string, check: string): string {
    const extras = this.#valueExtras(rule, type, value, path);
    return `if ((t = ${check}(${value})) !== undefined) bad(out, ${path}, t, ${value});${extras === '' ? '' : ` else { ${extras} }`}`;
  }

  /** What is asked of a value beyond its type, as statements whose issues begin at the value. */
  #asks(rule: Rule, type: TypeFacts | undefined, value: string): string[] {
    const { fixed, pattern, maxLength, minValue, maxValue } = rule.facts;
    const set = this.#source.set(rule);
    const equals = (wanted: unknown) =>
      typeof wanted === 'object'
        ? `same(${value}, ${this.#constant(wanted)})`
        : `${value} === ${JSON.stringify(wanted)}`;
    return [
      ...(fixed === undefined
        ? []
        : [
            `if (!(${equals(fixed)})) fail(out, '', 'fixed', ${quoted(`must be ${JSON.stringify(fixed)}`)}, ${value});`,
          ]),
      ...(pattern === undefined
        ? []
        : [
            `if (!fits(${value}, ${this.#constant(pattern)})) fail(out, '', 'pattern', ${quoted(`must have ${JSON.stringify(pattern)}`)}, ${value});`,
          ]),
      ...limits(value, maxLength, minValue, maxValue),
      ...(set && type && bindable.has(type.code) ? [this.#bindingStatement(set, type.code, value)] : []),
      ...this.#targetStatement(type, value),
      ...rule.constraints.flatMap(constraint => this.#invariant(constraint, value)),
    ];
  }

  #valueExtras(rule: Rule, type: TypeFacts | undefined, value: string, path: string): string {
    const asks = this.#asks(rule, type, value);
    return asks.length === 0 ? '' : `n = out.length; ${asks.join(' ')} if (out.length !== n) under(out, n, ${path});`;
  }

  #bindingStatement(set: BoundSet, type: string, value: string): string {
    const constant = this.#constant(set);
    const ask = `checkBinding(${constant}, ${quoted(type)}, ${value}, out, ctx);`;
    return primitives[type] ? `if (!${this.#constant(set.all)}.has(${value})) ${ask}` : ask;
  }

  #targetStatement(type: TypeFacts | undefined, value: string): string[] {
    const targets = type?.code === 'Reference' ? this.#source.targets(type) : undefined;
    return targets ? [`checkTargets(${this.#constant(targets)}, ${value}, out, ctx);`] : [];
  }

  #invariant(constraint: ConstraintFacts, value: string): string[] {
    const asked = this.#source.ask(constraint);
    return asked ? [`invariant(${this.#constant(asked)}, ${value}, out, ctx);`] : [];
  }

  /** Checks one object: its content, then what is asked of it here. */
  #objectBlock(rule: Rule, type: TypeFacts | undefined, value: string, path: string): string {
    // What repeats another element stands where that one does.
    const { same } = rule.facts;
    const where = quoted(
      same === undefined ? `${this.#content.path}.${rule.name}` : `${this.#content.home.type}.${same}`,
    );
    const link = this.#linkOf(rule, type);
    const inside = link
      ? `${this.#constant(link)}.check(${value}, out, ctx, ${where});`
      : `${this.#constant(this.#source.dispatch.resource)}(${value}, out, ctx, ${where});`;
    const asks = this.#asks(rule, type, value).join(' ');
    return `n = out.length; ${inside} ${asks === '' ? '' : `if (typeof ${value} === 'object' && ${value} !== null) { ${asks} }`} if (out.length !== n) under(out, n, ${path});`;
  }

  /** The check of an element's content; `undefined` where any resource may stand. */
  #linkOf(rule: Rule, type: TypeFacts | undefined): Link | undefined {
    if (rule.facts.same !== undefined) return this.#source.sameLink(rule.facts.same);
    if (type === undefined) return this.#source.contentLink('Element', []);
    if (type.code === 'BackboneElement' || (type.code === 'Element' && rule.base.children.size > 0))
      return this.#source.backboneLink(rule, `${this.#content.path}.${rule.name}`);
    if (type.code === 'Resource' || this.#source.isAbstract(type.code)) return undefined;
    const special = rule.overlays.filter(({ children }) => children.size > 0);
    const profile = type.profiles?.length === 1 && special.length === 0 ? type.profiles[0] : undefined;
    return (
      (profile && this.#source.profileLink(profile)) || this.#source.contentLink(type.code, special.map(withoutFacts))
    );
  }

  #slicedItems(rule: Rule, name: string): string {
    const path = `${quoted(`${name}[`)} + i + ']'`;
    const by = rule.slicing?.by ?? [];
    const slices = rule.slices.map(([key, slice]) => ({ key, slice, matcher: this.#source.matcher(slice, by) }));
    const rest = this.#objectBlock(rule, rule.types[0], 'v[i]', path);
    const parts = slices.map(({ slice, matcher, key }, at) => {
      if (!matcher) return `ctx.notChecked(${quoted(`slice ${key} of ${this.#content.path}.${name}`)});`;
      const block = this.#objectBlock(slice, slice.types[0], 'v[i]', path);
      return `if (m < 0) { t = ${this.#constant(matcher)}(v[i], ctx); if (t === true) { m = ${at}; q${at}++; ${block} } else if (t === undefined) { u${at} = true; } }`;
    });
    const closed = rule.slicing?.closed
      ? `if (m < 0${slices.map((_, at) => ` && !u${at}`).join('')}) fail(out, ${path}, 'slice', 'belongs to none of the slices that are allowed', v[i]);`
      : '';
    return `let m = -1; ${parts.join(' ')} if (m < 0) { ${rest} } ${closed}`;
  }

  #slicesCounted(rule: Rule, name: string): string {
    const by = rule.slicing?.by ?? [];
    return rule.slices
      .map(([key, slice], at) =>
        this.#source.matcher(slice, by)
          ? `if (u${at}) ctx.notChecked(${quoted(`slice ${key} of ${this.#content.path}.${name}`)}); else if (q${at} < ${slice.min} || q${at} > ${infinite(slice.max)}) sliceCount(out, ${quoted(name)}, ${quoted(key)}, q${at}, ${slice.min}, ${infinite(slice.max)});`
          : '',
      )
      .join(' ');
  }

  /** A mandatory slice is missed even where the whole list is. */
  #missedSlices(rule: Rule): void {
    const missed = rule.slices
      .filter(([, slice]) => slice.min > 0 && rule.min === 0)
      .map(
        ([key, slice]) =>
          `sliceCount(out, ${quoted(rule.name)}, ${quoted(key)}, 0, ${slice.min}, ${infinite(slice.max)});`,
      );
    if (missed.length > 0) this.#afterwards.push(`if (o[${quoted(rule.name)}] === undefined) { ${missed.join(' ')} }`);
  }

  /** Extensions are told by their url: those that a profile names are counted, each is checked as what it says it is. */
  #extensionCases(rule: Rule): string[] {
    const { name } = rule;
    const { closedParts, type } = this.#content;
    const modifier = name === 'modifierExtension';
    const path = `${quoted(`${name}[`)} + i + ']'`;
    const extension = this.#constant(this.#source.dispatch.extension);
    const ask = (part: boolean) => `${extension}(v[i], out, ctx, at, ${quoted(type)}, ${modifier}, ${part});`;
    const slices = rule.slices.map(([key, slice]) => ({ key, slice, url: urlOf(slice) }));
    const blocks = slices.map(({ slice, url }, at) => {
      const special = slice.overlays.slice(-1).filter(({ children }) => children.size > 0);
      const inside =
        special.length > 0 && !slice.types[0]?.profiles
          ? `${this.#constant(this.#source.contentLink('Extension', special.map(withoutFacts)))}.check(v[i], out, ctx, at);`
          : ask(false);
      return `case ${quoted(url ?? '')}: q${at}++; ${inside} break;`;
    });
    const inside =
      blocks.length > 0
        ? `switch (v[i] === null ? undefined : v[i].url) { ${blocks.join(' ')} default: ${ask(closedParts)} }`
        : ask(closedParts);
    const counted = slices.map(
      ({ slice, key }, at) =>
        `if (q${at} < ${slice.min} || q${at} > ${infinite(slice.max)}) sliceCount(out, ${quoted(name)}, ${quoted(key)}, q${at}, ${slice.min}, ${infinite(slice.max)});`,
    );
    const seen = this.#seen(rule, name);
    this.#missedSlices(rule);
    const counters = slices.map((_, at) => `q${at} = 0`).join(', ');
    return [
      `case ${quoted(name)}: if (isList(out, ${quoted(name)}, v)) { ${seen}${this.#counted(rule, name, 'v.length')} ${counters ? `let ${counters};` : ''} ` +
        `for (let i = 0; i < v.length; i++) { n = out.length; ${inside} if (out.length !== n) under(out, n, ${path}); } ${counted.join(' ')} } break;`,
    ];
  }

  #choiceCases(rule: Rule): string[] {
    const stated = rule.base.facts?.types ?? rule.types;
    const choice = this.#choices++;
    this.#choiceNames[choice] = rule.name;
    const allowed = new Set(rule.types.map(({ code }) => code));
    const byType = new Map(rule.slices.flatMap(([, slice]) => slice.types.map(({ code }) => [code, slice] as const)));
    const closedTo = rule.slicing?.closed && rule.slices.length > 0 ? byType : undefined;
    const shown = [...allowed].join(', ');
    const required = rule.slices.filter(([, slice]) => slice.min > 0);
    for (const [key, slice] of required) {
      const names = slice.types.map(({ code }) => rule.name + capitalised(code));
      this.#afterwards.push(
        `if (${names.map(name => `o[${quoted(name)}] === undefined && o[${quoted(`_${name}`)}] === undefined`).join(' && ')}) sliceCount(out, ${quoted(rule.name)}, ${quoted(key)}, 0, 1, 1);`,
      );
    }
    return stated.flatMap(type => {
      const name = rule.name + capitalised(type.code);
      const own = byType.get(type.code);
      const effective = { ...(own ?? rule), name };
      const facts = (own?.types ?? rule.types).find(({ code }) => code === type.code) ?? type;
      const seen = `c${choice}++; ${this.#seen(rule, `${rule.name}[x]`)}`;
      const forbidden =
        !allowed.has(type.code) || own?.max === 0 || rule.max === 0 || (closedTo && !closedTo.has(type.code));
      const prohibited = forbidden
        ? `${rule.max === 0 ? `count(out, ${quoted(name)}, 1, 0, 0);` : `wrongType(out, ${quoted(name)}, ${quoted(own?.max === 0 ? '' : shown)}, v);`} break;`
        : '';
      if (primitives[type.code]) return this.#primitiveCases(effective, facts, name, seen, prohibited);
      return [
        `case ${quoted(name)}: ${seen}${prohibited} ${this.#objectBlock(effective, facts, 'v', quoted(name))} break;`,
      ];
    });
  }
}

const bindable = new Set(['code', 'Coding', 'CodeableConcept', 'Quantity', 'string', 'uri', 'canonical', 'url']);
function limits(value: string, maxLength?: number, least?: number, most?: number): string[] {
  const limit = (test: string, what: string) => `if (${test}) fail(out, '', 'limit', ${quoted(what)}, ${value});`;
  return [
    ...(maxLength === undefined
      ? []
      : [limit(`${value}.length > ${Number(maxLength)}`, `is longer than ${maxLength} characters`)]),
    ...(least === undefined ? [] : [limit(`${value} < ${Number(least)}`, `is less than ${least}`)]),
    ...(most === undefined ? [] : [limit(`${value} > ${Number(most)}`, `is more than ${most}`)]),
  ];
}

const infinite = (max: number): string => (max === Number.POSITIVE_INFINITY ? 'Infinity' : String(max));
const withoutBinding = <T extends { binding?: unknown }>({ binding, ...rest }: T): Omit<T, 'binding'> => rest;
/** Children alone: what a branch says of the element itself is asked where the element stands. */
const withoutFacts = (overlay: Branch): Branch => ({ ...overlay, facts: undefined });

/** The url by which an extension slice is told. */
function urlOf(slice: Rule): string | undefined {
  const fixed = slice.overlays.at(-1)?.children.get('url')?.facts?.fixed;
  return slice.types[0]?.profiles?.[0] ?? (typeof fixed === 'string' ? fixed : undefined);
}
