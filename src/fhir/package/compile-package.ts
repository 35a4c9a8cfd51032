import type { CodeSystem, StructureDefinition, ValueSet } from '@medplum/fhirtypes';
import type { ProfileFacts, ServerResource } from '../profile-facts.ts';
import type { Structure, ValueSetFacts } from '../structure.ts';
import { compileProfile } from './compile-structures.ts';
import { expand, type Terminology } from './expand.ts';
import { type FhirPackage, type PackagedResource, PackageError } from './package.ts';
import { compileProfileFacts } from './profile.ts';
import { compileServer } from './server.ts';

/** What we know of one version of one guide. */
export interface PackageFacts {
  readonly about: AboutPackage;
  readonly structures: readonly Structure[];
  readonly valueSets: readonly ValueSetFacts[];
  readonly profiles: readonly ProfileFacts[];
  readonly server: readonly ServerResource[];
}

export interface AboutPackage {
  readonly name: string;
  readonly version: string;
  /** Set where the version is no approved pairing for certification: why. */
  readonly notApproved?: string;
}

/** What R4 supplies to every guide. */
export interface BaseDefinitions {
  typeNamed(name: string): Structure | undefined;
  readonly terminology: Terminology;
  readonly searchParameters: readonly PackagedResource[];
  /** Value sets that guides name and do not carry, counted out elsewhere. */
  readonly supplement: ReadonlyMap<string, ValueSetFacts>;
}

/** Versions of US Core that certification accepts, by 45 CFR 170.215(b)(1) and the SVAP lists of ONC. */
const approved = new Set(['6.1.0', '7.0.0', '8.0.1', '9.0.0']);
/** Beyond this many codes a set that only should be used is not counted out. */
const mostCodes = 2500;
/** Groups of profiles rather than profiles that a resource is tested by. */
const abstractProfiles = /\/(us-core-vital-signs|us-core-observation-survey)$/;

export function compilePackage(source: FhirPackage, base: BaseDefinitions): PackageFacts {
  const of = <T extends { url?: string }>(type: string) =>
    source.resources.filter(({ resourceType }) => resourceType === type) as unknown as T[];
  const byUrl = <T extends { url?: string }>(list: readonly T[]) => list.map(one => [one.url as string, one] as const);
  const definitions = new Map(byUrl(of<StructureDefinition>('StructureDefinition')));
  if (definitions.size === 0)
    throw new PackageError(
      `${source.name} ${source.version} has no StructureDefinition, so there is nothing to compile.`,
    );
  const terminology: Terminology = {
    valueSets: new Map([...base.terminology.valueSets, ...byUrl(of<ValueSet>('ValueSet'))]),
    codeSystems: new Map([...base.terminology.codeSystems, ...byUrl(of<CodeSystem>('CodeSystem'))]),
  };
  const expanded = (url: string) =>
    withSupplement(expand(url, terminology) ?? base.supplement.get(url), base.supplement);
  const structures = [...definitions.values()]
    .filter(({ kind, derivation }) => kind !== 'logical' && derivation === 'constraint')
    .map(definition => compileProfile(definition, base.typeNamed));
  const server = compileServer(source.resources, base.searchParameters);
  const codesOf = (url: string) => Object.values(expanded(url)?.codes ?? {}).flat();
  return {
    about: {
      name: source.name,
      version: source.version,
      ...(source.name === 'hl7.fhir.us.core' && !approved.has(source.version)
        ? { notApproved: `US Core ${source.version} is in no approved pairing for certification` }
        : {}),
    },
    structures: sorted(structures),
    valueSets: sorted(
      boundSets(structures).flatMap(({ url, required }) => {
        const set = expanded(url);
        return set && (required || sizeOf(set) <= mostCodes) && !isGrammar(set) ? [set] : [];
      }),
    ),
    profiles: server
      .flatMap(({ profiles }) => profiles)
      .filter(url => definitions.has(url) && !abstractProfiles.test(url))
      .map(url =>
        compileProfileFacts(
          definitions.get(url) as StructureDefinition,
          source.version,
          name => definitions.get(name),
          codesOf,
        ),
      ),
    server,
  };
}

const sorted = <T extends { url: string }>(list: readonly T[]): T[] =>
  list.toSorted((a, b) => (a.url < b.url ? -1 : 1));
const sizeOf = ({ codes }: ValueSetFacts): number => Object.values(codes).reduce((sum, list) => sum + list.length, 0);
/** A set of which nothing could be counted out is left to the grammar of its system, or is not checked. */
const isGrammar = (set: ValueSetFacts): boolean => sizeOf(set) === 0;

/** Parts that a set takes over from sets which the supplement has. */
function withSupplement(
  set: ValueSetFacts | undefined,
  supplement: ReadonlyMap<string, ValueSetFacts>,
): ValueSetFacts | undefined {
  if (!set?.unknown?.some(part => supplement.has(part))) return set;
  const codes: Record<string, string[]> = Object.fromEntries(
    Object.entries(set.codes).map(([system, list]) => [system, [...list]]),
  );
  for (const part of set.unknown)
    for (const [system, list] of Object.entries(supplement.get(part)?.codes ?? {}))
      codes[system] = [...new Set([...(codes[system] ?? []), ...list])];
  const unknown = set.unknown.filter(part => !supplement.has(part));
  return { url: set.url, codes, ...(unknown.length > 0 ? { unknown } : {}) };
}

/** Every value set that a required or extensible binding names, and whether one requires it. */
export function boundSets(structures: readonly Structure[]): { url: string; required: boolean }[] {
  const found = new Map<string, boolean>();
  for (const { elements } of structures)
    for (const { binding } of elements) {
      if (binding?.valueSet && (binding.strength === 'required' || binding.strength === 'extensible'))
        found.set(binding.valueSet, found.get(binding.valueSet) === true || binding.strength === 'required');
      if (binding?.most) found.set(binding.most, true);
    }
  return [...found].map(([url, required]) => ({ url, required }));
}
