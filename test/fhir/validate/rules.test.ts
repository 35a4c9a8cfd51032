import { describe, expect, test } from 'vitest';
import { packageFolder, r4, withPackage } from '../../../src/fhir/tables.ts';
import { duplicateKeys } from '../../../src/fhir/validate/duplicate-keys.ts';
import type { Issue } from '../../../src/fhir/validate/issue.ts';
import type { CodeQuestion } from '../../../src/fhir/validate/terminology.ts';
import { compileValidator } from '../../../src/fhir/validate/validator.ts';

const plain = compileValidator(r4());
const usCore = compileValidator(withPackage(packageFolder('6.1.0') as string));

const named = ({ path, rule }: Issue) => `${path} ${rule}`;
const errors = (resource: unknown, validator = plain) =>
  validator
    .validate(resource)
    .filter(({ severity }) => severity === 'error')
    .map(named);
const patient = (more: object) => ({ resourceType: 'Patient', ...more });
const observation = (more: object) => ({ resourceType: 'Observation', status: 'final', code: { text: 'x' }, ...more });
const xhtml = (inner: string) => `<div xmlns="http://www.w3.org/1999/xhtml">${inner}</div>`;
const text = (div: string) => ({ text: { status: 'generated', div } });
const extension = (value: object) => patient({ extension: [{ url: 'http://example.org/x', ...value }] });

test.each([
  [
    'date',
    ['2020', '2020-02', '2020-02-29', '1066-10-14'],
    ['2021-02-29', '20', '2020-13', '2020-2-1', '0000', '2020-02-30', '2020-01-01T00:00:00Z'],
  ],
  [
    'dateTime',
    ['2020', '2020-02-29T10:00:00Z', '2020-02-29T10:00:00.123+05:30', '2020-02-29T23:59:60-14:00'],
    [
      '2020-02-29T10:00:00',
      '2020-02-29T10:00Z',
      '2020-02-29T24:00:00Z',
      '2020-02-29T10:00:00+15:00',
      '2020-02-29 10:00:00Z',
    ],
  ],
  ['instant', ['2020-02-29T10:00:00Z'], ['2020-02-29', '2020-02-29T10:00:00']],
  ['time', ['10:00:00', '23:59:59.9'], ['10:00', '24:00:00', '10:00:00Z']],
  ['id', ['a', 'A-1.b', 'x'.repeat(64)], ['', 'a b', 'x'.repeat(65), 'a_b']],
  ['code', ['a', 'a b'], [' a', 'a ', 'a  b', '']],
  ['oid', ['urn:oid:1.2.3', 'urn:oid:0.9'], ['1.2.3', 'urn:oid:1', 'urn:oid:1.02', 'urn:oid:3.1']],
  [
    'uuid',
    ['urn:uuid:c757873d-ec9a-4326-a141-556f43239520'],
    ['c757873d-ec9a-4326-a141-556f43239520', 'urn:uuid:C757873D-EC9A-4326-A141-556F43239520'],
  ],
  ['uri', ['http://x', 'urn:oid:1.2', '#a', 'a/b'], ['http://a b', '', 'urn:oid:1.x', 'urn:uuid:1']],
  ['base64Binary', ['QUJD', 'QUI=', 'QQ==', 'QU\nJD'], ['QUJ', 'Q===', '*UJD', '']],
  ['string', ['a', ' a ', 'é\n'], ['', 'x'.repeat(1024 * 1024 + 1), 5]],
  ['boolean', [true, false], ['true', 0, null]],
  ['integer', [0, -1, 2147483647], [1.5, '1', 2147483648]],
  ['unsignedInt', [0], [-1]],
  ['positiveInt', [1], [0, -1]],
  ['decimal', [0, 1.5, -1e10], ['1.5', true]],
])('%s', (type, right, wrong) => {
  const key = `value${type.charAt(0).toUpperCase()}${type.slice(1)}`;
  for (const value of right) expect([value, ...errors(extension({ [key]: value }))]).toEqual([value]);
  for (const value of wrong) expect([value, errors(extension({ [key]: value })).length > 0]).toEqual([value, true]);
});

