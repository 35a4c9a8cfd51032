import type { Expectation, SearchParameterFacts, ServerResource } from '../profile-facts.ts';
import { withoutVersion } from './compile-structures.ts';
import type { PackagedResource } from './package.ts';

const base = 'http://hl7.org/fhir/StructureDefinition/capabilitystatement-';

interface Extended {
  readonly extension?: readonly {
    readonly url: string;
    readonly valueCode?: string;
    readonly valueString?: string;
    readonly extension?: Extended['extension'];
  }[];
}

/** What is stated without an expectation is demanded. */
const expectationOf = (stated: Extended | null | undefined): Expectation =>
  (stated?.extension?.find(({ url }) => url === `${base}expectation`)?.valueCode ?? 'SHALL') as Expectation;

const expectations = (
  names: readonly string[] = [],
  stated: readonly (Extended | null)[] = [],
  unstated?: Expectation,
) =>
  Object.fromEntries(names.map((name, at) => [name, stated[at] || !unstated ? expectationOf(stated[at]) : unstated]));

/**
 * The server's side of a guide, from its CapabilityStatement `...-server` and its SearchParameters.
 * @param baseParameters search parameters of R4, for those that the guide uses and does not define
 */
export function compileServer(
  resources: readonly PackagedResource[],
  baseParameters: readonly PackagedResource[],
): ServerResource[] {
  const statement = resources.find(
    ({ resourceType, rest, kind }) =>
      resourceType === 'CapabilityStatement' && kind === 'requirements' && rest?.[0]?.mode === 'server',
  );
  const own = resources.filter(({ resourceType }) => resourceType === 'SearchParameter');
  const parameter = (type: string, code: string): PackagedResource | undefined =>
    own.find(found => found.code === code && found.base.includes(type)) ??
    baseParameters.find(found => found.code === code && found.base.includes(type)) ??
    baseParameters.find(
      found => found.code === code && found.base.some((name: string) => /^(Domain)?Resource$/.test(name)),
    );
  return (statement?.rest[0].resource ?? []).map((stated: PackagedResource) => {
    const alone = (stated.searchParam ?? []).map((one: PackagedResource) => ({
      names: [one.name],
      expectation: expectationOf(one as Extended),
    }));
    const together = (stated.extension ?? [])
      .filter(({ url }: { url: string }) => url === `${base}search-parameter-combination`)
      .map((one: Extended) => ({
        names: one.extension?.flatMap(({ valueString }) => valueString ?? []) ?? [],
        expectation: expectationOf(one),
      }));
    const searches: { names: string[]; expectation: Expectation }[] = [...alone, ...together].filter(
      ({ expectation }) => expectation === 'SHALL' || expectation === 'SHOULD',
    );
    const names = [...new Set(searches.flatMap(search => search.names))];
    const nested = (list: readonly (PackagedResource & Extended)[] = [], name: string) =>
      Object.fromEntries(list.map(one => [one[name], expectationOf(one)]));
    return {
      type: stated.type,
      expectation: expectationOf(stated as Extended),
      profiles: (stated.supportedProfile ?? []).map(withoutVersion),
      interactions: nested(stated.interaction, 'code'),
      operations: nested(stated.operation, 'name'),
      searches,
      parameters: Object.fromEntries(
        names.flatMap(name => {
          const found = parameter(stated.type, name);
          return found ? [[name, parameterFacts(found)]] : [];
        }),
      ),
      includes: expectations(stated.searchInclude, stated._searchInclude),
      revincludes: expectations(stated.searchRevInclude, stated._searchRevInclude),
    };
  });
}

function parameterFacts(stated: PackagedResource): SearchParameterFacts {
  const comparators = expectations(stated.comparator, stated._comparator, 'MAY');
  const chains = expectations(stated.chain, stated._chain, 'MAY');
  return {
    type: stated.type,
    expression: stated.expression,
    ...(stated.comparator ? { comparators } : {}),
    ...(stated._multipleOr ? { multipleOr: expectationOf(stated._multipleOr) } : {}),
    ...(stated._multipleAnd ? { multipleAnd: expectationOf(stated._multipleAnd) } : {}),
    ...(stated.chain ? { chains } : {}),
  };
}
