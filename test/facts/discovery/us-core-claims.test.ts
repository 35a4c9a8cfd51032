import { expect, test } from 'vitest';
import { changedResource, statement } from '../../../src/facts/discovery/samples.ts';
import { compareVersions, usCoreProfile, versionHeldTo } from '../../../src/facts/discovery/us-core-claims.ts';
import { catalogueOfTheDay, loadCatalogue } from '../../../src/requirements/catalogue.ts';

const today = catalogueOfTheDay(await loadCatalogue(), '2026-11-25');

test('versions in their order, a pre-release before its release', () => {
  const versions = ['10.0.0', '7.0.0', '7.0.0-ballot', '6.1.0', '3.1.1', '6.1.0-snapshot1'];
  expect(versions.toSorted(compareVersions)).toEqual([
    '3.1.1',
    '6.1.0-snapshot1',
    '6.1.0',
    '7.0.0-ballot',
    '7.0.0',
    '10.0.0',
  ]);
});

test('versions by the names people give them', () => {
  expect(compareVersions('STU2.2', '2.2.0')).toBe(0);
  expect(compareVersions('v6.1.0', '6.1')).toBe(0);
});

test.each([
  ['both say the same', '6.1.0', '6.1.0', '6.1.0'],
  ['the server is ahead of the claim', '7.0.0', '6.1.0', '7.0.0'],
  ['the server alone says', '7.0.0', undefined, '7.0.0'],
  ['the claim alone says', null, '6.1.0', '6.1.0'],
  ['the claim alone says, in short', null, '6.1', '6.1.0'],
  ['both say, the claim in short', '7.0.0', '7', '7.0.0'],
  ['the server is below the floor', '3.1.1', '6.1.0', undefined],
  ['a version without a table', '9.0.0', undefined, undefined],
  ['the claim is below the floor', null, '3.1.1', undefined],
])('%s', (_, usCore, claimed, expected) => {
  expect(versionHeldTo(statement({ usCore }), claimed, today)).toBe(expected);
});

test('where nobody says, the profiles may tell', () => {
  expect(versionHeldTo(statement({ usCore: null }), undefined, today)).toBe('6.1.0');
  const lacking = changedResource('Coverage', { profiles: [] });
  expect(versionHeldTo(statement({ usCore: null, resources: lacking }), undefined, today)).toBeUndefined();
});

test('names of profiles, of US Core alone', () => {
  expect(usCoreProfile('http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient|6.1.0')).toBe(
    'us-core-patient',
  );
  expect(usCoreProfile('https://hl7.org/fhir/us/core/StructureDefinition/us-core-patient')).toBe('us-core-patient');
  expect(usCoreProfile('http://hl7.org/fhir/us/davinci/StructureDefinition/x')).toBeUndefined();
  expect(usCoreProfile('http://hl7.org/fhir/us/core/CapabilityStatement/us-core-server')).toBeUndefined();
});
