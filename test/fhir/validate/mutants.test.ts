import type { StructureDefinition } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { packageFolder, withPackage } from '../../../src/fhir/tables.ts';
import { compileValidator } from '../../../src/fhir/validate/validator.ts';
import { atHand, sharedPackage } from '../shared-packages.ts';
import { groups, type Mutant, mutantsOf } from './mutants.ts';

describe.each(['6.1.0', '7.0.0', '8.0.0'])('US Core %s', version => {
  test.skipIf(!atHand(version))('finds broken resources of every kind (skipped where ../shared is absent)', () => {
    const { resources, examples } = sharedPackage(version);
    const definitions = new Map(
      resources
        .filter(({ resourceType }) => resourceType === 'StructureDefinition')
        .map(definition => [definition.url as string, definition as unknown as StructureDefinition]),
    );
    const validator = compileValidator(withPackage(packageFolder(version) as string));
    const count = new Map<string, number>();
    const mutants: Mutant[] = examples.flatMap(({ file, ...example }) =>
      ((example as { meta?: { profile?: string[] } }).meta?.profile ?? []).flatMap(stated => {
        const definition = definitions.get(stated.replace(/\|.*$/, ''));
        return definition?.type === example.resourceType ? mutantsOf(example, definition, count) : [];
      }),
    );
    const missed: string[] = [];
    const rates = groups.map(group => {
      const own = mutants.filter(mutant => mutant.group === group);
      const found = own.filter(({ what, resource }) => {
        const hit = validator.validate(resource).some(({ severity }) => severity === 'error');
        if (!hit) missed.push(`${group}: ${what}`);
        return hit;
      });
      return {
        group,
        mutants: own.length,
        found: found.length,
        rate: own.length === 0 ? 1 : found.length / own.length,
      };
    });
    console.log(
      [
        `US Core ${version}: ${mutants.length} mutants`,
        ...rates.map(
          ({ group, mutants: all, found, rate }) =>
            `  ${group.padEnd(44)} ${String(found).padStart(5)} of ${String(all).padStart(5)}  ${(rate * 100).toFixed(1)} %`,
        ),
        ...missed.slice(0, 20).map(what => `  missed: ${what}`),
      ].join('\n'),
    );
    expect(mutants.length).toBeGreaterThanOrEqual(4000);
    for (const { group, rate, mutants: all } of rates) {
      expect([group, rate >= 0.98]).toEqual([group, true]);
      expect([group, all > 0]).toEqual([group, true]);
    }
  });
});
