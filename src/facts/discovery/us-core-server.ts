import { aboutPackage, packageFolder, packageVersions, serverFacts } from '../../fhir/tables.ts';
import type { CatalogueOfTheDay } from '../../model/requirement.ts';

/** What the US Core server CapabilityStatement (`us-core-server`) demands of one resource type with SHALL. */
export interface ResourceDemand {
  /** Last segments of profile addresses under {@link profileBase}. */
  readonly profiles: readonly string[];
  /** Search parameters that each must work alone. */
  readonly alone: readonly string[];
  /** Sets of search parameters that must work together. */
  readonly together: readonly (readonly string[])[];
}
export type ServerDemands = Readonly<Record<string, ResourceDemand>>;

export const profileBase = 'http://hl7.org/fhir/us/core/StructureDefinition/';

/** US Core versions that may be rested on and whose tables are at hand, oldest first. Of others, rules say that they cannot tell. */
export const tabledVersions: readonly string[] = packageVersions().filter(
  version => !aboutPackage(packageFolder(version) as string).notApproved,
);

const known = new Map<string, ServerDemands>();

/** What one version demands; `undefined` where its table is not at hand. */
export function serverDemands(version: string): ServerDemands | undefined {
  const folder = tabledVersions.includes(version) ? packageFolder(version) : undefined;
  if (!folder) return undefined;
  const demands = known.get(version) ?? demandsIn(folder);
  known.set(version, demands);
  return demands;
}

function demandsIn(folder: string): ServerDemands {
  return Object.fromEntries(
    serverFacts(folder)
      .filter(({ expectation, profiles }) => expectation === 'SHALL' && profiles.length > 0)
      .map(({ type, profiles, searches }) => {
        const demanded = searches.filter(({ expectation }) => expectation === 'SHALL').map(({ names }) => names);
        return [
          type,
          {
            profiles: profiles.map(address => address.slice(profileBase.length)),
            alone: demanded.filter(names => names.length === 1).flat(),
            together: demanded.filter(names => names.length > 1),
          },
        ];
      }),
  );
}

/**
 * Profiles that US Core demands and certification does not: Medication only where references to it are used;
 * Practitioner or PractitionerRole; Location may be contained until US Core 7. `us-core-vital-signs` is the parent of the
 * profiles listed beside it. Blaming a vendor for one of these would be a false alarm.
 */
const notAsked = ['us-core-medication', 'us-core-practitionerrole', 'us-core-vital-signs'];
const notAskedBefore7 = [...notAsked, 'us-core-location'];
/** Types that come with the profiles above, so that nobody need search for them. */
const notSearched = ['Medication', 'PractitionerRole'];

/**
 * What a certified server must say it supports in one US Core version, less what ONC does not ask for on the day;
 * `undefined` where we have no table of the version.
 */
export function demandsOfCertification(version: string, catalogue: CatalogueOfTheDay): ServerDemands | undefined {
  const table = serverDemands(version);
  if (!table) return undefined;
  const before7 = version.startsWith('6.');
  const covered = (discretion: string) => catalogue.discretion(discretion)?.covers ?? [];
  const spared = [...covered('EDN2025.01'), ...(before7 ? notAskedBefore7 : notAsked)];
  const unsearched = [
    ...notSearched,
    ...covered('search-of-organization-and-practitioner'),
    ...(before7 ? covered('search-of-location') : []),
  ];
  const asked = Object.entries(table).map(([type, demand]) => {
    const profiles = demand.profiles.filter(profile => !spared.includes(profile));
    return [type, unsearched.includes(type) ? { profiles, alone: [], together: [] } : { ...demand, profiles }] as const;
  });
  return Object.fromEntries(asked.filter(([, { profiles }]) => profiles.length > 0));
}
