import { resources } from './us-core.ts';

const types = ['*', ...Object.keys(resources)];
const levels = ['patient', 'user', 'system'] as const;

const observationCategory = 'http://terminology.hl7.org/CodeSystem/observation-category';
const conditionCategory = 'http://terminology.hl7.org/CodeSystem/condition-category';
const usCoreCategory = 'http://hl7.org/fhir/us/core/CodeSystem/us-core-category';
const usCoreConditionCategory = 'http://hl7.org/fhir/us/core/CodeSystem/condition-category';

/** Parts of Condition and Observation that a patient can grant one by one. */
export const granular: readonly { readonly type: string; readonly category: string; readonly name: string }[] = [
  { type: 'Condition', category: `${conditionCategory}|encounter-diagnosis`, name: 'Diagnoses made at visits' },
  { type: 'Condition', category: `${conditionCategory}|problem-list-item`, name: 'The list of problems' },
  { type: 'Condition', category: `${usCoreConditionCategory}|health-concern`, name: 'Health concerns' },
  { type: 'Observation', category: `${observationCategory}|laboratory`, name: 'Laboratory results' },
  { type: 'Observation', category: `${observationCategory}|social-history`, name: 'Social history' },
  { type: 'Observation', category: `${observationCategory}|survey`, name: 'Surveys and assessments' },
  { type: 'Observation', category: `${observationCategory}|vital-signs`, name: 'Vital signs' },
  { type: 'Observation', category: `${observationCategory}|procedure`, name: 'Results of clinical tests' },
  { type: 'Observation', category: `${usCoreCategory}|sdoh`, name: 'Social needs' },
];

const plain = ['openid', 'fhirUser', 'profile', 'offline_access', 'launch', 'launch/patient'];

/** Every scope the server grants, in SMART's first spelling (`.read`) and its second (`.r`, `.s`, `.rs`). */
export const grantableScopes: readonly string[] = [
  ...plain,
  ...levels.flatMap(level =>
    types.flatMap(type => ['read', 'rs', 'r', 's'].map(access => `${level}/${type}.${access}`)),
  ),
  ...levels.flatMap(level =>
    granular.flatMap(({ type, category }) =>
      ['rs', 'r', 's'].map(access => `${level}/${type}.${access}?category=${category}`),
    ),
  ),
];

/** The same, without the spellings that say less. */
export const discoveryScopes: readonly string[] = grantableScopes.filter(scope => !/\.[rs](\?|$)/.test(scope));

/** One permission over FHIR resources. */
export interface ResourceScope {
  readonly level: (typeof levels)[number];
  /** A resource type or `*`. */
  readonly type: string;
  readonly read: boolean;
  readonly search: boolean;
  /** `system|code` that a resource's category must bear. */
  readonly category?: string;
}

/** Reads the resource scopes out of a space-separated list; other scopes are passed over. */
export function resourceScopes(scope: string): ResourceScope[] {
  const found: ResourceScope[] = [];
  for (const one of scope.split(' ')) {
    const match = /^(patient|user|system)\/(\*|[A-Za-z]+)\.(read|r?s?)(?:\?category=(.+))?$/.exec(one);
    if (!match) continue;
    const [, level, type, access, category] = match;
    found.push({
      level: level as ResourceScope['level'],
      type: type!,
      read: access === 'read' || access!.includes('r'),
      search: access === 'read' || access!.includes('s'),
      ...(category && { category }),
    });
  }
  return found;
}
