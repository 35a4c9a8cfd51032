import { describe, expect, test } from 'vitest';
import { listIn } from '../../../src/facts/service-base-urls/list-document.ts';
import {
  baseOf,
  endingOf,
  isTemplate,
  knockable,
  malformation,
  testWordIn,
} from '../../../src/facts/service-base-urls/listed-address.ts';
import { hasNpiCheckDigit, isRegisteredNpiSystem, meansNpi } from '../../../src/facts/service-base-urls/npi.ts';
import { bundle, endpoint } from '../../../src/facts/service-base-urls/samples.ts';

test.each([
  'https://fhir.larkspur.example/{practiceId}/r4',
  'https://fhir.larkspur.example/<tenant>/r4',
  'https://fhir.larkspur.example/%7BpracticeId%7D/r4',
  'https://fhir.larkspur.example/:site/r4',
  'https://fhir.larkspur.example/[tenant]/r4',
  'https://YOUR-ORG.larkspur.example/r4',
])('%s is a template', address => {
  expect(isTemplate(address)).toBe(true);
  expect(knockable(address)).toBeUndefined();
});

test.each([
  'https://fhir.larkspur.example/r4',
  'https://fhir.larkspur.example:8443/r4/-KzIoYV6gk/',
  'http://[fe80::1]/r4',
])('%s is none', address => expect(isTemplate(address)).toBe(false));

test.each([
  [' https://fhir.larkspur.example/r4', 'begins or ends with white space'],
  ['https://fhir.larkspur.example/r 4', 'holds white space'],
  ['/r4', 'is no absolute URL'],
  ['fhir.larkspur.example', 'is no absolute URL'],
  ['ftp://fhir.larkspur.example', 'is not on the web (ftp:)'],
  ['https://me:secret@fhir.larkspur.example', 'holds a user name'],
  ['https://fhir.larkspur.example/r4/', undefined],
])('%s %s', (address, why) => expect(malformation(address)).toBe(why));

test('what is knocked at is the base alone, and nothing with a name in it', () => {
  expect(knockable(' https://FHIR.larkspur.example/r4/metadata ')).toBe('https://fhir.larkspur.example/r4');
  expect(knockable('https://fhir.larkspur.example/r4/.well-known/smart-configuration')).toBe(
    'https://fhir.larkspur.example/r4',
  );
  expect(knockable('https://me@fhir.larkspur.example/r4')).toBeUndefined();
  expect(knockable('mailto:records@larkspur.example')).toBeUndefined();
  expect(endingOf('https://fhir.larkspur.example/r4/Metadata/?_format=json')).toBeDefined();
  expect(endingOf('https://fhir.larkspur.example/metadata-service/r4')).toBeUndefined();
  expect(baseOf('https://fhir.larkspur.example/r4//')).toBe('https://fhir.larkspur.example/r4');
});

describe('a host for testing', () => {
  test.each([
    ['https://careconnect-uat.vendor.example.com/fhir', 'uat'],
    ['https://fhir-qa.vendor.com/r4', 'qa'],
    ['https://dev2.vendor.com/r4', 'dev2'],
    ['https://sandbox.vendor.com/r4', 'sandbox'],
  ])('%s', (address, word) => expect(testWordIn(address)).toBe(word));

  test.each([
    'https://fhir.vendor.com/sandbox/r4',
    'https://developmental-services.state.gov/r4',
    'https://fhir.vendor.dev/r4',
    'https://fhir.test-health.com/r4',
    'https://latest.vendor.com/r4',
    'https://10.0.0.1/test',
    'nonsense',
  ])('is not %s', address => expect(testWordIn(address)).toBeUndefined());
});

test('addresses that nobody is meant to use are not looked at', () => {
  const { addresses } = listIn(
    bundle([
      endpoint('a'),
      endpoint('again', { address: 'https://fhir.larkspur.example/t/a/r4' }),
      endpoint('off', { status: 'off' }),
      endpoint('mail', { connectionType: { code: 'direct-project' }, address: 'mailto:records@larkspur.example' }),
      endpoint('unsaid', { status: undefined, connectionType: undefined }),
    ]),
  );
  expect([...addresses]).toEqual(['https://fhir.larkspur.example/t/a/r4', 'https://fhir.larkspur.example/t/unsaid/r4']);
});

test('the check digit of an NPI', () => {
  // The example that CMS gives for the computation.
  expect(hasNpiCheckDigit('1234567893')).toBe(true);
  expect(hasNpiCheckDigit('1234567890')).toBe(false);
  expect(hasNpiCheckDigit('123456789')).toBe(false);
  expect(hasNpiCheckDigit('12345678931')).toBe(false);
  expect(hasNpiCheckDigit('123456789X')).toBe(false);
});

test.each([
  ['http://hl7.org/fhir/sid/us-npi', true, true],
  ['urn:oid:2.16.840.1.113883.4.6', true, true],
  ['http://hl7.org.fhir/sid/us-npi', true, false],
  ['https://hl7.org/fhir/sid/us-npi', true, false],
  ['urn:oid:2.16.840.1.113883.4.4', false, false],
  [undefined, false, false],
])('%s', (system, means, registered) => {
  expect(meansNpi({ system, value: '1' })).toBe(means);
  expect(isRegisteredNpiSystem({ system, value: '1' })).toBe(registered);
});