describe('structure', () => {
  test.each<[string, unknown, string[]]>([
    ['no object', 'Patient', [' type']],
    ['no resourceType', { id: 'x' }, ['resourceType resource-type']],
    ['an abstract type', { resourceType: 'DomainResource' }, ['DomainResource.resourceType resource-type']],
    ['a datatype', { resourceType: 'HumanName' }, ['HumanName.resourceType resource-type']],
    ['an unknown element', patient({ nam: [] }), ['Patient.nam unknown-element']],
    [
      'an element deep below',
      patient({ name: [{ family: 'x', prefixes: ['y'] }] }),
      ['Patient.name[0].prefixes unknown-element'],
    ],
    ['a scalar for a list', patient({ name: { family: 'x' } }), ['Patient.name type']],
    ['a list for a scalar', patient({ gender: ['male'] }), ['Patient.gender type']],
    ['an empty list', patient({ name: [] }), ['Patient.name type']],
    ['an empty object', patient({ name: [{}] }), ['Patient.name[0] ele-1']],
    ['an object with an id alone', patient({ name: [{ id: 'x' }] }), ['Patient.name[0] ele-1']],
    ['null', patient({ gender: null }), ['Patient.gender type']],
    ['a missing element', { resourceType: 'Observation', code: { text: 'x' } }, ['Observation.status cardinality']],
    ['two types at once', observation({ valueString: 'x', valueBoolean: true }), ['Observation.value choice']],
    [
      'a type that is no choice',
      observation({ valueAddress: { text: 'x' } }),
      ['Observation.valueAddress unknown-element'],
    ],
    ['Medplum additions', patient({ meta: { project: 'x' } }), ['Patient.meta.project unknown-element']],
    [
      'the same element id twice',
      patient({
        name: [
          { id: 'a', text: 'x' },
          { id: 'a', text: 'y' },
        ],
      }),
      ['Patient.name[1].id element-id'],
    ],
  ])('%s', (_, resource, expected) => expect(errors(resource)).toEqual(expected));
});

describe('what stands beside primitives', () => {
  const beside = { extension: [{ url: 'http://example.org/x', valueString: 'x' }] };
  test.each<[string, unknown, string[]]>([
    ['with a value', patient({ birthDate: '2020', _birthDate: { id: 'x' } }), []],
    ['instead of a value', patient({ _birthDate: beside }), []],
    ['with an id alone and no value', patient({ _birthDate: { id: 'x' } }), ['Patient.birthDate ele-1']],
    ['empty', patient({ birthDate: '2020', _birthDate: {} }), ['Patient.birthDate ele-1']],
    ['for a required element', { resourceType: 'Observation', _status: beside, code: { text: 'x' } }, []],
    ['in lists', patient({ name: [{ given: ['x', null], _given: [null, beside] }] }), []],
    ['a null alone', patient({ name: [{ given: ['x', null] }] }), ['Patient.name[0].given[1] type']],
    [
      'as an object beside a list',
      patient({ name: [{ given: ['x'], _given: beside }] }),
      ['Patient.name[0].given type'],
    ],
    ['beside something that is no primitive', patient({ _name: [beside] }), ['Patient._name unknown-element']],
  ])('%s', (_, resource, expected) => expect(errors(resource)).toEqual(expected));
});

