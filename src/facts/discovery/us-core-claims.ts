import type { CatalogueOfTheDay, Standard } from '../../model/requirement.ts';
import type { CapabilityStatement } from './capability-statement.ts';
import { demandsOfCertification, profileBase, tabledVersions } from './us-core-server.ts';

/** The US Core versions that a server itself names, by where its CapabilityStatement names them. */
export interface UsCoreClaims {
  /** Each version once, as stated. */
  readonly versions: readonly string[];
  /** For a reader: `supportedProfile says 6.1.0`. */
  readonly where: string;
}

const canonical = /^https?:\/\/(?:www\.)?hl7\.org\/fhir\/us\/core\/([^|]+)(?:\|(.+))?$/;

/** The version in a US Core canonical such as `.../us-core-patient|6.1.0`; `undefined` where it names none. */
const versionOf = (address: string): string | undefined => canonical.exec(address)?.[2];

/** Last segment of a US Core profile's address; `undefined` for the profiles of others. */
export function usCoreProfile(address: string): string | undefined {
  const path = canonical.exec(address)?.[1];
  return path?.startsWith('StructureDefinition/') ? path.slice('StructureDefinition/'.length) : undefined;
}

export function usCoreClaims(statement: CapabilityStatement): UsCoreClaims {
  const profiles = statement.server?.resources.flatMap(resource => resource.profiles) ?? [];
  const sources: [string, readonly string[]][] = [
    ['instantiates', statement.instantiates],
    ['implementationGuide', statement.implementationGuides],
    ['supportedProfile', profiles],
  ];
  const named = sources.flatMap(([source, addresses]) => {
    const versions = [...new Set(addresses.map(versionOf).filter(version => version !== undefined))];
    return versions.length > 0 ? [{ source, versions }] : [];
  });
  return {
    versions: [...new Set(named.flatMap(({ versions }) => versions))].sort(compareVersions),
    where: named.map(({ source, versions }) => `${source} says ${versions.join(' and ')}`).join(', '),
  };
}

/** Profiles that came with US Core 6.0.0, so that no server below it can have them. */
const since6 = ['us-core-coverage', 'us-core-medicationdispense', 'us-core-specimen'];

/**
 * Those of them that stand without a version in a statement that names old versions of other profiles alone: such a
 * server keeps what it had beside what came new. Where instantiates or implementationGuide names the version, it is that.
 */
export function signsOfUsCore6(statement: CapabilityStatement): readonly string[] {
  const { server, instantiates, implementationGuides } = statement;
  if ([...instantiates, ...implementationGuides].some(address => versionOf(address) !== undefined)) return [];
  const stated = server?.resources.flatMap(({ profiles }) => profiles) ?? [];
  const unversioned = stated.filter(address => versionOf(address) === undefined).map(usCoreProfile);
  return since6.filter(profile => unversioned.includes(profile));
}

/** Whether the statement lists every profile that certification on one US Core version asks for. */
export function listsProfilesOf(
  statement: CapabilityStatement,
  version: string,
  catalogue: CatalogueOfTheDay,
): boolean {
  const demands = demandsOfCertification(version, catalogue);
  const stated = new Set(
    statement.server?.resources.flatMap(({ profiles }) =>
      profiles.map(usCoreProfile).filter(name => name !== undefined),
    ),
  );
  return (
    demands !== undefined && Object.values(demands).every(({ profiles }) => profiles.every(name => stated.has(name)))
  );
}

/**
 * The US Core version that a server's statement is to be held to on the day: the one the vendor claims if the server
 * names it too or names none, else the newest named one that is accepted, else the one whose profiles are all listed.
 * `undefined` where nobody tells, or what is told has no table.
 */
export function versionHeldTo(
  statement: CapabilityStatement,
  claimed: string | undefined,
  catalogue: CatalogueOfTheDay,
): string | undefined {
  const { versions } = usCoreClaims(statement);
  const usable = (version: string) => {
    const accepted = acceptedAs(version, catalogue.accepted('us-core'));
    return accepted !== undefined && tabledVersions.includes(accepted) ? [accepted] : [];
  };
  if (versions.length === 0) {
    if (claimed) return usable(claimed)[0];
    return tabledVersions.flatMap(usable).findLast(version => listsProfilesOf(statement, version, catalogue));
  }
  const both =
    claimed && versions.some(version => compareVersions(version, claimed) === 0) ? usable(claimed)[0] : undefined;
  return both ?? versions.flatMap(usable).at(-1);
}

/** The accepted version that a stated one is, were it written in short: `6.1` is 6.1.0. */
export const acceptedAs = (stated: string, accepted: readonly Standard[]): string | undefined =>
  accepted.find(({ version }) => compareVersions(version, stated) === 0)?.version;

/** Semantic order: numbers by value, a pre-release before its release; `v2.0.0` and `STU2` are read as 2.0.0. */
export function compareVersions(one: string, other: string): number {
  const [a = '', preA] = one.replace(/^\D+/, '').split(/-(.*)/s);
  const [b = '', preB] = other.replace(/^\D+/, '').split(/-(.*)/s);
  const [left, right] = [a, b].map(text => text.split('.').map(Number)) as [number[], number[]];
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  if (preA === preB) return 0;
  if (preA === undefined) return 1;
  return preB === undefined ? -1 : preA.localeCompare(preB);
}

/** The address of a US Core profile. */
export const profileAddress = (name: string): string => `${profileBase}${name}`;
