import type { ElementFacts, Structure } from '../structure.ts';

type TypeNamed = (name: string) => Structure | undefined;

const nameOf = (canonical: string): string => canonical.replace(/^.*\//, '');
const parentOf = (id: string): string => id.replace(/\.?[^.]*$/, '');
const lastOf = (id: string): string => id.replace(/^.*\./, '');

/** What an element of a type repeats from what the type, or the backbone element above it, derives from. */
function inheritedElement(structure: Structure, id: string, typeNamed: TypeNamed): ElementFacts | undefined {
  const above = parentOf(id);
  const backbone = structure.elements.find(element => element.id === above)?.types?.[0]?.code;
  const base = above === '' ? structure.base && nameOf(structure.base) : backbone;
  return base === undefined ? undefined : typeNamed(base)?.elements.find(element => element.id === lastOf(id));
}

const same = (a: ElementFacts, b: ElementFacts): boolean => {
  const plain = ({ id, slicing, ...rest }: ElementFacts) => JSON.stringify(rest);
  return plain(a) === plain(b);
};

/** A type without the elements that it inherits unchanged. */
export function withoutInherited(structure: Structure, typeNamed: TypeNamed): Structure {
  const [root, ...others] = structure.elements as [ElementFacts, ...ElementFacts[]];
  const base = structure.base ? typeNamed(nameOf(structure.base)) : undefined;
  const known = new Set(base?.elements[0]?.constraints?.map(({ key }) => key));
  const { constraints, ...rest } = root;
  const own = constraints?.filter(({ key }) => !known.has(key));
  return {
    ...structure,
    elements: [
      { ...rest, ...(own?.length ? { constraints: own } : {}) },
      ...others.filter(element => {
        const inherited = inheritedElement(structure, element.id, typeNamed);
        return !inherited || !same(inherited, element);
      }),
    ],
  };
}

/** The reverse: a type with every element that it has, inherited ones first. */
export function withInherited(structure: Structure, typeNamed: TypeNamed): Structure {
  const base = structure.base ? typeNamed(nameOf(structure.base)) : undefined;
  const [root, ...own] = structure.elements as [ElementFacts, ...ElementFacts[]];
  const constraints = [...(base?.elements[0]?.constraints ?? []), ...(root.constraints ?? [])];
  const has = new Set(own.map(({ id }) => id));
  const inherited = (prefix: string, from: Structure | undefined): ElementFacts[] =>
    (from?.elements ?? [])
      .filter(({ id }) => id !== '' && !has.has(prefix + id))
      .map(element => (prefix === '' ? element : { ...element, id: prefix + element.id }));
  return {
    ...structure,
    elements: [
      { ...root, ...(constraints.length > 0 ? { constraints } : {}) },
      ...inherited('', base),
      ...own.flatMap(element => {
        const code = element.types?.[0]?.code;
        return code === 'BackboneElement' || code === 'Element'
          ? [element, ...inherited(`${element.id}.`, typeNamed(code))]
          : [element];
      }),
    ],
  };
}
