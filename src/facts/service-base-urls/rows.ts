import type { Json, JsonObject } from './json-pieces.ts';

/** An Endpoint, as much of it as an app needs; `undefined` is what the list does not say. */
export interface ListedEndpoint {
  /** The place of its entry in the list, from 0. */
  readonly entry: number;
  readonly id: string | undefined;
  readonly name: string | undefined;
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
}

/** An organization while its references are being followed. */
export interface Linking extends ListedOrganization {
  endpoints: readonly ListedEndpoint[];
  managed: readonly ListedEndpoint[];
  unresolved: readonly string[];
  parent: ListedOrganization | undefined;
}

/** A reference as it stands in the list: by address or, without one, by business identifier. */
export type Reference = string | Identifier;

/** What a row says of another, until all rows are known. */
export type Link =
  | { readonly of: Linking; readonly to: 'Endpoint' | 'Organization'; readonly reference: Reference }
  | { readonly of: ListedEndpoint; readonly to: 'manager'; readonly reference: Reference };

/** Where the rows of one type can be found. An address that ends in `Type/id` is found by its id, and not kept. */
export interface Register<Row> {
  readonly byFullUrl: Map<string, Row>;
  readonly byId: Map<string, Row>;
}

/** One empty array for the many rows that have nothing. */
export const none: readonly never[] = Object.freeze([]);

/**
 * Makes rows of resources. A list may have a hundred thousand: every row has the same members in the same order, equal
 * short texts are kept once, and no text holds on to the piece of JSON it was cut from.
 */
export class Rows {
  readonly endpoints: ListedEndpoint[] = [];
  readonly organizations: Linking[] = [];
  readonly links: Link[] = [];
  readonly endpointRegister: Register<ListedEndpoint> = { byFullUrl: new Map(), byId: new Map() };
  readonly organizationRegister: Register<Linking> = { byFullUrl: new Map(), byId: new Map() };
  /** Resources of other types, by type. */
  readonly others = new Map<string, number>();
  readonly #interned = new Map<string, string>();

  /** @returns whether there was a resource */
  add(value: Json, entry: number, fullUrl?: Json): boolean {
    if (!isObject(value)) return false;
    const type = typeOf(value);
    if (!type) return false;
    // Servers in the field write "organization" and "ENDPOINT": a reader knows what is meant.
    switch (type.toLowerCase()) {
      case 'endpoint':
        enter(this.endpointRegister, 'Endpoint', this.#endpoint(value, entry), text(fullUrl));
        break;
      case 'organization':
        enter(this.organizationRegister, 'Organization', this.#organization(value, entry), text(fullUrl));
        break;
      default: {
        const name = this.#intern(type.slice(0, 64));
        if (this.others.size < 100 || this.others.has(name)) this.others.set(name, (this.others.get(name) ?? 0) + 1);
      }
    }
    return true;
  }

  #endpoint(resource: JsonObject, entry: number): ListedEndpoint {
    const connectionType = list(resource.connectionType).map(codeOf).filter(Boolean).join(' ');
    const row: ListedEndpoint = {
      entry,
      id: detached(text(resource.id)),
      name: detached(text(resource.name)),
      address: detached(typeof resource.address === 'string' ? resource.address : undefined),
      status: this.#intern(text(resource.status)),
      connectionType: this.#intern(connectionType || undefined),
    };
    this.endpoints.push(row);
    const reference = this.#reference(resource.managingOrganization);
    if (reference) this.links.push({ of: row, to: 'manager', reference });
    return row;
  }

  #organization(resource: JsonObject, entry: number): Linking {
    const identifiers = list(resource.identifier)
      .map(one => this.#identifier(one))
      .filter(one => one !== undefined);
    const row: Linking = {
      entry,
      id: detached(text(resource.id)),
      name: detached(text(resource.name)),
      identifiers: identifiers.length > 0 ? identifiers : none,
      location: detached(list(resource.address).map(placeOf).find(Boolean)),
      inactive: resource.active === false,
      endpoints: none,
      managed: none,
      unresolved: none,
      parent: undefined,
    };
    this.organizations.push(row);
    const contained = new Map(this.#contained(resource, entry));
    for (const one of list(resource.endpoint)) {
      const reference = this.#reference(one);
      const inside = typeof reference === 'string' ? contained.get(reference) : undefined;
      if (inside) row.endpoints = [...row.endpoints, inside];
      else if (reference) this.links.push({ of: row, to: 'Endpoint', reference });
    }
    const whole = this.#reference(resource.partOf);
    if (whole) this.links.push({ of: row, to: 'Organization', reference: whole });
    return row;
  }

  /** Endpoints inside the resource, by the reference that leads to them. */
  #contained(resource: JsonObject, entry: number): [string, ListedEndpoint][] {
    return list(resource.contained)
      .filter(isObject)
      .filter(inner => typeOf(inner)?.toLowerCase() === 'endpoint')
      .map(inner => [`#${text(inner.id)}`, this.#endpoint(inner, entry)]);
  }

  #reference(value: Json | undefined): Reference | undefined {
    if (!isObject(value)) return undefined;
    return detached(text(value.reference)) ?? this.#identifier(value.identifier);
  }

  #identifier(value: Json | undefined): Identifier | undefined {
    if (!isObject(value)) return undefined;
    const own = detached(text(value.value));
    return own === undefined ? undefined : { system: this.#intern(text(value.system)), value: own };
  }

  #intern<T extends string | undefined>(value: T): T {
    if (value === undefined) return value;
    const known = this.#interned.get(value);
    if (known) return known as T;
    const copy = detached(value) as T & string;
    if (this.#interned.size < 10_000) this.#interned.set(copy, copy);
    return copy;
  }
}

function enter<Row extends { readonly id: string | undefined }>(
  { byFullUrl, byId }: Register<Row>,
  type: string,
  row: Row,
  fullUrl: string | undefined,
): void {
  const usual = row.id !== undefined && !byId.has(row.id) && fullUrl?.endsWith(`/${type}/${row.id}`);
  if (fullUrl && !usual) byFullUrl.set(detached(fullUrl), row);
  if (row.id !== undefined && !byId.has(row.id)) byId.set(row.id, row);
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

// biome-ignore lint/suspicious/noControlCharactersInRegex: whether one byte a character is enough
const oneByte = /^[\x00-\xff]*$/;
/** A text of its own: a piece of a longer one would keep the longer one in memory. */
function detached<T extends string | undefined>(value: T): T {
  if (value === undefined) return value;
  const encoding = oneByte.test(value) ? 'latin1' : 'utf16le';
  return Buffer.from(value, encoding).toString(encoding) as T;
}
