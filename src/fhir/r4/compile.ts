import type { StructureDefinition } from '@medplum/fhirtypes';
import { boundSets } from '../package/compile-package.ts';
import { compileProfile, compileType } from '../package/compile-structures.ts';
import { expand } from '../package/expand.ts';
import { withoutInherited } from '../package/inherited.ts';
import type { Structure } from '../structure.ts';
import { r4Definitions, r4Terminology } from './definitions.ts';

/** Sets that should be used are carried up to this size. */
const mostCodes = 400;

/** The tables of R4, by file name: run this file to write them again. */
export function compileR4(): Record<string, string> {
  const definitions = r4Definitions().filter(({ kind }) => kind !== 'logical');
  const isProfile = ({ derivation }: StructureDefinition) => derivation === 'constraint';
  const types = new Map(
    definitions
      .filter(definition => !isProfile(definition))
      .map(definition => [definition.type, compileType(definition)]),
  );
  const typeNamed = (name: string) => types.get(name);
  const profiles = definitions.filter(isProfile).map(definition => compileProfile(definition, typeNamed));
  const terminology = r4Terminology();
  const sets = boundSets([...types.values(), ...profiles]).flatMap(({ url, required }) => {
    const set = expand(url, terminology);
    const size = Object.values(set?.codes ?? {}).flat().length;
    return set && size > 0 && (required || size <= mostCodes) ? [set] : [];
  });
  const lines = (list: readonly { url: string }[]) =>
    list
      .toSorted((a, b) => (a.url < b.url ? -1 : 1))
      .map(entry => `${JSON.stringify(entry)}\n`)
      .join('');
  return {
    'types.ndjson': lines([...types.values()].map((type: Structure) => withoutInherited(type, typeNamed))),
    'profiles.ndjson': lines(profiles),
    'value-sets.ndjson': lines(sets),
  };
}
