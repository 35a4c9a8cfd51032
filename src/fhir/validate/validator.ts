import { isObject } from '../fhirpath/node.ts';
import type { Tables } from '../tables.ts';
import { Context } from './context.ts';
import { isDefect } from './defects.ts';
import { Generator } from './generate.ts';
import { fail, type Issue, type Issues, inform, kindOf, under, warn } from './issue.ts';
import { checkContained } from './native.ts';
import type { Link } from './runtime.ts';
import type { CodeQuestion } from './terminology.ts';
import { impliedVitalSigns } from './vital-signs.ts';

export interface ValidateOptions {
  /** Canonical addresses of profiles to hold the resource to, beside those that its `meta.profile` names. */
  readonly profile?: string | readonly string[];
  /** Is handed every code whose membership in a value set could not be told, for a terminology server to answer. */
  readonly ask?: (question: CodeQuestion) => void;
}

export interface Validator {
  /**
   * Checks one resource, already parsed, against FHIR R4, against each known profile that `meta.profile` names or
   * `options` asks for, and against the profile that a vital sign's code implies. Never throws, whatever it is given.
   */
  validate(resource: unknown, options?: ValidateOptions): Issue[];
  /** Compiles every structure now rather than when it is first needed. */
  compileAll(): void;
}

export interface ValidatorSettings {
  /** How an extension that no table knows is reported; a modifier extension is always an error. */
  readonly unknownExtensions?: 'error' | 'information';
}

const usCore = 'http://hl7.org/fhir/us/core/StructureDefinition/';
const r4Base = 'http://hl7.org/fhir/StructureDefinition/';

/** @param tables R4 and, where profiles are wanted, a package on top of it (`withPackage`) */
export function compileValidator(tables: Tables, settings: ValidatorSettings = {}): Validator {
  const generator: Generator = new Generator(tables, { resource: anyResource, extension: anyExtension });
  const links = new Map<string, Link | undefined>();
  const linkTo = (url: string): Link | undefined => {
    if (!links.has(url)) links.set(url, generator.link(url));
    return links.get(url);
  };
  const knowsUsCore = [...tables.urls].some(url => url.startsWith(usCore));

  function anyResource(value: unknown, out: Issues, context: Context, _at: string): void {
    checkResource(value, out, context, false, []);
  }

  function checkResource(value: unknown, out: Issues, context: Context, top: boolean, asked: readonly string[]): void {
    const problem = resourceProblem(value, tables);
    if (problem) {
      fail(out, problem.path, problem.rule, problem.message, problem.value);
      return;
    }
    const resource = value as Record<string, unknown>;
    const type = resource.resourceType as string;
    const outer = { resource: context.resource, root: context.root, bundle: context.bundle, ids: context.ids };
    const contained = !top && Array.isArray(outer.resource.contained) && outer.resource.contained.includes(resource);
    context.resource = resource;
    if (!contained) context.root = resource;
    if (type === 'Bundle') context.enterBundle(resource);
    const before = out.length;
    const profiles = profilesOf(resource, type, asked, out, context);
    context.ids = undefined;
    if (profiles.length === 0) linkTo(r4Base + type)?.check(resource, out, context, type);
    for (const url of profiles) {
      const from = out.length;
      context.ids = undefined;
      linkTo(url)?.check(resource, out, context, type);
      for (let at = from; at < out.length; at++) (out[at] as Issue).profile ??= url;
    }
    if (resource.contained !== undefined) checkContained(resource, out);
    if (profiles.length > 1 && out.length > before) dropRepeated(out, before);
    context.resource = outer.resource;
    context.root = outer.root;
    context.ids = outer.ids;
    if (type === 'Bundle') context.enterBundle(outer.bundle);
  }

  /** The known profiles to check, once each; what cannot be checked is said. */
  function profilesOf(
    resource: Readonly<Record<string, unknown>>,
    type: string,
    asked: readonly string[],
    out: Issues,
    context: Context,
  ): string[] {
    const declared = isObject(resource.meta) && Array.isArray(resource.meta.profile) ? resource.meta.profile : [];
    const found: string[] = [];
    for (const stated of asked) take(stated, type, found, out, context);
    for (const stated of declared) take(stated, type, found, out, context);
    if (type === 'Observation')
      for (const url of impliedVitalSigns(resource))
        if (!found.some(profile => ancestorsOf(profile).includes(url))) found.push(url);
    return found;
  }

  function take(stated: unknown, type: string, found: string[], out: Issues, context: Context): void {
    if (typeof stated !== 'string') return;
    const { url, unknown, wrong } = profileNamed(stated, type);
    if (unknown) context.notChecked(unknown);
    else if (wrong) fail(out, 'meta.profile', 'profile-type', wrong, stated);
    else if (url && !found.includes(url)) found.push(url);
  }

  const namedByType = new Map<string, Map<string, { url?: string; unknown?: string; wrong?: string }>>();
  /** What a profile's address, as stated, means for a resource of a type. */
  function profileNamed(stated: string, type: string): { url?: string; unknown?: string; wrong?: string } {
    let named = namedByType.get(type);
    if (!named) {
      named = new Map();
      namedByType.set(type, named);
    }
    let answer = named.get(stated);
    if (!answer) {
      const [url = '', version] = stated.split('|');
      const definition = tables.structure(url);
      answer =
        !definition || (version !== undefined && definition.version !== version)
          ? { unknown: `profile ${stated}, which is not among the definitions at hand` }
          : definition.type !== type
            ? { wrong: `names a profile of ${definition.type} on a ${type}` }
            : definition.profile
              ? { url }
              : {};
      // A server that makes up addresses must not fill our memory.
      if (named.size < 1000) named.set(stated, answer);
    }
    return answer;
  }

  const ancestors = new Map<string, string[]>();
  /** A profile and all that it derives from. */
  function ancestorsOf(url: string): string[] {
    let known = ancestors.get(url);
    if (!known) {
      known = [url];
      for (let base = tables.structure(url)?.base; base; base = tables.structure(base)?.base) known.push(base);
      ancestors.set(url, known);
    }
    return known;
  }

  function anyExtension(
    value: unknown,
    out: Issues,
    context: Context,
    at: string,
    type: string,
    modifier: boolean,
    part: boolean,
  ): void {
    const url = isObject(value) ? value.url : undefined;
    const definition = typeof url === 'string' && url !== '' ? tables.structure(url) : undefined;
    if (
      !isObject(value) ||
      typeof url !== 'string' ||
      url === '' ||
      definition?.type !== 'Extension' ||
      !definition.profile
    ) {
      linkTo(`${r4Base}Extension`)?.check(value, out, context, at);
      if (typeof url === 'string' && url !== '') unknownExtension(url, out, context, type, modifier, part);
      return;
    }
    const from = out.length;
    linkTo(url)?.check(value, out, context, 'Extension');
    for (let index = from; index < out.length; index++) (out[index] as Issue).profile ??= url;
    if ((definition.modifier !== undefined) !== modifier)
      fail(
        out,
        'url',
        'extension-modifier',
        modifier ? 'is no modifier extension' : 'must stand in modifierExtension',
        url,
      );
    const inResource = tables.typeNamed(at.replace(/\..*$/, ''))?.kind === 'resource';
    if (!mayStand(definition.contexts ?? [], at, type, inResource))
      fail(
        out,
        'url',
        'extension-context',
        `may not stand on ${at}: its place is ${definition.contexts?.join(', ')}`,
        url,
      );
  }

  function unknownExtension(
    url: string,
    out: Issues,
    context: Context,
    type: string,
    modifier: boolean,
    part: boolean,
  ): void {
    const absolute = /^[a-z][a-z0-9+.-]*:/i.test(url);
    if (modifier)
      fail(out, 'url', 'modifier-extension', 'can change the meaning of what it stands on, and is not known', url);
    else if (part && !absolute)
      fail(out, 'url', 'extension-part', 'is no part of the extension that it stands in', url);
    else if (!absolute && type !== 'Extension') fail(out, 'url', 'extension-url', 'must be an absolute URL', url);
    else if (absolute && knowsUsCore && url.startsWith(usCore))
      warn(out, 'url', 'extension-unknown', 'is no extension of this version of US Core; another may define it', url);
    else if (absolute && url.startsWith(r4Base))
      warn(out, 'url', 'extension-unknown', 'is no extension of R4; a later package may define it', url);
    else if (absolute && settings.unknownExtensions === 'error')
      fail(out, 'url', 'extension-unknown', 'is not known', url);
    else if (absolute) context.notChecked(`extension ${url}, which is not among the definitions at hand`);
  }

  return {
    validate(resource, options = {}) {
      const out: Issues = [];
      const context = new Context();
      context.ask = options.ask;
      const asked = options.profile === undefined ? [] : [options.profile].flat();
      try {
        checkResource(resource, out, context, true, asked);
      } catch (error) {
        if (error instanceof RangeError) fail(out, '', 'depth', 'is nested too deeply to be checked');
        else inform(out, '', 'not-checked', `our check failed: ${(error as Error)?.message}`);
      }
      const type = isObject(resource) && typeof resource.resourceType === 'string' ? resource.resourceType : '';
      for (const [what, times] of context.unchecked ?? [])
        inform(out, '', 'not-checked', `not checked: ${what}`, times > 1 ? `${times} times` : undefined);
      if (out.length === 0) return out;
      if (type !== '') under(out, 0, type);
      return out.some(isDefect) ? out.filter(issue => !isDefect(issue)) : out;
    },
    compileAll: () => generator.compileAll(),
  };
}

