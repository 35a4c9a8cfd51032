import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type AnyRule, type Example, type Setting, topicOf, type Verdict } from '../../src/model/rule.ts';
import type { Deployment, Vendor } from '../../src/model/vendor.ts';
import { catalogueOfTheDay, loadCatalogue } from '../../src/requirements/catalogue.ts';
import { indexFile, indexText } from '../../src/rules/generate.ts';
import { rules } from '../../src/rules/index.ts';

const catalogue = await loadCatalogue();
const folder = resolve(import.meta.dirname, '../../src/rules');
const outcomes = { passed: 'passed', failed: 'failed', 'cant-tell': 'cantTell', inapplicable: 'inapplicable' } as const;

const sandbox: Deployment = {
  id: 'sandbox',
  base: 'https://fhir.larkspur.example/r4',
  environment: 'sandbox',
  host: 'developer',
  data: 'synthetic',
};
const plainVendor: Vendor = {
  name: 'Larkspur Health',
  slug: 'larkspur-health',
  product: {},
  purpose: 'certification',
  audience: ['patient', 'provider'],
  standards: { 'us-core': '6.1.0', smart: '2.2.0', bulk: '2.0.0' },
  deployments: [sandbox],
  pages: {},
  patients: [],
  clients: [],
  claims: [],
  endpoints: { knock: 'none', sample: 20 },
  politeness: { requestsPerSecond: 10, connections: 4 },
  network: { resolve: {} },
};

function setting(rule: AnyRule, example: Example<never, never>): Setting {
  const deployment = { ...sandbox, ...example.setting?.deployment };
  return {
    vendor: { ...plainVendor, deployments: [deployment], ...example.setting?.vendor },
    catalogue: catalogueOfTheDay(catalogue, example.setting?.day ?? '2026-11-25'),
    ...(rule.per === 'deployment' ? { deployment } : {}),
  };
}

test('the index names every rule there is', () => {
  expect(readFileSync(indexFile, 'utf8')).toBe(indexText());
});

describe.each(rules.map(rule => [rule.id, rule] as const))('%s', (id, rule) => {
  const source = readFileSync(join(folder, `${id}.ts`), 'utf8');

  test('bears the name of its file, and no verb or negation in it', () => {
    expect(rule.id).toBe(id);
    expect(topicOf(rule)).toBe(id.split('/')[0]);
    expect(id).toMatch(/^[a-z0-9-]+\/[a-z0-9-]+$/);
    expect(id).not.toMatch(/\/no-/);
  });

  test('cites what the catalogue knows', () => {
    expect(rule.cites.filter((cite: string) => !catalogue.requirements.has(cite))).toEqual([]);
    if (rule.barrier) expect([...catalogue.barriers.keys()]).toContain(rule.barrier);
  });

  test('has an example of each outcome that it can give', () => {
    const can = Object.entries(outcomes)
      .filter(([, word]) => new RegExp(`\\b${word}\\(`).test(source))
      .map(([outcome]) => outcome);
    expect(Object.keys(rule.examples)).toEqual(expect.arrayContaining(can));
  });

  const examples = Object.entries(rule.examples as Record<string, Example<never, never>[]>).flatMap(([outcome, list]) =>
    list.map(example => [outcome, example.when, example] as const),
  );
  test.each(examples)('%s: %s', (outcome, _, example) => {
    const verdicts = [rule.judge(example.facts, setting(rule, example))].flat() as Verdict[];
    expect(verdicts.map(verdict => verdict.outcome)).toContain(outcome);
    if (outcome === 'passed' || outcome === 'inapplicable')
      expect(verdicts.map(verdict => verdict.outcome)).not.toContain('failed');
    for (const verdict of verdicts) {
      if (verdict.outcome !== 'inapplicable') expect(verdict.exhibits.length).toBeGreaterThan(0);
      if (verdict.because !== undefined) expect(verdict.because).toMatch(/\S/);
    }
  });
});

test('no rule concludes what only people can', () => {
  const prose = rules.flatMap(rule => [rule.says, rule.otherwise, rule.remedy, rule.assumes ?? '']);
  expect(
    prose.filter(text => /information blocking|\bcompliant\b|\bcertified as\b|\bviolat|\billegal/i.test(text)),
  ).toEqual([]);
});
