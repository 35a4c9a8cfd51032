import type { Identifier, Linking, ListedOrganization, Reference, Register, Rows } from './rows.ts';
import { none } from './rows.ts';

/** Steps up from a part to its whole that a reader follows. */
export const furthestParent = 5;

/**
 * Follows the references between rows: by `fullUrl`, then by `Type/id`, then a `urn:uuid:` by its id, then whatever the
 * case of letters, and an Organization also by business identifier. A reference to a server's own address is looked up
 * by its last two parts.
 */
export function link({ links, endpointRegister, organizationRegister, organizations }: Rows): void {
  const endpoint = finder('Endpoint', endpointRegister);
  const organization = finder('Organization', organizationRegister);
  const identified = byIdentifier(organizations);
  const organizationAt = (reference: Reference) =>
    typeof reference === 'string' ? organization(reference) : identified(reference);

  for (const { of, to, reference } of links) {
    if (to === 'manager') {
      const manager = organizationAt(reference);
      if (manager) manager.managed = grown(manager.managed, of);
    } else if (to === 'Organization') {
      const whole = organizationAt(reference);
      if (whole) of.parent = whole;
      else of.unresolved = grown(of.unresolved, wordFor(reference));
    } else {
      const named = typeof reference === 'string' ? endpoint(reference) : undefined;
      if (named) of.endpoints = grown(of.endpoints, named);
      else of.unresolved = grown(of.unresolved, wordFor(reference));
    }
  }
}

const wordFor = (reference: Reference): string =>
  typeof reference === 'string' ? reference : `identifier ${reference.value}`;

function grown<T>(rows: readonly T[], row: T): readonly T[] {
  if (rows === none) return [row];
  (rows as T[]).push(row);
  return rows;
}

function finder<Row>(type: 'Endpoint' | 'Organization', { byFullUrl, byId }: Register<Row>) {
  let inLowerCase: Map<string, Row> | undefined;
  return (reference: string): Row | undefined => {
    const exact = byFullUrl.get(reference);
    if (exact) return exact;
    const [id = '', named] = reference
      .replace(/\/_history\/[^/]*$/, '')
      .split(/[/:]/)
      .reverse();
    if (named !== undefined && named !== 'uuid' && named.toLowerCase() !== type.toLowerCase()) return undefined;
    const known = byId.get(id);
    if (known) return known;
    inLowerCase ??= new Map([...byId].map(([key, row]) => [key.toLowerCase(), row]));
    return inLowerCase.get(id.toLowerCase());
  };
}

function byIdentifier(organizations: readonly Linking[]) {
  const key = ({ system, value }: Identifier) => `${system ?? ''}|${value}`;
  let known: Map<string, Linking> | undefined;
  return (identifier: Identifier): Linking | undefined => {
    known ??= new Map(organizations.flatMap(row => row.identifiers.map(one => [key(one), row] as const)));
    return known.get(key(identifier));
  };
}

/** An organization and those it is part of, nearest first; a circle ends where it began. */
export function lineOf(organization: ListedOrganization): readonly ListedOrganization[] {
  const line = [organization];
  for (let next = organization.parent; next && line.length <= furthestParent; next = next.parent) {
    if (line.includes(next)) break;
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

/** For each of many organizations: itself, those it is part of, and its direct parts. */
export function familiesOf(
  organizations: readonly ListedOrganization[],
): (organization: ListedOrganization) => readonly ListedOrganization[] {
  const parts = Map.groupBy(organizations, ({ parent }) => parent);
  return organization => [...lineOf(organization), ...(parts.get(organization) ?? [])];
}
