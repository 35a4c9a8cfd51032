import { ucumProblem } from './ucum.ts';

/** What a code of a large system must look like; its members are too many to count out. `undefined` where it looks right. */
export type CodeCheck = (code: string) => string | undefined;

/** LOINC's check digit: modulus 10, from the right, alternate digits doubled. */
function loincDigit(digits: string): number {
  let sum = 0;
  for (let at = digits.length - 1, double = true; at >= 0; at--, double = !double) {
    const digit = digits.charCodeAt(at) - 48;
    sum += double ? (digit * 2 > 9 ? digit * 2 - 9 : digit * 2) : digit;
  }
  return (10 - (sum % 10)) % 10;
}

const loinc: CodeCheck = code => {
  // Answers, parts, groups and lists have check digits of another kind.
  if (/^(?:LA|LP|LG|LL|MTHU)\d{1,8}-\d$/.test(code)) return undefined;
  const found = /^(\d{1,7})-(\d)$/.exec(code);
  if (!found) return 'is no LOINC code: digits, a hyphen and a check digit';
  return loincDigit(found[1] as string) === Number(found[2]) ? undefined : 'is no LOINC code: its check digit is wrong';
};

const multiplication = Array.from({ length: 10 }, (_, a) =>
  Array.from({ length: 10 }, (__, b) =>
    a < 5 ? (b < 5 ? (a + b) % 5 : ((a + b) % 5) + 5) : b < 5 ? ((a - b + 5) % 5) + 5 : (a - b + 10) % 5,
  ),
);
const permutation: number[][] = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]];
for (let row = 1; row < 8; row++)
  permutation.push([1, 5, 7, 6, 2, 8, 3, 0, 9, 4].map(column => (permutation[row - 1] as number[])[column] as number));

/** Verhoeff's check over the whole number. */
function verhoeff(digits: string): boolean {
  let check = 0;
  for (let at = digits.length - 1, position = 0; at >= 0; at--, position++)
    check = (multiplication[check] as number[])[
      (permutation[position % 8] as number[])[digits.charCodeAt(at) - 48] as number
    ] as number;
  return check === 0;
}

const snomed: CodeCheck = code => {
  // Post-coordinated expressions are not taken apart.
  if (/[\s:+|=]/.test(code)) return undefined;
  if (!/^[1-9]\d{5,17}$/.test(code)) return 'is no SNOMED CT identifier: 6 to 18 digits';
  return verhoeff(code) ? undefined : 'is no SNOMED CT identifier: its check digit is wrong';
};

/** Luhn's check of a National Provider Identifier, with the prefix 80840 that it stands for. */
export const npi: CodeCheck = code => {
  if (!/^\d{10}$/.test(code)) return 'is no NPI: ten digits';
  return loincDigit(`80840${code.slice(0, 9)}`) === Number(code[9]) ? undefined : 'is no NPI: its check digit is wrong';
};

const form =
  (expression: RegExp, what: string): CodeCheck =>
  code =>
    expression.test(code) ? undefined : `is no ${what}`;

const language =
  /^(?:[a-zA-Z]{2,3}(?:-[a-zA-Z]{3}){0,3}|[a-zA-Z]{4,8}|i-[a-z]+|x-[a-zA-Z0-9-]+)(?:-[a-zA-Z]{4})?(?:-(?:[a-zA-Z]{2}|\d{3}))?(?:-(?:[a-zA-Z0-9]{5,8}|\d[a-zA-Z0-9]{3}))*(?:-[a-wyzA-WYZ0-9](?:-[a-zA-Z0-9]{2,8})+)*(?:-x(?:-[a-zA-Z0-9]{1,8})+)?$/;
const mime =
  /^[a-zA-Z0-9][\w!#$&^.+-]{0,126}\/[a-zA-Z0-9*][\w!#$&^.+-]{0,126}(?:\s*;\s*[\w!#$&^.+-]+=(?:[^\s";]+|"[^"]*"))*$/;
const currencies = new Set(Intl.supportedValuesOf('currency'));

/** By the address of the code system. */
export const codeSystems: ReadonlyMap<string, CodeCheck> = new Map<string, CodeCheck>([
  ['http://loinc.org', loinc],
  ['http://snomed.info/sct', snomed],
  ['http://unitsofmeasure.org', ucumProblem],
  ['http://www.nlm.nih.gov/research/umls/rxnorm', form(/^\d{1,8}$/, 'RxNorm identifier: digits')],
  ['http://hl7.org/fhir/sid/cvx', form(/^\d{1,3}$/, 'CVX code: up to three digits')],
  [
    'http://hl7.org/fhir/sid/ndc',
    form(/^(?:\d{10,11}|\d{4,5}-\d{3,4}-\d{1,2})$/, 'NDC: ten or eleven digits, or three groups'),
  ],
  ['http://www.ama-assn.org/go/cpt', form(/^(?:\d{5}|\d{4}[A-Z])$/, 'CPT code: five characters')],
  ['http://hl7.org/fhir/sid/icd-10-cm', form(/^[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?$/, 'ICD-10-CM code')],
  ['urn:ietf:bcp:47', form(language, 'language tag (BCP 47)')],
  ['urn:ietf:bcp:13', form(mime, 'media type (BCP 13)')],
  ['urn:iso:std:iso:4217', code => (currencies.has(code) ? undefined : 'is no currency of ISO 4217')],
]);

const grammars: ReadonlyMap<string, CodeCheck> = new Map(
  [
    ['http://hl7.org/fhir/ValueSet/mimetypes', 'urn:ietf:bcp:13'],
    ['http://hl7.org/fhir/ValueSet/all-languages', 'urn:ietf:bcp:47'],
    ['http://hl7.org/fhir/ValueSet/currencies', 'urn:iso:std:iso:4217'],
    ['http://hl7.org/fhir/ValueSet/ucum-units', 'http://unitsofmeasure.org'],
    ['http://terminology.hl7.org/ValueSet/v3-UnitsOfMeasureCaseSensitive', 'http://unitsofmeasure.org'],
  ].map(([set, system]) => [set as string, codeSystems.get(system as string) as CodeCheck]),
);

/** Value sets that are the whole of a grammar. */
export function grammarOf(valueSet: string): ((code: string) => boolean) | undefined {
  const check = grammars.get(valueSet);
  return check && (code => check(code) === undefined);
}
