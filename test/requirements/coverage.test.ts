import { describe, expect, test } from 'vitest';
import type { Barrier, Requirement } from '../../src/model/requirement.ts';
import type { AnyRule } from '../../src/model/rule.ts';
import type { Catalogue } from '../../src/requirements/catalogue.ts';
import { coverage, coverageText } from '../../src/requirements/coverage.ts';

const requirement = (id: string, more: Partial<Requirement> = {}): Requirement => ({
  id,
  asks: 'Be open.',
  link: 'https://law.example/',
  inForce: { from: '2021-04-05', until: null },
  audience: ['developer'],
  reading: 'verified',
  topics: ['discovery'],
  ...more,
});
const barrier = (id: string, more: Partial<Barrier> = {}): Barrier => ({
  id,
  group: 'doors',
  says: 'The door is shut.',
  signal: 'Knocking.',
  requirements: [],
  exceptions: [],
  severity: 'high',
  ...more,
});
const catalogue = (requirements: Requirement[], barriers: Barrier[] = []): Catalogue => ({
  version: '2026-11-22',
  sha256: '',
  requirements: new Map(requirements.map(entry => [entry.id, entry])),
  exceptions: new Map([
    [
      'law-exception',
      {
        id: 'law-exception',
        name: 'Exception',
        asks: 'Something.',
        link: 'https://law.example/',
        inForce: { from: '2021-04-05', until: null },
        reading: 'verified',
        conditions: [],
        deadlines: [],
        proofs: [],
      },
    ],
  ]),
  barriers: new Map(barriers.map(entry => [entry.id, entry])),
  discretions: new Map(),
  standards: [],
});
const rule = (id: AnyRule['id'], cites: readonly [string, ...string[]], named?: string): AnyRule => ({
  id,
  says: 'It is open',
  otherwise: 'It is shut',
  cites,
  ...(named !== undefined && { barrier: named }),
  severity: 'high',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Open it.',
  per: 'vendor',
  needs: {},
  judge: () => [],
  examples: {},
});

const problems = (...given: Parameters<typeof coverage>) => coverage(...given).problems;

test('a requirement or barrier with a rule, or with a reason, is no problem; an exception may be cited', () => {
  const given = catalogue(
    [requirement('law-1', { partly: 'What nobody can see.' }), requirement('law-2', { untested: 'A heading.' })],
    [barrier('shut-door')],
  );
  const covered = coverage(given, [rule('discovery/open', ['law-1', 'law-exception'], 'shut-door')], ['discovery']);
  expect(covered.problems).toEqual([]);
  expect(covered.requirements).toEqual([
    { entry: given.requirements.get('law-1'), rules: ['discovery/open'], partly: 'What nobody can see.' },
    { entry: given.requirements.get('law-2'), rules: [], untested: 'A heading.' },
  ]);
  expect(covered.barriers.map(({ rules }) => rules)).toEqual([['discovery/open']]);
});

describe('stale is', () => {
  test('a rule that cites what the catalogue does not have', () => {
    expect(problems(catalogue([]), [rule('discovery/open', ['law-9'])], [])).toEqual([
      'discovery/open cites "law-9", which is no requirement of the catalogue.',
    ]);
  });

  test('a rule whose barrier the catalogue does not have', () => {
    const found = problems(catalogue([requirement('law-1')]), [rule('discovery/open', ['law-1'], 'shut-window')], []);
    expect(found).toEqual(['discovery/open names the barrier "shut-window", which is not in the catalogue.']);
  });

  test('a requirement or barrier with neither a rule nor a reason, even if it says what remains', () => {
    const found = problems(catalogue([requirement('law-1', { partly: 'Much.' })], [barrier('shut-door')]), [], []);
    expect(found).toEqual([
      expect.stringContaining('The requirement law-1 has no rule and no reason'),
      expect.stringContaining('The barrier shut-door has no rule and no reason'),
    ]);
  });

  test('a requirement or barrier that has rules and is still called untested', () => {
    const given = catalogue(
      [requirement('law-1', { untested: 'planned: parity' })],
      [barrier('shut-door', { untested: 'Nobody knocks.' })],
    );
    expect(problems(given, [rule('discovery/open', ['law-1'], 'shut-door')], [])).toEqual([
      expect.stringContaining('The requirement law-1 is tested by discovery/open and still called untested'),
      expect.stringContaining('The barrier shut-door is tested by discovery/open and still called untested'),
    ]);
  });

  test('what is planned for a topic that stands, wholly or in part', () => {
    const given = catalogue([
      requirement('law-1', { untested: 'planned: parity' }),
      requirement('law-2', { partly: 'planned: parity - the speed of it' }),
    ]);
    const rules = [rule('discovery/open', ['law-2'])];
    expect(problems(given, rules, ['discovery'])).toEqual([]);
    expect(problems(given, rules, ['discovery', 'parity'])).toEqual([
      expect.stringContaining('The requirement law-1 is planned for parity, which stands'),
      expect.stringContaining('The requirement law-2 is planned for parity, which stands'),
    ]);
  });
});

test('the text shows rules, what remains and why the rest is untested', () => {
  const given = catalogue(
    [requirement('law-1', { partly: 'What nobody can see.' }), requirement('law-2', { untested: 'A heading.' })],
    [barrier('shut-door', { untested: 'planned: parity' })],
  );
  expect(coverageText(coverage(given, [rule('discovery/open', ['law-1'])], []))).toBe(`Requirements: 1 of 2 tested

law-1
  tested by discovery/open
  remains   What nobody can see.
law-2
  untested  A heading.

Barriers: 0 of 1 tested

shut-door
  untested  planned: parity
`);
});
