/**
 * Invariants that R4 or US Core publishes with an expression that does not say what it means. Every FHIR validator evaluates a
 * corrected one; these are ours, by key.
 */
const corrections: Readonly<Record<string, string>> = {
  // As published, two full URLs in a bundle fail it.
  'bdl-8': "fullUrl.exists().not() or fullUrl.contains('/_history/').not()",
  // As published `category` is compared as a code, and never equals one.
  'con-3':
    "clinicalStatus.exists() or verificationStatus.coding.where(system='http://terminology.hl7.org/CodeSystem/condition-ver-status' and code = 'entered-in-error').exists() or category.coding.where(system = 'http://terminology.hl7.org/CodeSystem/condition-category' and code = 'problem-list-item').empty()",
  // Written for the Observation, US Core 6.1.0 puts it on the value itself, where it can never fail.
  'us-core-3':
    "(ofType(Quantity).system.empty() or ofType(Quantity).system = 'http://unitsofmeasure.org') and (value.ofType(Quantity).system.empty() or value.ofType(Quantity).system = 'http://unitsofmeasure.org')",
  'que-7': "operator != 'exists' or answer is boolean",
};

/** `matches` finds a part; these mean the whole text. */
const meansWhole = /^((?:name|path)\.matches\(')([^^].*)('\))$/;

/** The expression to evaluate for an invariant. */
export function corrected(key: string, expression: string): string {
  return corrections[key] ?? expression.replace(meansWhole, '$1^$2$$$3');
}
