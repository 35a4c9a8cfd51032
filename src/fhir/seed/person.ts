import type { Extension, Patient } from '@medplum/fhirtypes';
import type { Chance } from './chance.ts';
import { coding, concept, follows, hl7, usCoreExtension } from './words.ts';

export interface Person {
  readonly id: string;
  readonly given: string;
  readonly family: string;
  readonly female: boolean;
  readonly deceased?: boolean;
}

const races: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['2106-3', 'White'],
  ['2054-5', 'Black or African American'],
  ['2028-9', 'Asian'],
  ['1002-5', 'American Indian or Alaska Native'],
];

/** A patient with every element that US Core Patient asks a system to be able to show. */
export function person({ id, given, family, female, deceased }: Person, chance: Chance): Patient {
  const birthDate = `${chance.whole(1950, 1995)}-${String(chance.whole(1, 12)).padStart(2, '0')}-${String(chance.whole(10, 28))}`;
  const [code, display] = chance.pick(races);
  return {
    resourceType: 'Patient',
    id,
    meta: follows('us-core-patient'),
    extension: [
      omb('race', 'urn:oid:2.16.840.1.113883.6.238', code, display),
      omb('ethnicity', 'urn:oid:2.16.840.1.113883.6.238', '2186-5', 'Not Hispanic or Latino'),
      { url: usCoreExtension('birthsex'), valueCode: female ? 'F' : 'M' },
      { url: usCoreExtension('sex'), valueCode: female ? '248152002' : '248153007' },
      {
        url: usCoreExtension('tribal-affiliation'),
        extension: [
          {
            url: 'tribalAffiliation',
            valueCodeableConcept: concept(hl7('v3-TribalEntityUS'), '338', 'Native Village of Afognak'),
          },
          { url: 'isEnrolled', valueBoolean: false },
        ],
      },
    ],
    identifier: [
      {
        use: 'usual',
        type: concept(hl7('v2-0203'), 'MR', 'Medical record number'),
        system: 'https://clinic.example/medical-record-numbers',
        value: `MRN-${id}`,
      },
    ],
    active: true,
    name: [
      { use: 'official', family, given: [given, 'Q.'], suffix: ['III'] },
      { use: 'old', family: `${family}-Formerly`, given: [given], period: { start: '1999-01-01', end: '2010-06-30' } },
    ],
    telecom: [
      { system: 'phone', value: '555-0123', use: 'home' },
      { system: 'email', value: `${given.toLowerCase()}@mail.example`, use: 'home' },
    ],
    gender: female ? 'female' : 'male',
    birthDate,
    ...(deceased && { deceasedDateTime: '2025-12-05T07:30:00-05:00' }),
    address: [
      {
        use: 'home',
        line: ['7 Pretend Street', 'Unit 2'],
        city: 'Specimen Springs',
        state: 'VT',
        postalCode: '05999',
        country: 'US',
        period: { start: '2015-03-01' },
      },
      {
        use: 'old',
        line: ['1 Bygone Lane'],
        city: 'Specimen Springs',
        state: 'VT',
        postalCode: '05999',
        country: 'US',
        period: { start: '2001-01-01', end: '2015-02-28' },
      },
    ],
    communication: [{ language: concept('urn:ietf:bcp:47', 'en', 'English'), preferred: true }],
  };
}

const omb = (name: 'race' | 'ethnicity', system: string, code: string, display: string): Extension => ({
  url: usCoreExtension(name),
  extension: [
    { url: 'ombCategory', valueCoding: coding(system, code, display) },
    { url: 'text', valueString: display },
  ],
});
