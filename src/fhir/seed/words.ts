import type { CodeableConcept, Coding, Meta, Quantity, ResourceType } from '@medplum/fhirtypes';

export const loinc = 'http://loinc.org';
export const snomed = 'http://snomed.info/sct';
export const rxnorm = 'http://www.nlm.nih.gov/research/umls/rxnorm';
export const ucum = 'http://unitsofmeasure.org';
export const npiSystem = 'http://hl7.org/fhir/sid/us-npi';
export const absentReason = 'http://terminology.hl7.org/CodeSystem/data-absent-reason';
export const hl7 = (name: string): string => `http://terminology.hl7.org/CodeSystem/${name}`;
export const usCoreCodes = (name: string): string => `http://hl7.org/fhir/us/core/CodeSystem/${name}`;
export const usCoreExtension = (name: string): string =>
  `http://hl7.org/fhir/us/core/StructureDefinition/us-core-${name}`;

export const coding = (system: string, code: string, display?: string): Coding => ({
  system,
  code,
  ...(display !== undefined && { display }),
});

/** A concept with one coding, whose display is also its text. */
export const concept = (system: string, code: string, display: string): CodeableConcept => ({
  coding: [coding(system, code, display)],
  text: display,
});

export const quantity = (value: number, unit: string, code = unit): Quantity => ({ value, unit, system: ucum, code });

/** A reference to a resource of the same server. */
export const to = (type: ResourceType, id: string, display?: string): { reference: string; display?: string } => ({
  reference: `${type}/${id}`,
  ...(display !== undefined && { display }),
});

/** When the seed data were last touched: the same for all, and long ago enough that nothing is newer than a run. */
export const touched = '2026-10-01T08:00:00.000Z';

/** `meta` of a resource that follows the named US Core 6.1.0 profiles. */
export const follows = (...profiles: readonly string[]): Meta => ({
  versionId: '1',
  lastUpdated: touched,
  ...(profiles.length > 0 && {
    profile: profiles.map(name => `http://hl7.org/fhir/us/core/StructureDefinition/${name}`),
  }),
});

export const narrative = (text: string) => ({
  status: 'generated' as const,
  div: `<div xmlns="http://www.w3.org/1999/xhtml"><p>${text.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</p></div>`,
});

/**
 * A National Provider Identifier with a right check digit (Luhn over 80840 and the nine digits before it). It begins with
 * 2, a series that has never been issued, so that it names no one.
 * @param number at most eight digits
 */
export function npi(number: number): string {
  const nine = `2${String(number).padStart(8, '0')}`;
  const sum = [...`80840${nine}`].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${nine}${(10 - (sum % 10)) % 10}`;
}
