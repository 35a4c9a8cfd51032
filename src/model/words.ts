/** The words of a finding. Outcomes are W3C EARL's; the axes beside them are kept apart on purpose. */

export const outcomes = ['passed', 'failed', 'cant-tell', 'inapplicable', 'untested'] as const;
export type Outcome = (typeof outcomes)[number];

/**
 * Why something was not tested, strongest first: where several hold, the first is the reason.
 * `not-collected` stands twice in that order: first "the profile names no address", last "nothing was collected".
 */
export const untestedReasons = [
  'harness-bug',
  'profile-wrong',
  'not-in-scope',
  'not-collected',
  'not-permitted',
  'credentials-missing',
  'no-test-data',
  'needs-person',
  'blocked-network',
  'vendor-unreachable',
] as const;
export type UntestedReason = (typeof untestedReasons)[number];

export const severities = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof severities)[number];

/** `certain`: a protocol fact. `likely`: a reading of prose, or seen once where more was asked. `needs-person`: a person must look. */
export const confidences = ['certain', 'likely', 'needs-person'] as const;
export type Confidence = (typeof confidences)[number];

export const kinds = ['criterion-nonconformity', 'condition-concern', 'ib-risk'] as const;
export type Kind = (typeof kinds)[number];

/** Who has to answer for what was seen: 45 CFR 170.404 binds the developer, Part 171 also the site. */
export const attributions = ['developer', 'source', 'relied-upon-software', 'unknown'] as const;
export type AttributedTo = (typeof attributions)[number];

export const exceptionStates = ['unknown', 'plausible', 'unsupported'] as const;
export type ExceptionState = (typeof exceptionStates)[number];

export const environments = ['sandbox', 'production'] as const;
export type Environment = (typeof environments)[number];

export type NonEmpty<T> = readonly [T, ...T[]];
