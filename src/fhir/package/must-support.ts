import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import type {
  Discriminator,
  MustSupport,
  MustSupportElement,
  MustSupportExtension,
  MustSupportSlice,
} from '../profile-facts.ts';

const uscdiRequirement = 'http://hl7.org/fhir/us/core/StructureDefinition/uscdi-requirement';
const typeMustSupport = 'http://hl7.org/fhir/StructureDefinition/elementdefinition-type-must-support';

const flagged = (
  stated: { readonly extension?: readonly { url?: string; valueBoolean?: boolean }[] } | null | undefined,
  url: string,
) => stated?.extension?.some(extension => extension.url === url && extension.valueBoolean === true) === true;

const isUscdi = (element: ElementDefinition) => !element.mustSupport && flagged(element, uscdiRequirement);

/**
 * What a profile marks as must-support, or as an additional USCDI requirement: plain elements, slices, extensions.
 * Choices stand only in a guide's prose and come from the errata.
 * @param codesOf the codes of a value set, where a slice is told by one
 */
export function mustSupportOf(
  definition: StructureDefinition,
  codesOf: (valueSet: string) => readonly string[],
): MustSupport {
  const elements = definition.snapshot?.element ?? [];
  const marked = elements.filter(element => element.mustSupport || isUscdi(element));
  const within = (path: string) => path.slice(definition.type.length + 1);
  const extensions: MustSupportExtension[] = [];
  const slices: MustSupportSlice[] = [];
  const plain: ElementDefinition[] = [];
  for (const element of marked) {
    const uscdi = isUscdi(element) ? { uscdi: true as const } : {};
    const url = element.type?.[0]?.profile?.[0];
    if (element.path?.endsWith('xtension') && url) extensions.push({ id: element.id as string, url, ...uscdi });
    else if (element.sliceName && !element.path?.endsWith('xtension'))
      slices.push({
        id: element.id as string,
        path: within(element.path as string),
        discriminator: discriminatorOf(element, elements, codesOf),
        ...uscdi,
      });
    else plain.push(element);
  }
  const sliceIds = slices.map(({ id }) => id);
  return { elements: plainElements(plain, definition, sliceIds), slices, extensions, choices: [] };
}

/** How a slice is told from others, by its first discriminator, as far as a reader of resources needs to know. */
function discriminatorOf(
  slice: ElementDefinition,
  elements: readonly ElementDefinition[],
  codesOf: (valueSet: string) => readonly string[],
): Discriminator {
  const sliced = elements.find(({ id }) => id === slice.id?.replace(/:[^:.]*$/, ''));
  const discriminators = sliced?.slicing?.discriminator ?? [];
  const first = discriminators[0];
  const path = first?.path === '$this' ? '' : (first?.path ?? '');
  if (first?.type === 'type') return { by: 'type', code: capitalised(slice.type?.[0]?.code ?? '') };
  const valueAt = (at: string): ElementDefinition | undefined =>
    at === '' || at === '$this'
      ? slice
      : elements.find(({ id, path: where }) => id?.startsWith(`${slice.id}.`) && where === `${slice.path}.${at}`);
  const told = valueAt(path);
  const coding = told?.patternCodeableConcept?.coding?.[0];
  if (coding?.code) return { by: 'codeable-concept', path, code: coding.code, system: coding.system ?? '' };
  if (told?.patternCoding?.code)
    return { by: 'coding', path, code: told.patternCoding.code, system: told.patternCoding.system ?? '' };
  if (told?.patternIdentifier?.system) return { by: 'identifier', path, system: told.patternIdentifier.system };
  if (told?.binding?.strength === 'required' && told.binding.valueSet) {
    const valueSet = told.binding.valueSet.replace(/\|.*$/, '');
    return { by: 'value-set', path, valueSet, codes: codesOf(valueSet) };
  }
  return {
    by: 'value',
    values: discriminators.map(({ path: at }) => {
      const fixed = valueAt(at as string);
      return { path: at as string, value: fixed?.fixedUri ?? fixed?.fixedCode ?? fixed?.patternUri ?? '' };
    }),
  };
}

function plainElements(
  marked: readonly ElementDefinition[],
  definition: StructureDefinition,
  sliceIds: readonly string[],
): MustSupportElement[] {
  const found: MustSupportElement[] = [];
  for (const element of marked) {
    const path = (element.id as string).slice(definition.type.length + 1);
    const types = element.type ?? [];
    const uscdi = isUscdi(element) ? { uscdi: true as const } : {};
    const chosen = types.filter(type => flagged(type, typeMustSupport));
    if (chosen.length > 0) {
      for (const type of chosen)
        found.push({
          path: path.replace(/\[x\]$/, '') + capitalised(type.code as string),
          choiceOf: path,
          ...(type.code === 'Reference' ? { types: ['Reference'], ...targetsOf(type, definition) } : {}),
          ...uscdi,
        });
      continue;
    }
    const choice = found.find(({ choiceOf }) => choiceOf !== undefined && path.includes(choiceOf));
    const at = choice ? path.replace(choice.choiceOf as string, choice.path) : path;
    const stated: MustSupportElement = {
      path: at,
      ...(choice ? { choiceOf: path } : {}),
      ...(types.some(({ code }) => code === 'Reference') ? { types: ['Reference'] } : {}),
      ...(types[0]?.code === 'Reference' ? targetsOf(types[0], definition) : {}),
      ...fixedOf(element, at, sliceIds),
      ...uscdi,
    };
    const same = found.findIndex(other => other.path === stated.path && other.fixed === undefined);
    if (same >= 0) found.splice(same, 1);
    found.push(stated);
  }
  return found;
}

function fixedOf(
  element: ElementDefinition,
  path: string,
  sliceIds: readonly string[],
): { path: string; fixed: string } | object {
  const slice = sliceIds.some(id => element.id?.includes(id));
  const coding = element.patternCodeableConcept?.coding?.[0];
  if (element.fixedUri) return { fixed: element.fixedUri };
  if (coding?.code && !slice) return { path: `${path}.coding.code`, fixed: coding.code };
  if (element.fixedCode) return { fixed: element.fixedCode };
  if (element.patternIdentifier?.system && !slice)
    return { path: `${path}.system`, fixed: element.patternIdentifier.system };
  return {};
}

/** The targets of this guide that are must-support; R4's own types are none. */
function targetsOf(
  type: NonNullable<ElementDefinition['type']>[number],
  definition: StructureDefinition,
): { targets?: readonly string[] } {
  if (definition.version === '4.0.1') return {};
  const stated = (type as { _targetProfile?: readonly (object | null)[] })._targetProfile ?? [];
  const all = type.targetProfile ?? [];
  const marked = all.length === 1 ? all : all.filter((_, at) => flagged(stated[at] as object, typeMustSupport));
  const targets = marked.filter(url => !url.startsWith('http://hl7.org/fhir/StructureDefinition'));
  return targets.length > 0 ? { targets } : {};
}

const capitalised = (word: string) => word.replace(/^./, letter => letter.toUpperCase());
