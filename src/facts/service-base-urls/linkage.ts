import { Groups, Index, Numbers, Table } from './columns.ts';
import { isForApps } from './listed-address.ts';
import type { Identifier, ListedEndpoint, ListedOrganization, Rows } from './rows.ts';

/** Steps up from a part to its whole that a reader follows. */
export const furthestParent = 5;

export interface Linked {
  readonly endpoints: Table<ListedEndpoint>;
  readonly organizations: Table<ListedOrganization>;
  /** The addresses that an app would use, each once, in the order of the list. */
  readonly addresses: Table<string>;
}

/**
 * Follows the references of a list: by `fullUrl`, then by `Type/id`, then a `urn:uuid:` by its id, then whatever the
 * case of letters, and an Organization also by business identifier. A reference to a server's own address is looked up
 * by its last two parts.
 */
export function linked(rows: Rows): Linked {
  const { texts, references, endpoints, organizations } = rows;
  const endpoint = finder('Endpoint', rows, endpoints);
  for (let i = 0; i < references.text.length; i++) {
    if (references.target.at(i) === 0) references.target.set(i, plusOne(endpoint(texts.at(references.text.at(i)))));
  }
  const organization = organizationFinder(rows);
  const parents = Uint32Array.from({ length: organizations.entry.length }, (_, row) =>
    plusOne(
      organization(organizations.partOf.at(row), organizations.partOfSystem.at(row), organizations.partOfValue.at(row)),
    ),
  );
  const managers = Uint32Array.from({ length: endpoints.entry.length }, (_, row) =>
    plusOne(
      organization(endpoints.managing.at(row), endpoints.managingSystem.at(row), endpoints.managingValue.at(row)),
    ),
  );
  const links: Links = {
    parents,
    parts: new Groups(parents, parents.length),
    managed: new Groups(managers, parents.length),
    remembered: { parts: new Map(), endpoints: new Map(), managed: new Map() },
  };
  return {
    endpoints: new Table(endpoints.entry.length, number => new EndpointView(rows, number)),
    addresses: addressesIn(rows),
    organizations: new Table(organizations.entry.length, number => new OrganizationView(rows, links, number)),
  };
}

function addressesIn(rows: Rows): Table<string> {
  const addressOf = (number: number) => {
    const endpoint = new EndpointView(rows, number);
    return isForApps(endpoint) ? endpoint.address : undefined;
  };
  const index = new Index(rows.endpoints.entry.length, addressOf);
  const first = new Numbers();
  for (let row = 0; row < rows.endpoints.entry.length; row++) {
    const address = addressOf(row);
    const [known] = address === undefined ? [] : index.find(address);
    if (known === row) first.push(row);
  }
  return new Table(first.length, i => addressOf(first.at(i)) ?? '');
}

/** Row numbers are kept plus 1, so that 0 is none. */
const plusOne = (row: number | undefined): number => (row ?? -1) + 1;

interface Links {
  /** For each Organization the number of the one it is part of, plus 1. */
  readonly parents: Uint32Array;
  readonly parts: Groups;
  /** The Endpoints that name each Organization as theirs. */
  readonly managed: Groups;
  /** What long families hold, by the Organization's number: each of a thousand parts asks for its whole's. */
  readonly remembered: {
    readonly parts: Map<number, readonly ListedOrganization[]>;
    readonly endpoints: Map<number, readonly ListedEndpoint[]>;
    readonly managed: Map<number, readonly ListedEndpoint[]>;
  };
}

/** Shorter ones are made anew each time, which takes less room. */
const shortest = 32;

/** Makes what a family holds, or gives what was made of it before. */
function remembered<T>(known: Map<number, readonly T[]>, row: number, make: () => readonly T[]): readonly T[] {
  const before = known.get(row);
  if (before) return before;
  const made = make();
  if (made.length >= shortest) known.set(row, made);
  return made;
}

type Columns = Rows['endpoints'] | Rows['organizations'];

/** Finds a row by a reference to it. */
function finder(type: string, { texts, usualBase }: Rows, { id, fullUrl, entry }: Columns) {
  const idOf = (row: number) => texts.at(id.at(row));
  const fullUrlOf = (row: number) => texts.at(fullUrl.at(row)) ?? `${usualBase}/${type}/${idOf(row)}`;
  const byFullUrl = new Index(entry.length, row => texts.at(fullUrl.at(row)));
  const byId = new Index(entry.length, idOf);
  let byLowerCaseId: Index | undefined;
  return (reference: string | undefined): number | undefined => {
    if (reference === undefined) return undefined;
    const [exact] = byFullUrl.find(reference);
    if (exact !== undefined) return exact;
    const [last = '', before] = reference
      .replace(/\/_history\/[^/]*$/, '')
      .split(/[/:]/)
      .reverse();
    if (before !== undefined && before !== 'uuid' && before.toLowerCase() !== type.toLowerCase()) return undefined;
    const found = [...byId.find(last)];
    if (found.length > 0) return found.find(row => fullUrlOf(row) === reference) ?? found[0];
    byLowerCaseId ??= new Index(entry.length, row => idOf(row)?.toLowerCase());
    const [similar] = byLowerCaseId.find(last.toLowerCase());
    return similar;
  };
}

