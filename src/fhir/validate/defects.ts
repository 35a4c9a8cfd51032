import type { Issue } from './issue.ts';

/** A rule of a published guide that is wrong as written; what it alone reports is set aside. */
export interface Defect {
  /** Profile address, or its beginning where several share the defect. */
  readonly profile?: string;
  readonly rule: string;
  /** Where. */
  readonly path?: RegExp;
  readonly value?: RegExp;
  readonly because: string;
}

export const defects: readonly Defect[] = [
  {
    rule: 'binding',
    path: /component\[\d+\]\.valueQuantity$/,
    value: /"code":"L\/min"/,
    because:
      'R4 binds components of vital signs to ucum-vitals-common, which lacks the L/min of an oxygen flow rate that US Core asks for',
  },
  {
    rule: 'us-core-1',
    path: /effectivePeriod$/,
    because: 'the expression casts a Period to dateTime; it is meant for dateTime alone',
  },
  {
    rule: 'vs-1',
    path: /effectivePeriod$/,
    because: 'the expression casts a Period to dateTime; it is meant for dateTime alone',
  },
  {
    rule: 'extension-context',
    value: /\/(structuredefinition-[\w-]+|regex|valueset-concept-comments)$/,
    because: 'R4 itself uses them on definitions and elements beyond those that it names as their place',
  },
  {
    rule: 'extension-context',
    value: /\/capabilitystatement-expectation$/,
    because: 'R4 names few of the elements that it is made for; US Core puts it on every part of its own statements',
  },
  {
    rule: 'binding',
    path: /CapabilityStatement\.(format|patchFormat)\[\d+\]$/,
    value: /^(json|xml|ttl)$/,
    because: 'R4 lets servers write these short forms of its own media types',
  },
  {
    profile: 'http://hl7.org/fhir/StructureDefinition/structuredefinition-wg',
    rule: 'binding',
    because: 'work groups have changed since the list of R4 was published in 2019',
  },
];

const rules = new Set(defects.map(({ rule }) => rule));

export const isDefect = (issue: Issue): boolean =>
  rules.has(issue.rule) &&
  defects.some(
    ({ profile, rule, path, value }) =>
      rule === issue.rule &&
      (!profile || issue.profile?.startsWith(profile) === true) &&
      (!path || path.test(issue.path)) &&
      (!value || value.test(issue.value ?? '')),
  );
