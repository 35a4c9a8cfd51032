import { Numbers, Texts } from './columns.ts';
import type { Json, JsonObject } from './json-pieces.ts';

/** An Endpoint, as much of it as an app needs; `undefined` is what the list does not say. */
export interface ListedEndpoint {
  /** Its number among the Endpoints of the list, from 0. */
  readonly number: number;
  /** The place of its entry in the list, from 0. */
  readonly entry: number;
  readonly id: string | undefined;
  /** As published, white space included. */
  readonly address: string | undefined;
  readonly status: string | undefined;
  /** Code of the connection type, else its text; several are joined. */
  readonly connectionType: string | undefined;
}

export interface Identifier {
  readonly system: string | undefined;
  readonly value: string;
}

/** An Organization, with the Endpoints that it leads to. */
export interface ListedOrganization {
  /** Its number among the Organizations of the list, from 0. */
  readonly number: number;
  readonly entry: number;
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly identifiers: readonly Identifier[];
  /** The parts of its first address that say where it is, joined. */
  readonly location: string | undefined;
  /** The list says that it is out of use. */
  readonly inactive: boolean;
  /** Endpoints that it names itself, in `Organization.endpoint`. */
  readonly endpoints: readonly ListedEndpoint[];
  /** Endpoints that name it, in `Endpoint.managingOrganization`. */
  readonly managed: readonly ListedEndpoint[];
  /** References to Endpoints and parents that lead to nothing in the list. */
  readonly unresolved: readonly string[];
  /** The organization it is part of. */
  readonly parent: ListedOrganization | undefined;
  /** The organizations that are part of it. */
  readonly parts: readonly ListedOrganization[];
}

const columns = <K extends string>(...names: readonly K[]) =>
  Object.fromEntries(names.map(name => [name, new Numbers()])) as { readonly [name in K]: Numbers };

/**
 * Takes in the resources of a list. All is kept in columns: numbers, and places of texts (0 where there is none). An
 * organization's identifiers and references follow each other; where the first of them stand, its row says.
 */
export class Rows {
  readonly texts = new Texts();
  readonly endpoints = columns(
    'entry',
    'id',
    'fullUrl',
    'address',
    'status',
    'connectionType',
    'managing',
    'managingSystem',
    'managingValue',
  );
  readonly organizations = columns(
    'entry',
    'id',
    'fullUrl',
    'name',
    'location',
    'inactive',
    'firstIdentifier',
    'firstReference',
    'partOf',
    'partOfSystem',
    'partOfValue',
  );
  readonly identifiers = columns('system', 'value');
  /** `target` is the number of the Endpoint it leads to, plus 1. */
  readonly references = columns('text', 'target');
  /** What nearly every `fullUrl` begins with; those are not kept. */
  usualBase: string | undefined;
  /** Resources of other types, by type. */
  readonly others = new Map<string, number>();

  /** @returns whether there was a resource */
  add(value: Json, entry: number, fullUrl?: Json): boolean {
    if (!isObject(value)) return false;
    const type = typeOf(value);
    if (!type) return false;
    // Servers in the field write "organization" and "ENDPOINT": a reader knows what is meant.
    const known = type.toLowerCase();
    if (known === 'endpoint') {
      this.#endpoint(value, entry, this.#fullUrl('Endpoint', value, fullUrl));
    } else if (known === 'organization') {
      this.#organization(value, entry, this.#fullUrl('Organization', value, fullUrl));
    } else {
      const name = type.slice(0, 64);
      if (this.others.size < mostTypes || this.others.has(name)) {
        this.others.set(name, (this.others.get(name) ?? 0) + 1);
      }
    }
    return true;
  }

