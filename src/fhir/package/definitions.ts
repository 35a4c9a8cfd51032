import type { CodeSystem, StructureDefinition, ValueSet } from '@medplum/fhirtypes';
import type { Structure, ValueSetFacts } from '../structure.ts';
import type { Tables } from '../tables.ts';
import { compileProfile } from './compile-structures.ts';
import { expand, type Terminology } from './expand.ts';
import type { PackagedResource } from './package.ts';

/**
 * Profiles, value sets and code systems that come one by one rather than in a package, on top of other tables.
 * @param terminology what their value sets may draw on
 * @throws {PackageError} where a profile has no snapshot
 */
export function withDefinitions(
  resources: readonly PackagedResource[],
  terminology: () => Terminology,
  below: Tables,
): Tables {
  const of = <T extends { url?: string }>(type: string): Map<string, T> =>
    new Map(
      (resources as readonly unknown[] as readonly (T & PackagedResource)[])
        .filter(({ resourceType }) => resourceType === type)
        .map(one => [one.url as string, one]),
    );
  const structures = new Map<string, Structure>(
    [...of<StructureDefinition>('StructureDefinition')].map(([url, definition]) => [
      url,
      compileProfile(definition, below.typeNamed),
    ]),
  );
  const [valueSets, codeSystems] = [of<ValueSet>('ValueSet'), of<CodeSystem>('CodeSystem')];
  const sets = new Map<string, ValueSetFacts | undefined>();
  const expanded = (url: string): ValueSetFacts | undefined => {
    if (!sets.has(url)) {
      const base = terminology();
      const all: Terminology = {
        valueSets: new Map([...base.valueSets, ...valueSets]),
        codeSystems: new Map([...base.codeSystems, ...codeSystems]),
      };
      const set = expand(url, all);
      sets.set(url, set && Object.keys(set.codes).length > 0 ? set : undefined);
    }
    return sets.get(url);
  };
  return {
    typeNamed: below.typeNamed,
    structure: url => structures.get(url) ?? below.structure(url),
    // A profile may bind to a set of R4 that our tables leave out because R4 only prefers it.
    valueSet: url => (valueSets.has(url) ? expanded(url) : (below.valueSet(url) ?? expanded(url))),
    get urls() {
      return [...structures.keys(), ...below.urls];
    },
    own: structures.keys().toArray(),
  };
}
