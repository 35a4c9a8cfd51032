/**
 * What a StructureDefinition states, as compact facts. Defaults are left out: `min` 0, `max` '1', severity `error`.
 * A profile's elements say only what the profile adds to its base type, so that each fact stands once.
 */
export interface Structure {
  readonly url: string;
  readonly name: string;
  readonly version?: string;
  readonly kind: 'primitive-type' | 'complex-type' | 'resource';
  /** The type it describes or constrains: `Patient`, `Extension`, `Quantity`. */
  readonly type: string;
  /** Canonical address of what it derives from. */
  readonly base?: string;
  readonly abstract?: true;
  /** Whether it constrains a type rather than defines one. */
  readonly profile?: true;
  /** Where an extension may stand: element paths, or `extension:URL`, `fhirpath:EXPRESSION`. */
  readonly contexts?: readonly string[];
  /** Of an extension: whether it can change the meaning of what it stands on. */
  readonly modifier?: true;
  readonly elements: readonly ElementFacts[];
}

export interface ElementFacts {
  /** As in the StructureDefinition, without the type before it: ``, `name`, `extension:race.url`, `value[x]:valueQuantity`. */
  readonly id: string;
  readonly min?: number;
  readonly max?: string;
  /** Whether JSON has an array here, which the base type decides and a profile's `max` does not change. */
  readonly list?: true;
  readonly types?: readonly TypeFacts[];
  /** The id of the element whose content this one repeats (`contentReference`). */
  readonly same?: string;
  readonly fixed?: unknown;
  readonly pattern?: unknown;
  readonly binding?: BindingFacts;
  readonly constraints?: readonly ConstraintFacts[];
  readonly slicing?: SlicingFacts;
  readonly maxLength?: number;
  readonly minValue?: number;
  readonly maxValue?: number;
}

export interface TypeFacts {
  readonly code: string;
  /** Profiles of the type itself, of which one must hold. */
  readonly profiles?: readonly string[];
  /** What a reference or canonical may lead to. */
  readonly targets?: readonly string[];
}

export type Strength = 'required' | 'extensible' | 'preferred' | 'example';

export interface BindingFacts {
  readonly strength: Strength;
  /** Canonical address, without version. */
  readonly valueSet?: string;
  /** A wider set that no code may leave (`maxValueSet`). */
  readonly most?: string;
}

export interface ConstraintFacts {
  readonly key: string;
  readonly warning?: true;
  /** FHIRPath. */
  readonly expression: string;
}

export interface SlicingFacts {
  /** Discriminators as `type:path`: `value:url`, `type:$this`. */
  readonly by: readonly string[];
  readonly closed?: true;
  readonly ordered?: true;
}

/** A value set with its codes counted out, by code system. */
export interface ValueSetFacts {
  readonly url: string;
  /** Codes by the address of their system. */
  readonly codes: Readonly<Record<string, readonly string[]>>;
  /** Systems of which every code belongs to it, or codes chosen by a filter that these packages cannot carry out. */
  readonly unknown?: readonly string[];
}
