import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packageFolder, withPackage } from '../../../src/fhir/tables.ts';
import { compileValidator } from '../../../src/fhir/validate/validator.ts';

const validator = compileValidator(withPackage(packageFolder('6.1.0') as string));
const profile = 'http://hl7.org/fhir/us/core/StructureDefinition/';

/** A failure of ours is caught and said; here nothing may be said. */
const ours = (input: unknown) =>
  validator.validate(input).filter(({ message }) => message.includes('our check failed'));

const names = fc.constantFrom(
  ...(
    'id meta profile text div status contained extension modifierExtension url valueString valueQuantity _valueString valueCodeableConcept ' +
    'value coding code system identifier name family _family given _given telecom use period start end reference type subject effectiveDateTime ' +
    '_effectiveDateTime component category entry resource fullUrl request search link relation total item answer linkId repeat event data size hash ' +
    'contentType birthDate _birthDate resourceType __proto__ constructor toString hasOwnProperty'
  ).split(' '),
);
const values: fc.Arbitrary<unknown> = fc.letrec(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(
      null,
      '',
      'x',
      '#',
      '#x',
      'Patient/1',
      'urn:uuid:1',
      '2020-02-30',
      'T',
      -1,
      0,
      1.5,
      Number.POSITIVE_INFINITY,
      true,
      false,
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(names, tie('value'), { maxKeys: 4 }),
  ),
})).value;
const types = fc.constantFrom(
  'Patient',
  'Observation',
  'Bundle',
  'Questionnaire',
  'QuestionnaireResponse',
  'StructureDefinition',
  'Parameters',
  'DocumentReference',
  'Provenance',
  'Nothing',
);
const profiles = fc.constantFrom(
  'us-core-patient',
  'us-core-blood-pressure',
  'us-core-documentreference',
  'us-core-provenance',
  'us-core-race',
);

test('30,000 malformed inputs: nothing is thrown, and nothing of ours fails', () => {
  const resource = fc
    .tuple(types, profiles, fc.dictionary(names, values, { maxKeys: 8 }))
    .map(([resourceType, name, rest]) => ({ ...rest, resourceType, meta: { profile: [profile + name] } }));
  fc.assert(
    fc.property(fc.oneof({ weight: 9, arbitrary: resource }, { weight: 1, arbitrary: values }), input => {
      expect(ours(input)).toEqual([]);
    }),
    { seed: 20_261_125, numRuns: 30_000 },
  );
});

test('what JSON cannot say is refused too', () => {
  const circle: Record<string, unknown> = { resourceType: 'Patient' };
  circle.contact = [circle];
  for (const input of [undefined, Symbol('x'), () => 1, 10n, new Date(), new Map(), circle, Object.create(null)])
    expect(validator.validate(input).some(({ severity }) => severity === 'error')).toBe(true);
});

test('depth is bounded', () => {
  let item: unknown = { linkId: 'x' };
  for (let depth = 0; depth < 100_000; depth++) item = { linkId: 'x', item: [item] };
  const issues = validator.validate({ resourceType: 'QuestionnaireResponse', status: 'completed', item: [item] });
  expect(issues.map(({ rule }) => rule)).toContain('depth');
});
