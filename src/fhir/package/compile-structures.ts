import { isDeepStrictEqual } from 'node:util';
import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import type { BindingFacts, ConstraintFacts, ElementFacts, Structure, TypeFacts } from '../structure.ts';
import { baseElements } from './base-elements.ts';
import { PackageError } from './package.ts';

/** Invariants of `Element` and `Extension`, which every element has and the validator always applies. */
const everywhere = new Set(['ele-1', 'ext-1']);
const mostValueSet = 'http://hl7.org/fhir/StructureDefinition/elementdefinition-maxValueSet';
const fhirType = 'http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type';

/** A type as its own definition states it: every element. */
export function compileType(definition: StructureDefinition): Structure {
  return { ...about(definition), elements: snapshotOf(definition).map(element => factsOf(element, definition.type)) };
}

/**
 * A profile, as what it adds to the type that it constrains.
 * @param typeNamed the compiled definition of a type
 * @throws {PackageError} where the definition has no snapshot or constrains a type that is not R4's
 */
export function compileProfile(
  definition: StructureDefinition,
  typeNamed: (name: string) => Structure | undefined,
): Structure {
  const bases = baseElements(definition.type, typeNamed);
  const elements = snapshotOf(definition).flatMap(element => {
    const full = factsOf(element, definition.type);
    const base = bases.of(element.id as string, full);
    const added = base ? addedTo(base, full) : full;
    return Object.keys(added).length > 1 || element.sliceName || full.id === '' ? [added] : [];
  });
  return { ...about(definition), profile: true, elements };
}

function snapshotOf(definition: StructureDefinition): readonly ElementDefinition[] {
  const elements = definition.snapshot?.element;
  if (!elements)
    throw new PackageError(
      `${definition.url} has no snapshot, so it cannot be compiled. Use the package as published by its guide, which has one.`,
    );
  return elements;
}

function about(definition: StructureDefinition): Omit<Structure, 'elements'> {
  const contexts = definition.context?.map(({ type, expression }) =>
    type === 'element' ? expression : `${type}:${expression}`,
  );
  return {
    url: definition.url,
    name: definition.name,
    ...(definition.version ? { version: definition.version } : {}),
    kind: definition.kind as Structure['kind'],
    type: definition.type,
    ...(definition.baseDefinition ? { base: definition.baseDefinition } : {}),
    ...(definition.abstract ? { abstract: true as const } : {}),
    ...(definition.derivation === 'constraint' ? { profile: true as const } : {}),
    ...(definition.type === 'Extension' && contexts ? { contexts } : {}),
    ...(definition.type === 'Extension' && definition.snapshot?.element?.[0]?.isModifier
      ? { modifier: true as const }
      : {}),
  };
}

function factsOf(element: ElementDefinition, type: string): ElementFacts {
  const value = (prefix: 'fixed' | 'pattern' | 'minValue' | 'maxValue') =>
    Object.entries(element).find(([key]) => key.startsWith(prefix) && key !== prefix)?.[1];
  const fixed = value('fixed');
  const pattern = value('pattern');
  const constraints = element.constraint?.filter(({ key }) => !everywhere.has(key as string)).map(constraintOf);
  const binding = element.binding && bindingOf(element.binding);
  const types = element.type?.map(stated => typeOf(stated, element));
  const { slicing } = element;
  const [least, most] = [value('minValue'), value('maxValue')];
  return {
    id: (element.id as string).slice(type.length + 1),
    ...(element.min ? { min: element.min } : {}),
    ...(element.max !== '1' && element.max !== undefined ? { max: element.max } : {}),
    ...((element.base?.max ?? element.max) !== '1' && element.base?.max !== '0' && element.path?.includes('.')
      ? { list: true as const }
      : {}),
    ...(types ? { types } : {}),
    ...(element.contentReference ? { same: element.contentReference.replace(/^.*#[^.]+\./, '') } : {}),
    ...(fixed !== undefined ? { fixed } : {}),
    ...(pattern !== undefined ? { pattern } : {}),
    ...(binding ? { binding } : {}),
    ...(constraints?.length ? { constraints } : {}),
    ...(slicing
      ? {
          slicing: {
            by: slicing.discriminator?.map(({ type: by, path }) => `${by}:${path}`) ?? [],
            ...(slicing.rules === 'closed' ? { closed: true as const } : {}),
            ...(slicing.ordered ? { ordered: true as const } : {}),
          },
        }
      : {}),
    ...(element.maxLength ? { maxLength: element.maxLength } : {}),
    ...(typeof least === 'number' ? { minValue: least } : {}),
    ...(typeof most === 'number' ? { maxValue: most } : {}),
  };
}

function constraintOf({
  key,
  severity,
  expression,
}: NonNullable<ElementDefinition['constraint']>[number]): ConstraintFacts {
  return {
    key: key as string,
    ...(severity === 'warning' ? { warning: true as const } : {}),
    expression: expression ?? '',
  };
}

function bindingOf(binding: NonNullable<ElementDefinition['binding']>): BindingFacts {
  const most = binding.extension?.find(({ url }) => url === mostValueSet);
  const canonical = most?.valueCanonical ?? most?.valueReference?.reference;
  return {
    strength: binding.strength as BindingFacts['strength'],
    ...(binding.valueSet ? { valueSet: withoutVersion(binding.valueSet) } : {}),
    ...(canonical ? { most: withoutVersion(canonical) } : {}),
  };
}

export const withoutVersion = (canonical: string): string => canonical.replace(/\|.*$/, '');

/** `Resource.id` is a FHIR id, though definitions call it a string; `Element.id` is any string. */
function typeOf(stated: NonNullable<ElementDefinition['type']>[number], element: ElementDefinition): TypeFacts {
  const asFhir = stated.extension?.find(({ url }) => url === fhirType);
  const system = stated.code?.startsWith('http://hl7.org/fhirpath/System.');
  const ofResource = element.base?.path === 'Resource.id';
  const code = ofResource
    ? 'id'
    : system
      ? (asFhir?.valueUrl ?? asFhir?.valueUri ?? 'string')
      : (stated.code as string);
  return {
    code,
    ...(stated.profile ? { profiles: stated.profile.map(withoutVersion) } : {}),
    ...(stated.targetProfile ? { targets: stated.targetProfile.map(withoutVersion) } : {}),
  };
}

/** What an element says beyond its base: each field that differs, and each constraint that is new. */
function addedTo(base: ElementFacts, full: ElementFacts): ElementFacts {
  const known = new Set(base.constraints?.map(({ key, expression }) => `${key} ${expression}`));
  const constraints = full.constraints?.filter(({ key, expression }) => !known.has(`${key} ${expression}`));
  const defaults: Partial<ElementFacts> = { min: 0, max: '1' };
  const differing = (
    [
      'min',
      'max',
      'types',
      'same',
      'fixed',
      'pattern',
      'binding',
      'slicing',
      'maxLength',
      'minValue',
      'maxValue',
    ] as const
  ).filter(field => {
    const [before, after] = [base[field] ?? defaults[field], full[field] ?? defaults[field]];
    return after !== undefined && !isDeepStrictEqual(before, after);
  });
  return {
    id: full.id,
    ...Object.fromEntries(differing.map(field => [field, full[field] ?? defaults[field]])),
    ...(constraints?.length ? { constraints } : {}),
  };
}
