import { describe, expect, it } from 'vitest';
import type { Access } from '../../src/demo/access.ts';
import { Permission } from '../../src/demo/permission.ts';
import { BadSearch, type Condition, RecordStore } from '../../src/demo/record-store.ts';
import {
  alternatives,
  dateMatches,
  interval,
  type Stored,
  textMatches,
  tokenMatches,
} from '../../src/demo/search-values.ts';
import { resources } from '../../src/demo/us-core.ts';
import { seedPatients } from '../../src/fhir/seed/patients.ts';

const store = new RecordStore();
store.load(seedPatients() as unknown as Stored[]);

const search = (type: string, ...conditions: (readonly [name: string, value: string, operator?: string])[]) =>
  store.search(
    type,
    conditions.map(([name, value, operator = 'eq']): Condition => ({ name, value, operator })),
  );

describe('values', () => {
  it.each([
    ['2024', '2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z'],
    ['2024-12', '2024-12-01T00:00:00Z', '2025-01-01T00:00:00Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z', '2024-03-01T00:00:00Z'],
    ['2024-02-29T10:15-05:00', '2024-02-29T15:15:00Z', '2024-02-29T15:16:00Z'],
    ['2024-02-29T10:15:30Z', '2024-02-29T10:15:30Z', '2024-02-29T10:15:31Z'],
    ['2024-02-29T10:15:30.5Z', '2024-02-29T10:15:30.500Z', '2024-02-29T10:15:30.501Z'],
  ])('%s covers from %s to %s', (text, low, high) => {
    expect(interval(text)).toEqual({ low: Date.parse(low), high: Date.parse(high) });
  });
  it.each(['', 'today', '2024-13', '24-01-01', '2024-01-01T25:00Z'])('%j is no date', text => {
    expect(interval(text)).toBeUndefined();
  });
  it.each([
    ['eq', '2024', '2024-05-05', true],
    ['eq', '2024-05-05', '2024', false],
    ['ne', '2024', '2023-12-31', true],
    ['gt', '2024-05-05', '2024-05-06', true],
    ['gt', '2024-05-05', '2024-05-05', false],
    ['ge', '2024-05-05', '2024-05-05', true],
    ['lt', '2024-05-05', '2024-05-04', true],
    ['le', '2024-05-05', '2024-05-05', true],
    ['sa', '2024', '2025-01-01', true],
    ['eb', '2024', '2023-12-31', true],
    ['eb', '2024', '2024-01-01', false],
  ] as const)('%s %s holds for %s: %s', (prefix, asked, stored, holds) => {
    expect(dateMatches(prefix, interval(asked)!, interval(stored)!)).toBe(holds);
  });
  it('reads tokens in their four spellings', () => {
    const token = { system: 'http://loinc.org', code: '718-7' };
    expect(
      ['718-7', 'http://loinc.org|718-7', 'http://loinc.org|', '|718-7', 'http://snomed.info/sct|718-7'].map(one =>
        tokenMatches(one, token),
      ),
    ).toEqual([true, true, true, false, false]);
  });
  it('matches words from their beginning, whatever their case and accents', () => {
    expect(['zoe', 'Zoë', 'smi', 'mith'].map(asked => textMatches('eq', asked, 'Zoë Smith'))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(textMatches('exact', 'Smith', 'Smith')).toBe(true);
    expect(textMatches('exact', 'smith', 'Smith')).toBe(false);
    expect(textMatches('contains', 'mit', 'Smith')).toBe(true);
  });
  it('splits at commas that are not escaped', () => {
    expect(alternatives('a,b\\,c')).toEqual(['a', 'b,c']);
  });
});

describe('searches', () => {
  it('finds by patient, category, code and date together', () => {
    const vitals = search(
      'Observation',
      ['patient', 'Patient/patient-1'],
      ['category', 'vital-signs'],
      ['code', 'http://loinc.org|8867-4'],
    );
    expect(vitals.map(({ id }) => id)).toEqual([
      'patient-1-encounter-1-heart-rate',
      'patient-1-encounter-2-heart-rate',
      'patient-1-encounter-3-heart-rate',
    ]);
    const day = vitals[1]!.effectiveDateTime.slice(0, 10);
    expect(
      search('Observation', ['patient', 'patient-1'], ['code', '8867-4'], ['date', day]).map(({ id }) => id),
    ).toEqual([vitals[1]!.id]);
    expect(search('Observation', ['patient', 'patient-1'], ['code', '8867-4'], ['date', day, 'gt'])).toHaveLength(1);
    expect(search('Observation', ['patient', 'patient-1'], ['code', '8867-4'], ['date', `ge${day}`])).toHaveLength(2);
  });
  it('gives the same with and without an index', () => {
    const scanned = store
      .all('Observation')
      .filter(one =>
        one.category.some((c: { coding: { code: string }[] }) => c.coding.some(({ code }) => code === 'laboratory')),
      );
    expect(search('Observation', ['category', 'laboratory'])).toEqual(scanned);
    expect(
      search('Observation', ['category', 'http://terminology.hl7.org/CodeSystem/observation-category|laboratory']),
    ).toEqual(scanned);
    const others = search('Observation', ['category', 'laboratory', 'not']);
    expect(others.length + scanned.length).toBe(store.all('Observation').length);
  });
  it('knows alternatives, missing elements and references by id, type and whole address', () => {
    const both = search('Patient', ['_id', 'patient-1,patient-2']);
    expect(both.map(({ id }) => id)).toEqual(['patient-1', 'patient-2']);
    expect(search('Patient', ['death-date', 'true', 'missing'])).toHaveLength(5);
    for (const value of ['patient-1', 'Patient/patient-1', 'https://fhir.larkspur.example/r4/Patient/patient-1']) {
      expect(search('Goal', ['patient', value])).toHaveLength(1);
    }
    expect(search('Patient', ['name', 'exampleton'], ['birthdate', '1900', 'ge'])).toHaveLength(1);
  });
  it('forgets its indexes when a type changes, and keeps versions', () => {
    const own = new RecordStore();
    const goal = (status: string, versionId: string): Stored => ({
      resourceType: 'Goal',
      id: 'g',
      meta: { versionId },
      lifecycleStatus: status,
    });
    own.load([goal('active', '1')]);
    const active = { name: 'lifecycle-status', operator: 'eq', value: 'active' };
    expect(own.search('Goal', [active])).toHaveLength(1);
    own.load([goal('completed', '2')]);
    expect(own.search('Goal', [active])).toHaveLength(0);
    expect(own.versions('Goal', 'g').map(({ meta }) => meta.versionId)).toEqual(['2', '1']);
  });
  it.each([
    ['an unknown parameter', 'nonsense', 'x', 'eq'],
    ['a date that is none', 'date', 'yesterday', 'eq'],
    ['a modifier not offered', 'code', 'x', 'below'],
  ])('says what is wrong with %s', (_what, name, value, operator) => {
    expect(() => search('Observation', [name, value, operator])).toThrow(BadSearch);
  });
  it.each(
    Object.entries(resources).flatMap(([type, { search: parameters, searchable }]) =>
      searchable ? Object.keys(parameters).map(name => [type, name] as const) : [],
    ),
  )('%s.%s finds what holds a value, in the made-up records', (type, name) => {
    const held = search(type, [name, 'false', 'missing']);
    // A claimed parameter that nothing in the records answers to would be a claim nobody can check.
    expect(held.length).toBeGreaterThan(0);
  });
});

describe('permission', () => {
  const may = (access: Partial<Access>) => new Permission({ clientId: 'app', scope: '', ...access }, store);
  const own = store.get('Goal', 'patient-1-goal-1')!;
  const other = store.get('Goal', 'patient-2-goal-1')!;
  const provenance = store.get('Provenance', 'patient-2-provenance-goal')!;
  const practitioner = store.get('Practitioner', 'practitioner-1')!;

  it("holds a patient's app to the one record, and shows what all share", () => {
    for (const access of [
      { scope: 'patient/*.rs', patient: 'patient-1', fhirUser: 'Patient/patient-1' },
      { scope: 'user/*.rs', fhirUser: 'Patient/patient-1' },
      { scope: 'patient/*.rs', patient: 'patient-1', fhirUser: 'Practitioner/practitioner-1' },
    ]) {
      const permission = may(access);
      expect([own, other, provenance, practitioner].map(one => permission.shows(one, 'read'))).toEqual([
        true,
        false,
        false,
        true,
      ]);
    }
  });
  it('opens all records to clinicians and backend services alone', () => {
    expect(may({ scope: 'user/*.rs', fhirUser: 'Practitioner/practitioner-1' }).shows(other, 'read')).toBe(true);
    expect(may({ scope: 'system/*.rs' }).shows(other, 'read')).toBe(true);
    expect(may({ scope: 'system/*.rs', fhirUser: 'Patient/patient-1' }).shows(own, 'read')).toBe(false);
    expect(may({ scope: 'patient/*.rs' }).shows(own, 'read')).toBe(false);
  });
  it('tells reading from searching, types and categories', () => {
    const permission = may({
      scope: 'patient/Goal.r patient/Condition.s',
      patient: 'patient-1',
      fhirUser: 'Patient/patient-1',
    });
    expect([
      permission.covers('Goal', 'read'),
      permission.covers('Goal', 'search'),
      permission.covers('Condition', 'search'),
      permission.covers('Patient', 'read'),
    ]).toEqual([true, false, true, false]);
    const problems = may({
      scope: 'patient/Condition.rs?category=http://terminology.hl7.org/CodeSystem/condition-category|problem-list-item',
      patient: 'patient-1',
      fhirUser: 'Patient/patient-1',
    });
    expect(problems.shows(store.get('Condition', 'patient-1-problem-1')!, 'read')).toBe(true);
    expect(problems.shows(store.get('Condition', 'patient-1-health-concern-1')!, 'read')).toBe(false);
  });
});
