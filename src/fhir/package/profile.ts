import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import type { BindingFact, ProfileFacts } from '../profile-facts.ts';
import { withoutVersion } from './compile-structures.ts';
import { corrected } from './errata.ts';
import { mustSupportOf } from './must-support.ts';

/**
 * The facts of one profile that a server is asked to support.
 * @param definitionOf other definitions of the package, for extensions
 */
export function compileProfileFacts(
  definition: StructureDefinition,
  release: string,
  definitionOf: (url: string) => StructureDefinition | undefined,
  codesOf: (valueSet: string) => readonly string[],
): ProfileFacts {
  const elements = definition.snapshot?.element ?? [];
  return {
    profile: definition.url,
    resource: definition.type,
    version: definition.version ?? '',
    name: definition.name,
    mustSupport: corrected(mustSupportOf(definition, codesOf), definition, release),
    mandatory: [...new Set(elements.filter(({ min }) => min).map(({ path }) => path as string))],
    bindings: [
      ...elements
        .filter(element => isAsked(element) && !isFixed(element, elements))
        .map(element => ({
          ...bindingFact(definition.type)(element),
          ...(element.sliceName ? { slice: element.min ? ('mandatory' as const) : ('optional' as const) } : {}),
        })),
      ...extensionBindings(elements, definitionOf),
    ],
    references: elements
      .filter(({ type }) => type?.[0]?.code === 'Reference')
      .map(({ path, type }) => ({
        path: path as string,
        targets: type?.[0]?.targetProfile?.map(withoutVersion) ?? [],
      })),
  };
}

/** Sets that are preferred or examples ask nothing of a server. */
const isAsked = ({ binding }: ElementDefinition): boolean =>
  binding?.strength === 'required' || binding?.strength === 'extensible';

/** A value that is given needs no value set. */
function isFixed(element: ElementDefinition, elements: readonly ElementDefinition[]): boolean {
  if (element.type?.[0]?.code === 'code') return element.fixedCode !== undefined;
  const child = (name: string) => elements.find(({ path }) => path === `${element.path}.${name}`);
  return (
    element.type?.[0]?.code === 'Quantity' &&
    (child('code')?.fixedCode !== undefined || child('system')?.fixedUri !== undefined)
  );
}

const bindingFact =
  (above: string, extensions?: readonly string[]) =>
  ({ path = '', type, binding }: ElementDefinition): BindingFact => ({
    path: path.slice(above.length + 1).replaceAll('[x]', ''),
    type: type?.[0]?.code ?? '',
    strength: binding?.strength ?? '',
    ...(binding?.valueSet ? { valueSet: withoutVersion(binding.valueSet) } : {}),
    ...(extensions ? { extensions } : {}),
  });

/** Bindings in the extensions that a profile names, one level of nested extensions deep. */
function extensionBindings(
  elements: readonly ElementDefinition[],
  definitionOf: (url: string) => StructureDefinition | undefined,
): BindingFact[] {
  const urls = elements.flatMap(({ type }) => (type?.[0]?.code === 'Extension' && type[0].profile?.[0]) || []);
  return urls.flatMap(url => {
    const inside = definitionOf(url)?.snapshot?.element ?? [];
    const nested = inside.filter(({ path }) => path === 'Extension.extension');
    return [
      ...inside
        .filter(({ id, binding }) => binding && !id?.includes('Extension.extension'))
        .map(bindingFact('Extension', [url])),
      ...nested.flatMap(({ id }) => {
        const own = inside.find(element => element.id === `${id}.url`)?.fixedUri;
        return own
          ? inside
              .filter(element => element.id?.startsWith(`${id}.`) && element.binding)
              .map(bindingFact('Extension.extension', [url, own]))
          : [];
      }),
    ];
  });
}