/** Finds an Organization by reference or, without one, by identifier. */
function organizationFinder(rows: Rows) {
  const { texts, organizations, identifiers } = rows;
  const byReference = finder('Organization', rows, organizations);
  const keyOf = (system: string | undefined, value: string | undefined) => `${system ?? ''}|${value}`;
  let byIdentifier: { readonly index: Index; readonly owners: Uint32Array } | undefined;
  const identified = () => {
    const owners = new Uint32Array(identifiers.value.length);
    for (let row = 0; row < organizations.entry.length; row++) {
      owners.fill(row, organizations.firstIdentifier.at(row), endOf(organizations.firstIdentifier, row, owners.length));
    }
    const index = new Index(owners.length, i =>
      keyOf(texts.at(identifiers.system.at(i)), texts.at(identifiers.value.at(i))),
    );
    return { index, owners };
  };
  return (reference: number, system: number, value: number): number | undefined => {
    if (reference !== 0) return byReference(texts.at(reference));
    if (value === 0) return undefined;
    byIdentifier ??= identified();
    const [found] = byIdentifier.index.find(keyOf(texts.at(system), texts.at(value)));
    return found === undefined ? undefined : byIdentifier.owners[found];
  };
}

/** Where the things of a row end that begin where `first` says: where the next row's begin. */
const endOf = (first: { readonly length: number; at(row: number): number }, row: number, all: number): number =>
  row + 1 < first.length ? first.at(row + 1) : all;

/** A row as a rule sees it, made when it is looked at. */
class EndpointView implements ListedEndpoint {
  readonly number: number;
  readonly #rows: Rows;

  constructor(rows: Rows, number: number) {
    this.#rows = rows;
    this.number = number;
  }

  get entry(): number {
    return this.#rows.endpoints.entry.at(this.number);
  }
  get id(): string | undefined {
    return this.#text('id');
  }
  get address(): string | undefined {
    return this.#text('address');
  }
  get status(): string | undefined {
    return this.#text('status');
  }
  get connectionType(): string | undefined {
    return this.#text('connectionType');
  }

  #text(column: keyof Rows['endpoints']): string | undefined {
    return this.#rows.texts.at(this.#rows.endpoints[column].at(this.number));
  }
}

class OrganizationView implements ListedOrganization {
  readonly number: number;
  readonly #rows: Rows;
  readonly #links: Links;

  constructor(rows: Rows, links: Links, number: number) {
    this.#rows = rows;
    this.#links = links;
    this.number = number;
  }

  get entry(): number {
    return this.#rows.organizations.entry.at(this.number);
  }
  get id(): string | undefined {
    return this.#text('id');
  }
  get name(): string | undefined {
    return this.#text('name');
  }
  get location(): string | undefined {
    return this.#text('location');
  }
  get inactive(): boolean {
    return this.#rows.organizations.inactive.at(this.number) === 1;
  }
  get parent(): ListedOrganization | undefined {
    const parent = this.#links.parents[this.number] ?? 0;
    return parent === 0 ? undefined : new OrganizationView(this.#rows, this.#links, parent - 1);
  }

  get parts(): readonly ListedOrganization[] {
    const { parts, remembered: known } = this.#links;
    return remembered(known.parts, this.number, () =>
      parts.of(this.number).map(part => new OrganizationView(this.#rows, this.#links, part)),
    );
  }

  get identifiers(): readonly Identifier[] {
    const { identifiers, texts } = this.#rows;
    return this.#numbers('firstIdentifier', identifiers.value.length).map(i => ({
      system: texts.at(identifiers.system.at(i)),
      value: texts.at(identifiers.value.at(i)) ?? '',
    }));
  }

  get endpoints(): readonly ListedEndpoint[] {
    return remembered(this.#links.remembered.endpoints, this.number, () =>
      this.#references()
        .map(i => this.#rows.references.target.at(i))
        .filter(target => target > 0)
        .map(target => new EndpointView(this.#rows, target - 1)),
    );
  }

  get managed(): readonly ListedEndpoint[] {
    const { managed, remembered: known } = this.#links;
    return remembered(known.managed, this.number, () =>
      managed.of(this.number).map(number => new EndpointView(this.#rows, number)),
    );
  }

  get unresolved(): readonly string[] {
    const { references, texts, organizations } = this.#rows;
    const named = this.#references()
      .filter(i => references.target.at(i) === 0)
      .map(i => texts.at(references.text.at(i)) ?? '');
    if (this.parent) return named;
    const value = texts.at(organizations.partOfValue.at(this.number));
    const whole = this.#text('partOf') ?? (value && `identifier ${value}`);
    return whole ? [...named, whole] : named;
  }

  #references(): readonly number[] {
    return this.#numbers('firstReference', this.#rows.references.text.length);
  }

  /** What follows the first, up to the next organization's. */
  #numbers(first: 'firstIdentifier' | 'firstReference', all: number): readonly number[] {
    const column = this.#rows.organizations[first];
    const from = column.at(this.number);
    return Array.from({ length: endOf(column, this.number, all) - from }, (_, i) => from + i);
  }

  #text(column: keyof Rows['organizations']): string | undefined {
    return this.#rows.texts.at(this.#rows.organizations[column].at(this.number));
  }
}

/** An organization and those it is part of, nearest first; a circle ends where it began. */
export function lineOf(organization: ListedOrganization): readonly ListedOrganization[] {
  const line = [organization];
  for (let next = organization.parent; next && line.length <= furthestParent; next = next.parent) {
    const { number } = next;
    if (line.some(one => one.number === number)) break;
    line.push(next);
  }
  return line;
}

/** How an app gets from an organization to an address: by its own word, its parents', or only by the Endpoint's. */
export function wayToEndpoint(organization: ListedOrganization): 'own' | 'parent' | 'managed' | undefined {
  if (organization.endpoints.length > 0) return 'own';
  const line = lineOf(organization);
  if (line.some(({ endpoints }) => endpoints.length > 0)) return 'parent';
  return line.some(({ managed }) => managed.length > 0) ? 'managed' : undefined;
}

/** An organization, those it is part of, and its direct parts. */
export const familyOf = (organization: ListedOrganization): readonly ListedOrganization[] => [
  ...lineOf(organization),
  ...organization.parts,
];
