/**
 * What a US Core server must be able to show for one profile, as suites and seed data need it. Paths are those of the
 * profile's elements without the type before them, slices named: `identifier`, `category:us-core`, `value[x]`.
 */
export interface ProfileFacts {
  readonly profile: string;
  readonly resource: string;
  readonly version: string;
  readonly name: string;
  readonly mustSupport: MustSupport;
  /** Element paths, type first, that the profile or its base type requires. */
  readonly mandatory: readonly string[];
  readonly bindings: readonly BindingFact[];
  readonly references: readonly ReferenceFact[];
}

export interface MustSupport {
  readonly elements: readonly MustSupportElement[];
  readonly slices: readonly MustSupportSlice[];
  readonly extensions: readonly MustSupportExtension[];
  readonly choices: readonly MustSupportChoice[];
}

/** `uscdi`: asked of those who seek certification, by the guide's additional USCDI requirements. */
interface Uscdi {
  readonly uscdi?: true;
}

export interface MustSupportElement extends Uscdi {
  readonly path: string;
  /** The path of the choice that `path` is one type of. */
  readonly choiceOf?: string;
  /** `Reference`, where it is one. */
  readonly types?: readonly string[];
  /** Profiles of this guide that must be seen at the other end of a reference. */
  readonly targets?: readonly string[];
  /** The value that must be seen. */
  readonly fixed?: string;
}

export type Discriminator =
  | {
      readonly by: 'codeable-concept' | 'coding';
      readonly path: string;
      readonly code: string;
      readonly system: string;
    }
  | { readonly by: 'identifier'; readonly path: string; readonly system: string }
  | { readonly by: 'value-set'; readonly path: string; readonly valueSet: string; readonly codes: readonly string[] }
  | { readonly by: 'type'; readonly code: string }
  | { readonly by: 'value'; readonly values: readonly { readonly path: string; readonly value: string }[] };

export interface MustSupportSlice extends Uscdi {
  readonly id: string;
  readonly path: string;
  readonly discriminator: Discriminator;
}

export interface MustSupportExtension extends Uscdi {
  readonly id: string;
  readonly url: string;
}

/** Any one of these suffices. */
export interface MustSupportChoice extends Uscdi {
  readonly paths?: readonly string[];
  readonly targets?: readonly string[];
  readonly extensions?: readonly string[];
}

export interface BindingFact {
  readonly path: string;
  readonly type: string;
  readonly strength: string;
  readonly valueSet?: string;
  /** Urls of the extensions that it stands in, outermost first. */
  readonly extensions?: readonly string[];
  /** Of a slice: at least one value must be in the set, or none need be. */
  readonly slice?: 'mandatory' | 'optional';
}

export interface ReferenceFact {
  /** Type first. */
  readonly path: string;
  readonly targets: readonly string[];
}

export type Expectation = 'SHALL' | 'SHOULD' | 'MAY' | 'SHOULD-NOT';

/** What the guide's server CapabilityStatement asks of one resource type. */
export interface ServerResource {
  readonly type: string;
  readonly expectation: Expectation;
  readonly profiles: readonly string[];
  readonly interactions: Readonly<Record<string, Expectation>>;
  readonly operations: Readonly<Record<string, Expectation>>;
  readonly searches: readonly { readonly names: readonly string[]; readonly expectation: Expectation }[];
  readonly parameters: Readonly<Record<string, SearchParameterFacts>>;
  readonly includes: Readonly<Record<string, Expectation>>;
  readonly revincludes: Readonly<Record<string, Expectation>>;
}

export interface SearchParameterFacts {
  readonly type: string;
  /** FHIRPath. */
  readonly expression: string;
  readonly comparators?: Readonly<Record<string, Expectation>>;
  readonly multipleOr?: Expectation;
  readonly multipleAnd?: Expectation;
  readonly chains?: Readonly<Record<string, Expectation>>;
}
