import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  demandsOfCertification,
  profileBase,
  type ServerDemands,
  serverDemands,
} from '../../../src/facts/discovery/us-core-server.ts';
import { catalogueOfTheDay, loadCatalogue } from '../../../src/requirements/catalogue.ts';

const packages = resolve(import.meta.dirname, '../../../../shared/ig');
const expectation = 'http://hl7.org/fhir/StructureDefinition/capabilitystatement-expectation';
const combination = 'http://hl7.org/fhir/StructureDefinition/capabilitystatement-search-parameter-combination';

// biome-ignore lint/suspicious/noExplicitAny: a CapabilityStatement as published
type Json = any;

const isShall = (element: Json): boolean =>
  (element?.extension ?? []).some((one: Json) => one.url === expectation && one.valueCode === 'SHALL');

/** Reads the package again, by another way than the table was written. */
function compile(file: string): ServerDemands {
  const text = execFileSync('tar', ['xzOf', file, 'package/CapabilityStatement-us-core-server.json'], {
    maxBuffer: 2e7,
  });
  const [rest] = (JSON.parse(text.toString()) as Json).rest;
  const entries = rest.resource
    .filter((resource: Json) => isShall(resource) && resource.supportedProfile)
    .map((resource: Json) => [
      resource.type,
      {
        profiles: resource.supportedProfile
          .filter((_: string, index: number) => isShall(resource._supportedProfile[index]))
          .map((address: string) => address.replace(profileBase, '').replace(/\|.*/, '')),
        alone: (resource.searchParam ?? []).filter(isShall).map(({ name }: Json) => name),
        together: (resource.extension ?? [])
          .filter((one: Json) => one.url === combination && isShall(one))
          .map((one: Json) =>
            one.extension.filter(({ url }: Json) => url === 'required').map(({ valueString }: Json) => valueString),
          ),
      },
    ]);
  return Object.fromEntries(entries);
}

/** Order says nothing in these lists. */
const sorted = (demands: ServerDemands) =>
  Object.fromEntries(
    Object.entries(demands).map(([type, { profiles, alone, together }]) => [
      type,
      {
        profiles: profiles.toSorted(),
        alone: alone.toSorted(),
        together: together.map(names => names.toSorted().join(' ')).sort(),
      },
    ]),
  );

describe.each([
  ['6.1.0', 'us_core_610.tgz'],
  ['7.0.0', 'us_core_700.tgz'],
])('US Core %s', (version, name) => {
  const file = resolve(packages, name);
  test.skipIf(!existsSync(file))(`the table says what ${name} says (skipped where ../shared/ig is absent)`, () => {
    expect(sorted(serverDemands(version) as ServerDemands)).toEqual(sorted(compile(file)));
  });
});

test('what ONC does not ask for is left out, on the day it holds', async () => {
  const catalogue = await loadCatalogue();
  const on = (day: string, version = '6.1.0') => demandsOfCertification(version, catalogueOfTheDay(catalogue, day));
  const today = on('2026-11-25');
  expect(today?.Observation?.profiles).not.toContain('us-core-observation-sexual-orientation');
  expect(on('2025-01-15')?.Observation?.profiles).toContain('us-core-observation-sexual-orientation');
  expect(today?.Practitioner).toEqual({ profiles: ['us-core-practitioner'], alone: [], together: [] });
  expect(today?.Location).toBeUndefined();
  expect(on('2026-11-25', '7.0.0')?.Location?.alone.toSorted()).toEqual(['address', 'name']);
  expect(today?.QuestionnaireResponse).toBeUndefined();
  expect(on('2026-11-25', '5.0.1')).toBeUndefined();
});
