/** The parts of Condition and Observation that 45 CFR 170.315(g)(10)(v)(A) has a patient decide about (89 FR 1294), as US Core spells them. */
export interface Part {
  readonly type: 'Condition' | 'Observation';
  readonly name: string;
  /** `system|code` of the category. */
  readonly category: string;
  /** Clinical tests are coded so since US Core 6.1.0. */
  readonly code: string;
}

const conditions = 'http://terminology.hl7.org/CodeSystem/condition-category';
const usCoreConditions = 'http://hl7.org/fhir/us/core/CodeSystem/condition-category';
const observations = 'http://terminology.hl7.org/CodeSystem/observation-category';
const usCore = 'http://hl7.org/fhir/us/core/CodeSystem/us-core-category';

const part = (type: Part['type'], name: string, system: string, code: string): Part => ({
  type,
  name,
  category: `${system}|${code}`,
  code,
});

export const parts: readonly Part[] = [
  part('Condition', 'Encounter Diagnosis', conditions, 'encounter-diagnosis'),
  part('Condition', 'Problem List', conditions, 'problem-list-item'),
  part('Condition', 'Health Concern', usCoreConditions, 'health-concern'),
  part('Observation', 'Clinical Test', observations, 'procedure'),
  part('Observation', 'Laboratory', observations, 'laboratory'),
  part('Observation', 'Social History', observations, 'social-history'),
  part('Observation', 'SDOH', usCore, 'sdoh'),
  part('Observation', 'Survey', observations, 'survey'),
  part('Observation', 'Vital Signs', observations, 'vital-signs'),
];

/** Two halves: what one grant opens, the other keeps closed. */
export const halves: readonly (readonly Part[])[] = [
  parts.filter(({ code }) => ['problem-list-item', 'laboratory', 'social-history', 'vital-signs'].includes(code)),
  parts.filter(({ code }) => ['encounter-diagnosis', 'health-concern', 'procedure', 'sdoh', 'survey'].includes(code)),
];