describe('references', () => {
  const contained = (more: object) => ({ resourceType: 'Organization', id: 'o', name: 'x', ...more });
  const managed = (reference: object, more: object = {}) => patient({ managingOrganization: reference, ...more });
  test.each<[string, unknown, string[]]>([
    ['relative', managed({ reference: 'Organization/1' }), []],
    ['with a version', managed({ reference: 'Organization/1/_history/2' }), []],
    ['absolute', managed({ reference: 'https://example.org/fhir/Organization/1' }), []],
    ['by display alone', managed({ display: 'x' }), []],
    ['of another type', managed({ reference: 'Practitioner/1' }), ['Patient.managingOrganization reference-target']],
    [
      'of another type by its own word',
      managed({ type: 'Practitioner', identifier: { value: '1' } }),
      ['Patient.managingOrganization reference-target'],
    ],
    [
      'whose type says otherwise',
      managed({ reference: 'Organization/1', type: 'Patient' }),
      ['Patient.managingOrganization.type reference-type'],
    ],
    [
      'of no resource',
      managed({ reference: 'Organisation/1' }),
      ['Patient.managingOrganization.reference reference', 'Patient.managingOrganization reference-target'],
    ],
    ['of no form', managed({ reference: '123' }), ['Patient.managingOrganization.reference reference']],
    [
      'by search, outside a transaction',
      managed({ reference: 'Organization?name=x' }),
      ['Patient.managingOrganization.reference reference'],
    ],
    ['contained', managed({ reference: '#o' }, { contained: [contained({})] }), []],
    [
      'contained elsewhere',
      managed(
        { reference: '#p' },
        { contained: [contained({ id: 'p', resourceType: 'Practitioner', name: [{ text: 'x' }] })] },
      ),
      ['Patient.managingOrganization reference-target'],
    ],
    ['contained and not there', managed({ reference: '#x' }), ['Patient.managingOrganization.reference ref-1']],
    ['nobody refers to what is contained', patient({ contained: [contained({})] }), ['Patient.contained[0] dom-3']],
    [
      'contained in contained',
      managed({ reference: '#o' }, { contained: [contained({ contained: [contained({ id: 'q' })] })] }),
      ['Patient.contained[0].contained[0] dom-3', 'Patient.contained[0] dom-2'],
    ],
    [
      'a contained version',
      managed({ reference: '#o' }, { contained: [contained({ meta: { versionId: '1' } })] }),
      ['Patient.contained[0] dom-4'],
    ],
    [
      'a contained fault',
      managed({ reference: '#o' }, { contained: [contained({ active: 'yes' })] }),
      ['Patient.contained[0].active type'],
    ],
  ])('%s', (_, resource, expected) => expect(errors(resource)).toEqual(expected));
});

describe('narrative', () => {
  test.each<[string, string, boolean]>([
    ['plain', xhtml('<p class="x">a &amp; b &#160;<br/></p><table><tr><td colspan=\'2\'>x</td></tr></table>'), true],
    ['an image alone', xhtml('<img src="#x" alt="x"/>'), true],
    ['a comment', xhtml('<!-- <script> --><p>x</p>'), true],
    ['a link', xhtml('<a href="http://example.org">x</a>'), true],
    ['no namespace', '<div>x</div>', false],
    ['another element', '<p xmlns="http://www.w3.org/1999/xhtml">x</p>', false],
    ['a script', xhtml('<script>x</script>'), false],
    ['an event', xhtml('<p onclick="x">x</p>'), false],
    ['an address that runs', xhtml('<a href="javascript:x()">x</a>'), false],
    ['a form', xhtml('<form>x</form>'), false],
    ['not closed', xhtml('<p>x'), false],
    ['crossed', xhtml('<b><i>x</b></i>'), false],
    ['nothing to read', xhtml(' <p> </p>'), false],
    ['more after it', `${xhtml('x')}<p>y</p>`, false],
    ['text after it', `${xhtml('x')}y`, false],
    ['a bare ampersand', xhtml('a & b'), false],
    ['an attribute without quotes', xhtml('<p class=x>x</p>'), false],
    ['a bare bracket', xhtml('a < b'), false],
  ])('%s', (_, div, right) => expect([div, errors(patient(text(div))).length === 0]).toEqual([div, right]));
});

