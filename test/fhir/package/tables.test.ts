import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compilePackage } from '../../../src/fhir/package/compile-package.ts';
import { compileType } from '../../../src/fhir/package/compile-structures.ts';
import { tableFiles } from '../../../src/fhir/package/write-tables.ts';
import { baseDefinitions } from '../../../src/fhir/r4/base.ts';
import { compileR4 } from '../../../src/fhir/r4/compile.ts';
import { r4Definitions } from '../../../src/fhir/r4/definitions.ts';
import {
  aboutPackage,
  packageFolder,
  packageVersions,
  profileFacts,
  r4,
  serverFacts,
  withPackage,
} from '../../../src/fhir/tables.ts';
import { atHand, sharedPackage } from '../shared-packages.ts';

const root = resolve(import.meta.dirname, '../../..');
const versions = ['6.1.0', '7.0.0', '8.0.0'];

test('the tables of R4 are what their source compiles to', () => {
  for (const [name, text] of Object.entries(compileR4()))
    expect(readFileSync(join(root, 'src/fhir/r4', name), 'utf8') === text, name).toBe(true);
});

test('elements that the tables of R4 leave out as inherited come back, each as its definition states it', () => {
  const facts = (elements: readonly { id: string }[]) =>
    new Map(elements.map(({ id, ...element }) => [id, { ...element, slicing: undefined, constraints: undefined }]));
  for (const definition of r4Definitions())
    if (definition.derivation !== 'constraint' && definition.kind !== 'logical')
      expect(facts(r4().typeNamed(definition.type)?.elements ?? [])).toEqual(facts(compileType(definition).elements));
});

test("what Medplum adds to R4's Meta is not among its elements", () => {
  const names = r4()
    .typeNamed('Meta')
    ?.elements.map(({ id }) => id);
  expect(names?.toSorted()).toEqual(
    ['', 'id', 'extension', 'versionId', 'lastUpdated', 'source', 'profile', 'security', 'tag'].toSorted(),
  );
});

test('versions at hand, and which of them is in no approved pairing', () => {
  expect(packageVersions()).toEqual(versions);
  const notApproved = versions.filter(version => aboutPackage(packageFolder(version) as string).notApproved);
  expect(notApproved).toEqual(['8.0.0']);
});

test('tables carry facts and no prose of the guide', () => {
  const prose = /"(definition|description|short|comment|requirements|human|meaningWhenMissing|div)":"/;
  const folders = [join(root, 'src/fhir/r4'), ...versions.map(version => packageFolder(version) as string)];
  for (const folder of folders)
    for (const name of readdirSync(folder).filter(file => file.endsWith('son')))
      expect(prose.exec(readFileSync(join(folder, name), 'utf8'))?.[0], `${folder}/${name}`).toBeUndefined();
});

describe.each(versions)('US Core %s', version => {
  const folder = packageFolder(version) as string;

  test.skipIf(!atHand(version))('is what its package compiles to (skipped where ../shared is absent)', () => {
    for (const [name, text] of Object.entries(tableFiles(compilePackage(sharedPackage(version), baseDefinitions()))))
      expect(readFileSync(join(folder, name), 'utf8') === text, name).toBe(true);
  });

  test('every structure can be looked up, and every profile names a type of R4', () => {
    const tables = withPackage(folder);
    for (const { profile, resource } of profileFacts(folder)) {
      expect(tables.structure(profile)?.type).toBe(resource);
      expect(tables.typeNamed(resource)?.kind).toBe('resource');
    }
  });

  test('has the counts of the US Core test kit', () => expect(countsOf(folder)).toEqual(kit[version]));
});

/**
 * Counts of the metadata that the US Core test kit (1.1.5) generates from the same packages, summed over profiles.
 * `shallComparators` is known for 6.1.0 alone.
 */
const kit: Record<string, ReturnType<typeof countsOf>> = {
  '6.1.0': {
    profiles: 48,
    types: 26,
    searches: { SHALL: 117, SHOULD: 105 },
    parameters: 216,
    elements: 516,
    slices: 62,
    extensions: 7,
    choices: 12,
    mandatory: 348,
    requiredBindings: 124,
    references: 403,
    revincludes: 41,
    includes: 8,
  },
  '7.0.0': {
    profiles: 51,
    types: 26,
    searches: { SHALL: 126, SHOULD: 140 },
    parameters: 260,
    elements: 572,
    slices: 69,
    extensions: 8,
    choices: 13,
    mandatory: 369,
    requiredBindings: 128,
    references: 433,
    revincludes: 44,
    includes: 8,
  },
  '8.0.0': {
    profiles: 53,
    types: 26,
    searches: { SHALL: 133, SHOULD: 144 },
    parameters: 272,
    elements: 640,
    slices: 71,
    extensions: 10,
    choices: 18,
    mandatory: 386,
    requiredBindings: 139,
    references: 456,
    revincludes: 46,
    includes: 8,
  },
};

function countsOf(folder: string) {
  const server = new Map(serverFacts(folder).map(resource => [resource.type, resource]));
  const profiles = profileFacts(folder);
  const sum = (count: (profile: (typeof profiles)[number]) => number) =>
    profiles.reduce((total, profile) => total + count(profile), 0);
  const sumServer = (count: (resource: NonNullable<ReturnType<(typeof server)['get']>>) => number) =>
    sum(({ resource }) => count(server.get(resource) as never));
  const searches = (expectation: string) =>
    sumServer(({ searches: all }) => all.filter(search => search.expectation === expectation).length);
  return {
    profiles: profiles.length,
    types: new Set(profiles.map(({ resource }) => resource)).size,
    searches: { SHALL: searches('SHALL'), SHOULD: searches('SHOULD') },
    parameters: sumServer(({ parameters }) => Object.keys(parameters).length),
    elements: sum(({ mustSupport }) => mustSupport.elements.length),
    slices: sum(({ mustSupport }) => mustSupport.slices.length),
    extensions: sum(({ mustSupport }) => mustSupport.extensions.length),
    choices: sum(({ mustSupport }) => mustSupport.choices.length),
    mandatory: sum(({ mandatory }) => mandatory.length),
    // A slice that need not be there asks nothing by its binding.
    requiredBindings: sum(
      ({ bindings }) =>
        bindings.filter(({ strength, slice }) => strength === 'required' && slice !== 'optional').length,
    ),
    references: sum(({ references }) => references.length),
    revincludes: sumServer(({ revincludes }) => Object.keys(revincludes).length),
    includes: sumServer(({ includes }) => Object.keys(includes).length),
  };
}
