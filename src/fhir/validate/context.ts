import { isObject } from '../fhirpath/node.ts';
import type { Surroundings } from '../fhirpath/scope.ts';
import { takeApart } from './references.ts';
import type { CodeQuestion } from './terminology.ts';

type Resource = Readonly<Record<string, unknown>>;

/** What checks know of the place they stand in, while one resource is validated. */
export class Context implements Surroundings {
  resource: Resource = {};
  root: Resource = {};
  /** The entries of the nearest Bundle, by full URL; made when first asked for. */
  #entries: Map<string, unknown> | undefined;
  #bundle: Resource | undefined;
  /** What could not be checked, and how often. */
  unchecked: Map<string, number> | undefined;

  /** Who wants to know which codes could not be told. */
  ask: ((question: CodeQuestion) => void) | undefined;
  /** Ids of elements seen in the resource that is being checked. */
  ids: Set<unknown> | undefined;

  /** @returns whether an element of this resource has had the id already */
  repeats(id: unknown): boolean {
    this.ids ??= new Set();
    if (this.ids.has(id)) return true;
    this.ids.add(id);
    return false;
  }

  get bundle(): Resource | undefined {
    return this.#bundle;
  }

  enterBundle(bundle: Resource | undefined): void {
    this.#bundle = bundle;
    this.#entries = undefined;
  }

  notChecked(what: string): void {
    this.unchecked ??= new Map();
    this.unchecked.set(what, (this.unchecked.get(what) ?? 0) + 1);
  }

  /** The contained resource, or the entry of the bundle, that a reference leads to. */
  find(reference: string): Resource | undefined {
    if (reference.startsWith('#')) {
      if (reference === '#') return this.root;
      const contained = this.root.contained;
      return Array.isArray(contained)
        ? contained.find(one => isObject(one) && one.id === reference.slice(1))
        : undefined;
    }
    const entries = this.#bundle && (this.#entries ??= entriesOf(this.#bundle));
    const found = entries?.get(reference.replace(/\/_history\/.*$/, ''));
    return isObject(found) ? found : undefined;
  }

  /** What a reference leads to; where that is not at hand, an object of the type that its URL names. */
  resolve(reference: string): unknown {
    const found = this.find(reference);
    if (found) return found;
    const { type } = takeApart(reference);
    return type ? { resourceType: type } : undefined;
  }
}

function entriesOf(bundle: Resource): Map<string, unknown> {
  const found = new Map<string, unknown>();
  if (!Array.isArray(bundle.entry)) return found;
  for (const entry of bundle.entry) {
    if (!isObject(entry) || !isObject(entry.resource)) continue;
    if (typeof entry.fullUrl === 'string') found.set(entry.fullUrl, entry.resource);
    const { resourceType, id } = entry.resource;
    if (typeof resourceType !== 'string' || typeof id !== 'string') continue;
    const relative = `${resourceType}/${id}`;
    if (!found.has(relative)) found.set(relative, entry.resource);
  }
  return found;
}
