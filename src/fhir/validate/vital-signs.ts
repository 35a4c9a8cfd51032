const r4 = 'http://hl7.org/fhir/StructureDefinition/';

/**
 * R4's vital signs profile of each LOINC code: whoever records a vital sign must conform to it, whether or not
 * `meta.profile` says so. Source: http://hl7.org/fhir/R4/observation-vitalsigns.html
 */
const profileOf: ReadonlyMap<string, string> = new Map([
  ['85353-1', `${r4}vitalspanel`],
  ['9279-1', `${r4}resprate`],
  ['8867-4', `${r4}heartrate`],
  ['2708-6', `${r4}oxygensat`],
  ['8310-5', `${r4}bodytemp`],
  ['8302-2', `${r4}bodyheight`],
  ['9843-4', `${r4}headcircum`],
  ['29463-7', `${r4}bodyweight`],
  ['39156-5', `${r4}bmi`],
  ['85354-9', `${r4}bp`],
]);

/** The R4 vital signs profiles that an Observation's code implies. */
export function impliedVitalSigns(resource: Readonly<Record<string, unknown>>): string[] {
  const coding = (resource.code as { coding?: unknown } | null | undefined)?.coding;
  if (resource.resourceType !== 'Observation' || !Array.isArray(coding)) return [];
  return coding.flatMap(one => (one?.system === 'http://loinc.org' ? (profileOf.get(one.code) ?? []) : []));
}