/** What keeps a value from being a resource at all. */
function resourceProblem(value: unknown, tables: Tables) {
  if (!isObject(value))
    return { path: '', rule: 'type', message: `must be a JSON object, not ${kindOf(value)}`, value };
  const { resourceType } = value;
  const definition = typeof resourceType === 'string' ? tables.typeNamed(resourceType) : undefined;
  if (definition?.kind === 'resource' && !definition.abstract) return undefined;
  const message = resourceType === undefined ? 'is missing' : 'names no type of resource of R4';
  return { path: 'resourceType', rule: 'resource-type', message, value: resourceType };
}

/** Profiles of one resource repeat what R4 asks; it is said once. */
function dropRepeated(out: Issues, from: number): void {
  const seen = new Set<string>();
  const kept = out.splice(from).filter(({ path, rule, message }) => {
    const key = `${path} ${rule} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
  out.push(...kept);
}

/**
 * Whether an extension may stand at an element, as far as its place is known: the element's path, its type, and what
 * that derives from. Contexts by FHIRPath or by outer extension are taken as met.
 */
function mayStand(contexts: readonly string[], at: string, type: string, inResource: boolean): boolean {
  if (contexts.length === 0) return true;
  const inside = at.split('.').slice(1);
  return contexts.some(context => {
    if (context.includes(':')) return true;
    if (context === 'Element') return true;
    if (context === at || context === type) return true;
    if (context === 'Resource' || context === 'DomainResource') return inResource && inside.length === 0;
    if (context === 'BackboneElement') return type === 'BackboneElement';
    const choice = context.replace(/\[x\]$/, '');
    if (choice !== context && at.startsWith(choice)) return true;
    // The place inside a datatype is known from that datatype on alone.
    return !inResource && inside.length > 0 && context.endsWith(`.${inside.join('.')}`);
  });
}
