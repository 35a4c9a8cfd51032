import type { ElementFacts, Structure } from '../structure.ts';

/**
 * Finds, for each element of a profile, the element of R4 that it constrains: in the profiled type itself, or in the
 * datatype of the nearest element above. Elements are asked for in snapshot order, parents first.
 */
export function baseElements(
  type: string,
  typeNamed: (name: string) => Structure | undefined,
): { of(id: string, stated: ElementFacts): ElementFacts | undefined } {
  const places = new Map<string, Place>();
  return {
    of(id, stated) {
      const cut = id.lastIndexOf('.');
      if (cut < 0) {
        const root = typeNamed(type);
        const found = root?.elements[0];
        places.set(id, { structure: root, prefix: '', types: [type] });
        return found;
      }
      const parent = places.get(id.slice(0, cut));
      if (!parent) return undefined;
      const name = id.slice(cut + 1).replace(/:.*$/, '');
      const { found, structure } = childOf(parent, name, typeNamed);
      const own = found?.types?.some(({ code }) => code === 'BackboneElement' || code === 'Element');
      places.set(
        id,
        found?.same !== undefined
          ? { structure, prefix: `${found.same}.`, types: [] }
          : own
            ? { structure, prefix: `${found?.id}.`, types: [] }
            : { structure: undefined, prefix: '', types: (stated.types ?? found?.types ?? []).map(({ code }) => code) },
      );
      return found;
    },
  };
}

interface Place {
  /** Where its children stand, or `undefined` where they stand in the definition of its datatype. */
  readonly structure: Structure | undefined;
  readonly prefix: string;
  readonly types: readonly string[];
}

function childOf(parent: Place, name: string, typeNamed: (name: string) => Structure | undefined) {
  const candidates = parent.structure ? [parent.structure] : parent.types.map(typeNamed);
  for (const structure of candidates) {
    const found = structure && elementNamed(structure, parent.prefix, name);
    if (found) return { found, structure };
  }
  return { found: undefined, structure: undefined };
}

/** An element by its name, or the choice (`value[x]`) that a name such as `valueQuantity` picks from. */
function elementNamed(structure: Structure, prefix: string, name: string): ElementFacts | undefined {
  return (
    structure.elements.find(({ id }) => id === prefix + name) ??
    structure.elements.find(
      ({ id }) =>
        id.endsWith('[x]') &&
        id.startsWith(prefix) &&
        !id.slice(prefix.length).includes('.') &&
        name.startsWith(id.slice(prefix.length, -3)),
    )
  );
}
