import { evalFhirPath } from '@medplum/core';
import { describe, expect, test } from 'vitest';
import { writtenByHand } from '../../../src/fhir/fhirpath/by-hand.ts';
import { compileInvariant, compileSelection, interpretInvariant } from '../../../src/fhir/fhirpath/evaluate.ts';
import { FhirPathError } from '../../../src/fhir/fhirpath/parse.ts';
import { CannotTell } from '../../../src/fhir/fhirpath/scope.ts';
import { seedPatients } from '../../../src/fhir/seed/patients.ts';
import { packageFolder, r4, withPackage } from '../../../src/fhir/tables.ts';

const patient = {
  resourceType: 'Patient',
  id: 'p',
  active: true,
  name: [
    {
      use: 'official',
      family: 'Doe',
      given: ['Jane', 'Q'],
      _given: [null, { extension: [{ url: 'urn:x', valueCode: 'initial' }] }],
    },
    { use: 'old', _family: { extension: [{ url: 'urn:absent', valueCode: 'unknown' }] } },
  ],
  birthDate: '1980-05-17',
  deceasedDateTime: '2020-01-02T03:04:05Z',
  multipleBirthInteger: 2,
  contained: [{ resourceType: 'Organization', id: 'o', name: 'Org' }],
  managingOrganization: { reference: '#o' },
  contact: [{ name: { family: 'Doe' } }, { telecom: [{ system: 'phone', value: '1' }] }],
};
const here = {
  resource: patient,
  root: patient,
  resolve: (reference: string) => (reference === '#o' ? patient.contained[0] : undefined),
};
const select = (expression: string, node: unknown = patient) => compileSelection(expression)(node, here);

test.each([
  ['name.given', 2],
  ["name.where(use = 'official').given.count()", [2]],
  ['name.family.count()', [2]],
  ['name.family.hasValue()', [false]],
  ["name.family.extension('urn:absent').value", ['unknown']],
  ['deceased is dateTime', [true]],
  ['deceased is boolean', [false]],
  ['deceased.ofType(dateTime)', ['2020-01-02T03:04:05Z']],
  ['(deceased as boolean)', []],
  ['multipleBirth + 1', [3]],
  ["birthDate < '1990'", [true]],
  ["birthDate > '1980'", []],
  ["'1980-05' = birthDate", [false]],
  ['managingOrganization.resolve() is Organization', [true]],
  ['managingOrganization.resolve().name', ['Org']],
  ['contact.all(name.exists() or telecom.exists())', [true]],
  ['contact.name.family | name.family', 2],
  ["name.select(use & '-' & family)", ['official-Doe', 'old-']],
  ["iif(active, 'yes', 'no')", ['yes']],
  ['name[0].given[1]', 1],
  ["'a,b'.contains(',') and 'abc'.startsWith('ab') and 'abc'.length() = 3", [true]],
  ["'abc'.substring(1, 1)", ['b']],
  ["'12'.toInteger() * 2 - 4 div 2 mod 2", [24]],
  ['{}.exists()', [false]],
  ['true and {}', []],
  ['false and {}', [false]],
  ['true or {}', [true]],
  ['false implies {}', [true]],
  ['name.use.isDistinct()', [true]],
  ["name.use contains 'old'", [true]],
  ["'old' in name.use", [true]],
  ['Patient.name.family.count()', [2]],
  ['Observation.name', []],
  ['descendants().where($this is Organization).count()', [1]],
  ["'1.0'.matches('^[0-9]+$')", [false]],
])('%s', (expression, expected) => {
  const found = select(expression);
  if (typeof expected === 'number') expect(found).toHaveLength(expected);
  else expect(found).toEqual(expected);
});

test('what cannot be evaluated is said, when it is compiled', () => {
  for (const expression of ['name.', 'nonsense(', 'name.unheardOf()', '%unheardOf', "name = 'x", '1 +'])
    expect(() => compileInvariant(expression)).toThrow(FhirPathError);
});

test('what cannot be known here is said, and never taken as met', () => {
  const holds = compileInvariant("name.memberOf('http://example.org/set')");
  expect(() => holds(patient, here)).toThrow(CannotTell);
});

/** Nodes of many shapes: whole resources and all that stands in them. */
const questionnaire = (...linkIds: string[]) => ({
  resourceType: 'Questionnaire',
  item: linkIds.map(linkId => ({ linkId, item: [{ linkId: `${linkId}.1` }] })),
});
const answers = (...linkIds: string[]) => ({
  resourceType: 'QuestionnaireResponse',
  item: [{ linkId: 'all', item: linkIds.map(linkId => ({ linkId, answer: [{ valueString: 'x' }] })) }],
});
const questions = [
  questionnaire('a', 'b'),
  questionnaire('a', 'a'),
  questionnaire('a', 'a.1'),
  answers('a', 'b'),
  answers('a', 'a'),
];
const nodes = [...seedPatients(2), ...questions].flatMap(resource => {
  const found: { node: unknown; resource: unknown }[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) {
      found.push({ node, resource });
      return;
    }
    if (!Array.isArray(node)) found.push({ node, resource });
    for (const child of Object.values(node)) visit(child);
  };
  visit(resource);
  return found;
});

test.each([...writtenByHand.keys()])('written by hand as published: %s', expression => {
  const [byHand, evaluated] = [compileInvariant(expression), interpretInvariant(expression)];
  const broken = nodes.map(({ node, resource }) => {
    if (typeof node !== 'object' || node === null) return { node, resource };
    // Every other key is taken away, so that invariants are broken too.
    const kept = Object.entries(node).filter((_, at) => at % 2 === 0);
    return { node: Object.fromEntries(kept), resource };
  });
  // Invariants on dates are asked of dates, on identifiers of identifiers, all others of resources.
  const asked = (node: unknown) =>
    expression.includes('$this as') || expression.includes('$this is')
      ? typeof node === 'string' && /^\d{4}(-\d\d(-\d\d(T.*)?)?)?$/.test(node)
      : typeof node === 'object' && node !== null && ('resourceType' in node || expression.includes('mod 10'));
  for (const { node, resource } of [...nodes, ...broken].filter(one => asked(one.node))) {
    const around = { resource, root: resource, resolve: () => undefined };
    expect([expression, node, byHand(node, around)]).toEqual([expression, node, evaluated(node, around)]);
  }
});

describe("agrees with Medplum's engine", () => {
  const tables = withPackage(packageFolder('6.1.0') as string);
  /** What that engine does not know, or answers for its own typed values alone. */
  const beyondIt =
    /resolve\(|descendants|children|memberOf|htmlChecks|repeat\(|%rootResource|%context|hasValue|combine|intersect|trim|toChars|as\(canonical|(practitioner|telecom) or/;
  const resources = seedPatients(2);
  for (const type of new Set(resources.map(({ resourceType }) => resourceType)))
    test(type, () => {
      const urls = [...tables.urls].filter(url => tables.structure(url)?.type === type);
      const constraints = urls
        .flatMap(url => tables.structure(url)?.elements[0]?.constraints ?? [])
        .concat(r4().typeNamed(type)?.elements[0]?.constraints ?? [])
        .filter(({ expression }) => expression !== '' && !beyondIt.test(expression));
      for (const resource of resources.filter(one => one.resourceType === type))
        for (const { key, expression } of constraints) {
          const theirs = evalFhirPath(`${expression}`, resource);
          const holds = theirs.length === 0 || theirs[0] !== false;
          const ours = compileInvariant(expression)(resource, { resource, root: resource, resolve: () => undefined });
          expect([key, resource.id, ours]).toEqual([key, resource.id, holds]);
        }
    });
});
