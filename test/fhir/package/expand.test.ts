import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { expand } from '../../../src/fhir/package/expand.ts';
import { r4Terminology } from '../../../src/fhir/r4/definitions.ts';
import { packageFolder, withPackage } from '../../../src/fhir/tables.ts';

const file = resolve(import.meta.dirname, '../../../../shared/facts/required-value-sets.tsv');
const sizes = existsSync(file)
  ? readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map(line => line.split('\t') as [string, string])
      .filter(([url]) => url.includes('/ValueSet/'))
  : [];

/** Sets that are too large to carry: one is a grammar, the other all LOINC codes for documents. */
const notCounted = new Set([
  'http://hl7.org/fhir/ValueSet/mimetypes',
  'http://hl7.org/fhir/us/core/ValueSet/us-core-documentreference-type',
]);

test.skipIf(sizes.length === 0)(
  'required value sets have as many codes as the certification kit says (skipped where ../shared is absent)',
  () => {
    const tables = withPackage(packageFolder('6.1.0') as string);
    const r4Sets = r4Terminology();
    for (const [url, size] of sizes) {
      if (notCounted.has(url)) continue;
      const set = tables.valueSet(url) ?? expand(url, r4Sets);
      expect([url, Object.values(set?.codes ?? {}).flat().length]).toEqual([url, Number(size)]);
      expect([url, set?.unknown]).toEqual([url, undefined]);
    }
  },
);

const codeSystem = {
  resourceType: 'CodeSystem' as const,
  url: 'urn:animals',
  status: 'active' as const,
  content: 'complete' as const,
  concept: [
    { code: 'animal', concept: [{ code: 'cat', concept: [{ code: 'tom' }] }, { code: 'dog' }] },
    { code: 'bird', property: [{ code: 'parent', valueCode: 'animal' }] },
  ],
};

const composed = (compose: object) =>
  expand('urn:set', {
    codeSystems: new Map([['urn:animals', codeSystem]]),
    valueSets: new Map([
      ['urn:set', { resourceType: 'ValueSet', status: 'active', compose } as never],
      [
        'urn:other',
        {
          resourceType: 'ValueSet',
          status: 'active',
          compose: { include: [{ system: 'urn:x', concept: [{ code: '1' }] }] },
        } as never,
      ],
    ]),
  });

test('a system, a hierarchy, codes and other sets are counted out, and what is excluded is not', () => {
  const system = 'urn:animals';
  expect(composed({ include: [{ system }] })?.codes[system]?.toSorted()).toEqual([
    'animal',
    'bird',
    'cat',
    'dog',
    'tom',
  ]);
  const isA = { system, filter: [{ property: 'concept', op: 'is-a', value: 'cat' }] };
  expect(composed({ include: [isA] })?.codes).toEqual({ [system]: ['cat', 'tom'] });
  const below = { system, filter: [{ property: 'concept', op: 'descendent-of', value: 'animal' }] };
  expect(composed({ include: [below] })?.codes[system]?.toSorted()).toEqual(['bird', 'cat', 'dog', 'tom']);
  expect(composed({ include: [below], exclude: [isA] })?.codes[system]?.toSorted()).toEqual(['bird', 'dog']);
  expect(composed({ include: [{ valueSet: ['urn:other'] }] })?.codes).toEqual({ 'urn:x': ['1'] });
});

test('what cannot be counted out is named, never taken as empty', () => {
  expect(composed({ include: [{ system: 'http://loinc.org' }] })).toEqual({
    url: 'urn:set',
    codes: {},
    unknown: ['http://loinc.org'],
  });
  expect(composed({ include: [{ valueSet: ['urn:elsewhere'] }] })?.unknown).toEqual(['urn:elsewhere']);
  expect(expand('urn:none', { codeSystems: new Map(), valueSets: new Map() })).toBeUndefined();
});