  /** The place of a `fullUrl` that does not follow from base, type and id. */
  #fullUrl(type: string, { id }: JsonObject, value: Json | undefined): number {
    const fullUrl = text(value);
    const end = `/${type}/${text(id)}`;
    if (!fullUrl?.endsWith(end)) return this.texts.add(fullUrl);
    const base = fullUrl.slice(0, -end.length);
    this.usualBase ??= base;
    return base === this.usualBase ? 0 : this.texts.add(fullUrl);
  }

  #endpoint(resource: JsonObject, entry: number, fullUrl: number): number {
    const { endpoints, texts } = this;
    const connectionType = list(resource.connectionType).map(codeOf).filter(Boolean).join(' ');
    const managing = referenceIn(resource.managingOrganization);
    endpoints.entry.push(entry);
    endpoints.id.push(texts.add(text(resource.id)));
    endpoints.fullUrl.push(fullUrl);
    endpoints.address.push(texts.add(typeof resource.address === 'string' ? resource.address : undefined));
    endpoints.status.push(texts.addShared(text(resource.status)));
    endpoints.connectionType.push(texts.addShared(connectionType || undefined));
    endpoints.managing.push(texts.add(this.#owner(resource, entry, managing?.reference)));
    endpoints.managingSystem.push(texts.addShared(managing?.identifier?.system));
    endpoints.managingValue.push(texts.add(managing?.identifier?.value));
    return endpoints.entry.length - 1;
  }

  /** The reference to the Organization of an Endpoint; one that lies inside the Endpoint is taken in under a name of its own. */
  #owner(endpoint: JsonObject, entry: number, reference: string | undefined): string | undefined {
    const inside = list(endpoint.contained)
      .filter(isObject)
      .find(inner => typeOf(inner)?.toLowerCase() === 'organization' && `#${text(inner.id)}` === reference);
    if (!inside) return reference;
    const own = `entry ${entry}${reference}`;
    this.#organization({ ...inside, contained: [], partOf: null }, entry, this.texts.add(own));
    return own;
  }

  #organization(resource: JsonObject, entry: number, fullUrl: number): void {
    const { organizations, texts } = this;
    const whole = referenceIn(resource.partOf);
    organizations.entry.push(entry);
    organizations.id.push(texts.add(text(resource.id)));
    organizations.fullUrl.push(fullUrl);
    organizations.name.push(texts.add(text(resource.name)));
    organizations.location.push(texts.add(list(resource.address).map(placeOf).find(Boolean)));
    organizations.inactive.push(resource.active === false ? 1 : 0);
    organizations.firstIdentifier.push(this.identifiers.value.length);
    organizations.firstReference.push(this.references.text.length);
    organizations.partOf.push(texts.add(whole?.reference));
    organizations.partOfSystem.push(texts.addShared(whole?.identifier?.system));
    organizations.partOfValue.push(texts.add(whole?.identifier?.value));
    for (const identifier of list(resource.identifier).map(identifierIn)) {
      if (!identifier) continue;
      this.identifiers.system.push(texts.addShared(identifier.system));
      this.identifiers.value.push(texts.add(identifier.value));
    }
    const contained = this.#contained(resource, entry);
    for (const one of list(resource.endpoint).map(referenceIn)) {
      if (!one) continue;
      const word = one.reference ?? `identifier ${one.identifier?.value}`;
      this.references.text.push(texts.add(word));
      this.references.target.push((contained.get(word) ?? -1) + 1);
    }
  }

  /** Endpoints inside the resource, by the reference that leads to them. */
  #contained(resource: JsonObject, entry: number): ReadonlyMap<string, number> {
    return new Map(
      list(resource.contained)
        .filter(isObject)
        .filter(inner => typeOf(inner)?.toLowerCase() === 'endpoint')
        .map(inner => [`#${text(inner.id)}`, this.#endpoint(inner, entry, 0)]),
    );
  }
}

/** So many other types are told apart. */
const mostTypes = 100;

/** A reference as it stands in a list: by address or, without one, by business identifier. */
function referenceIn(
  value: Json | undefined,
): { readonly reference?: string; readonly identifier?: Identifier } | undefined {
  if (!isObject(value)) return undefined;
  const reference = text(value.reference);
  if (reference) return { reference };
  const identifier = identifierIn(value.identifier);
  return identifier && { identifier };
}

function identifierIn(value: Json | undefined): Identifier | undefined {
  if (!isObject(value)) return undefined;
  const own = text(value.value);
  return own === undefined ? undefined : { system: text(value.system), value: own };
}

/** The type of a resource, where a server writes the member's name in other letters too. */
export function typeOf(resource: JsonObject): string | undefined {
  return text(resource.resourceType ?? resource.ResourceType ?? resource.resourcetype);
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One value where FHIR has several, or several where it has one: both are read. */
export const list = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** Text that says something; numbers that should have been text are taken for it. */
export function text(value: Json | undefined): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Of a Coding (R4) or CodeableConcept (R5). */
function codeOf(value: Json): string | undefined {
  if (!isObject(value)) return text(value);
  const [coding] = list(value.coding);
  return text(value.code) ?? text(value.display) ?? (coding ? codeOf(coding) : text(value.text));
}

function placeOf(address: Json): string | undefined {
  if (!isObject(address)) return text(address);
  const parts = [...list(address.line), address.city, address.district, address.state, address.postalCode].map(text);
  return parts.filter(Boolean).join(', ') || text(address.text) || text(address.country);
}