describe('extensions', () => {
  const on = (more: object) => patient({ extension: [more] });
  const race = (parts: object[]) =>
    on({ url: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-race', extension: parts });
  const said = { url: 'text', valueString: 'x' };
  test.each<[string, unknown, string[]]>([
    ['unknown', on({ url: 'http://example.org/x', valueString: 'x' }), []],
    ['unknown, relative', on({ url: 'x', valueString: 'x' }), ['Patient.extension[0].url extension-url']],
    ['without a url', on({ valueString: 'x' }), ['Patient.extension[0].url cardinality']],
    [
      'a modifier that is unknown',
      patient({ modifierExtension: [{ url: 'http://example.org/x', valueBoolean: true }] }),
      ['Patient.modifierExtension[0].url modifier-extension'],
    ],
    ['neither value nor parts', on({ url: 'http://example.org/x' }), ['Patient.extension[0] ext-1']],
    [
      'of R4, in its place',
      on({ url: 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace', valueAddress: { text: 'x' } }),
      [],
    ],
    [
      'of R4, elsewhere',
      observation({
        extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace', valueAddress: { text: 'x' } }],
      }),
      ['Observation.extension[0].url extension-context'],
    ],
    [
      'of R4, with another type',
      on({ url: 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace', valueString: 'x' }),
      ['Patient.extension[0].valueString choice'],
    ],
    ['race', race([said]), []],
    [
      'race without its text',
      race([{ url: 'ombCategory', valueCoding: { system: 'urn:oid:2.16.840.1.113883.6.238', code: '2106-3' } }]),
      ['Patient.extension[0].extension slice'],
    ],
    [
      'race with a code of no set',
      race([said, { url: 'ombCategory', valueCoding: { system: 'urn:oid:2.16.840.1.113883.6.238', code: '9' } }]),
      ['Patient.extension[0].extension[1].valueCoding binding'],
    ],
    [
      'race with a part that it has not',
      race([said, { url: 'colour', valueString: 'x' }]),
      ['Patient.extension[0].extension[1].url extension-part'],
    ],
  ])('%s', (_, resource, expected) => {
    const found = errors(resource, usCore);
    for (const one of expected) expect(found).toContain(one);
    expect(found.length === 0).toBe(expected.length === 0);
  });
});

describe('bundles', () => {
  const entry = (id: string, more: object = {}) => ({
    fullUrl: `http://example.org/Patient/${id}`,
    resource: patient({ id }),
    ...more,
  });
  const bundle = (type: string, ...entries: object[]) => ({ resourceType: 'Bundle', type, entry: entries });
  test.each<[string, unknown, string[]]>([
    ['a collection', bundle('collection', entry('a'), entry('b')), []],
    [
      'a relative full URL',
      bundle('collection', entry('a', { fullUrl: 'Patient/a' })),
      ['Bundle.entry[0].fullUrl bundle-full-url'],
    ],
    ['no full URL', bundle('collection', { resource: patient({ id: 'a' }) }), ['Bundle.entry[0] bundle-full-url']],
    ['the same full URL twice', bundle('collection', entry('a'), entry('a')), ['Bundle bdl-7']],
    [
      'a versioned full URL',
      bundle('collection', entry('a', { fullUrl: 'http://example.org/Patient/a/_history/1' })),
      ['Bundle.entry[0] bdl-8'],
    ],
    [
      'a result without an id',
      bundle('searchset', { fullUrl: 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520', resource: patient({}) }),
      ['Bundle.entry[0].resource bundle-id'],
    ],
    [
      'an outcome among results',
      bundle('searchset', {
        resource: { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'invalid' }] },
        search: { mode: 'outcome' },
      }),
      [],
    ],
    ['a total of no search', { ...bundle('collection', entry('a')), total: 1 }, ['Bundle bdl-1']],
    [
      'a document without a composition',
      bundle('document', entry('a')),
      ['Bundle bdl-9', 'Bundle bdl-10', 'Bundle bdl-11'],
    ],
    [
      'a link twice',
      {
        ...bundle('searchset'),
        link: [
          { relation: 'self', url: 'a' },
          { relation: 'self', url: 'b' },
        ],
        entry: [entry('a')],
      },
      ['Bundle.link[1].relation bundle-link'],
    ],
    ['a transaction without requests', bundle('transaction', { resource: patient({}) }), ['Bundle bdl-3']],
    [
      'a fault in an entry',
      bundle('collection', { fullUrl: 'http://example.org/Patient/a', resource: patient({ id: 'a', gender: 'x' }) }),
      ['Bundle.entry[0].resource.gender binding'],
    ],
    [
      'a reference to an entry of another type',
      bundle('collection', entry('a', { fullUrl: 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520' }), {
        fullUrl: 'http://example.org/Patient/b',
        resource: patient({
          id: 'b',
          managingOrganization: { reference: 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520' },
        }),
      }),
      ['Bundle.entry[1].resource.managingOrganization reference-target'],
    ],
    [
      'another version than the entry has',
      bundle('collection', entry('a', { resource: patient({ id: 'a', meta: { versionId: '1' } }) }), {
        fullUrl: 'http://example.org/Patient/b',
        resource: patient({ id: 'b', link: [{ type: 'seealso', other: { reference: 'Patient/a/_history/2' } }] }),
      }),
      ['Bundle.entry[1].resource.link[0].other.reference reference-version'],
    ],
  ])('%s', (_, resource, expected) => expect(errors(resource)).toEqual(expected));
});

describe('codes', () => {
  const coded = (system: string, code: string) => observation({ valueCodeableConcept: { coding: [{ system, code }] } });
  test.each<[string, string, string, boolean]>([
    ['LOINC', 'http://loinc.org', '85354-9', true],
    ['LOINC, wrong check digit', 'http://loinc.org', '85354-8', false],
    ['LOINC answer', 'http://loinc.org', 'LA6668-3', true],
    ['SNOMED CT', 'http://snomed.info/sct', '73211009', true],
    ['SNOMED CT, wrong check digit', 'http://snomed.info/sct', '73211008', false],
    ['SNOMED CT, expression', 'http://snomed.info/sct', '73211009:363698007=113331007', true],
    ["a system of one's own", 'http://example.org/x', 'anything', true],
    ['a relative system', 'x', 'anything', false],
  ])('%s', (_, system, code, right) => expect(errors(coded(system, code)).length === 0).toBe(right));

  test.each<[string, boolean]>([
    ['mg/dL', true],
    ['10*3/uL', true],
    ['mm[Hg]', true],
    ['/min', true],
    ['{score}', true],
    ['kg/m2', true],
    ['[degF]', true],
    ['%', true],
    ['mL/min/{1.73_m2}', true],
    ['U/L', true],
    ['meq/L', true],
    ['1', true],
    ['L/min', true],
    ['[in_i]', true],
    ['ng/mL{FEU}', true],
    ['10*12/L', true],
    ['m[iU]/L', true],
    ['mosm/kg', true],
    ['cm[H2O]', true],
    ['(8.h)', true],
    ['milligram', false],
    ['mg per dL', false],
    ['mg/', false],
    ['', false],
    ['mmHg', false],
  ])('the unit %s', (code, right) => {
    const issues = plain.validate(
      observation({ valueQuantity: { value: 1, system: 'http://unitsofmeasure.org', code: code || ' ' } }),
    );
    expect([code, issues.every(({ severity, rule }) => severity !== 'error' && rule !== 'code-system')]).toEqual([
      code,
      right,
    ]);
  });

  test('a required set that is not at hand is said not to have been checked', () => {
    const document = {
      resourceType: 'DocumentReference',
      meta: { profile: ['http://hl7.org/fhir/us/core/StructureDefinition/us-core-documentreference'] },
      status: 'current',
      type: { coding: [{ system: 'http://loinc.org', code: '18842-5' }] },
      category: [
        {
          coding: [
            {
              system: 'http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category',
              code: 'clinical-note',
            },
          ],
        },
      ],
      subject: { reference: 'Patient/1' },
      content: [{ attachment: { contentType: 'text/plain', url: 'Binary/1' } }],
    };
    const asked: CodeQuestion[] = [];
    const issues = usCore.validate(document, { ask: question => void asked.push(question) });
    expect(asked).toEqual([
      {
        valueSet: 'http://hl7.org/fhir/us/core/ValueSet/us-core-documentreference-type',
        strength: 'required',
        codings: [{ system: 'http://loinc.org', code: '18842-5' }],
      },
    ]);
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(issues.map(({ message }) => message)).toContainEqual(
      expect.stringContaining(
        'not checked: codes in http://hl7.org/fhir/us/core/ValueSet/us-core-documentreference-type',
      ),
    );
  });
});

describe('profiles', () => {
  test('the profile that a vital sign implies holds without being named', () => {
    const weight = observation({
      code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
      valueQuantity: { value: 70, unit: 'stone' },
    });
    const issues = plain.validate(weight).filter(({ severity }) => severity === 'error');
    expect(new Set(issues.map(({ profile }) => profile))).toEqual(
      new Set(['http://hl7.org/fhir/StructureDefinition/bodyweight']),
    );
    expect(issues.map(named)).toEqual(
      expect.arrayContaining([
        'Observation.subject cardinality',
        'Observation.category cardinality',
        'Observation.valueQuantity.system cardinality',
      ]),
    );
  });

  test('a profile that is not at hand is said; one of another type is an error', () => {
    const issues = plain.validate(
      patient({ meta: { profile: ['http://example.org/p', 'http://hl7.org/fhir/StructureDefinition/bp'] } }),
    );
    expect(issues.filter(({ rule }) => rule === 'not-checked')).toHaveLength(1);
    expect(issues.map(named)).toContain('Patient.meta.profile profile-type');
  });

  test('issues name path, profile, rule and value', () => {
    const [issue] = usCore.validate(
      { resourceType: 'Patient', identifier: [{ system: 'urn:x', value: '1' }], name: [{ family: 'x' }], gender: 'x' },
      { profile: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient' },
    );
    expect(issue).toEqual({
      severity: 'error',
      path: 'Patient.gender',
      profile: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient',
      rule: 'binding',
      message: 'is not in the required value set http://hl7.org/fhir/ValueSet/administrative-gender',
      value: 'x',
    });
  });

  test('every structure at hand compiles', () => {
    for (const version of ['6.1.0', '7.0.0', '8.0.0'])
      compileValidator(withPackage(packageFolder(version) as string)).compileAll();
    plain.compileAll();
  });
});

test('a package cannot bring code of its own', () => {
  const code = '0) { globalThis.intruder = true } if (0';
  const name = 'x"] || (globalThis.intruder = true) || o["x';
  const structure = {
    url: 'urn:hostile',
    name,
    kind: 'resource',
    type: 'Observation',
    profile: true,
    elements: [
      { id: '' },
      { id: 'category', min: code, max: code, slicing: { by: ['value:$this'] } },
      { id: `category:${name}`, min: code, max: code, fixed: { text: name } },
      { id: 'value[x]', slicing: { by: ['type:$this'] } },
      { id: `value[x]:${name}`, min: 1, types: [{ code: name }], maxLength: code },
      { id: 'code.text', maxLength: code, fixed: name, pattern: name },
      { id: name, min: code },
    ],
  };
  const tables = {
    ...r4(),
    structure: (url: string) => (url === 'urn:hostile' ? (structure as never) : r4().structure(url)),
  };
  compileValidator(tables).validate(observation({ valueString: 'x', category: [{ text: name }] }), {
    profile: 'urn:hostile',
  });
  expect('intruder' in globalThis).toBe(false);
});

test('names that stand twice in one object', () => {
  expect(duplicateKeys('{"a":1,"b":{"a":[{"a":1},{"a":"\\"a\\":"}]},\n"a":2}')).toEqual([{ key: 'a', line: 2 }]);
  expect(duplicateKeys('[{"a":1},{"a":1}]')).toEqual([]);
});
