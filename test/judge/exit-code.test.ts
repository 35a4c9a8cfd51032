import { expect, test } from 'vitest';
import { counts, exitCode } from '../../src/judge/exit-code.ts';
import { nameOf, readFailOn, type Waiver, waives } from '../../src/judge/narrowing.ts';
import type { Finding } from '../../src/model/finding.ts';
import { scene } from './bench.ts';

const finding = (parts: Partial<Finding> = {}): Finding => ({
  rule: 'discovery/test',
  topic: 'discovery',
  outcome: 'failed',
  because: 'It is shut.',
  title: 'The page is shut',
  severity: 'high',
  confidence: 'certain',
  kind: 'condition-concern',
  attributedTo: 'developer',
  exceptionState: 'unknown',
  deployment: null,
  environment: null,
  barrier: null,
  cites: ['45 CFR 170.404(b)(2)'],
  exceptions: [],
  remedy: 'Open it.',
  evidence: ['sha256:0'],
  ...parts,
});
const fine = finding({ outcome: 'passed' });
const bug = finding({ outcome: 'untested', reason: 'harness-bug' });

const answered = () => {
  const where = scene();
  where.exchange(500);
  where.step();
  return where.store;
};
const refused = (parts = {}) => {
  const where = scene();
  where.failure(parts);
  where.exchange(200, { label: 'control' });
  where.exchange(407, { madeByProxy: true });
  where.step();
  return where.store;
};

test.each([
  [0, 'nothing failed', [fine, finding({ outcome: 'cant-tell' })], answered()],
  [10, 'a rule failed', [fine, finding()], answered()],
  [1, 'a fault of ours, whatever else', [finding(), bug], answered()],
  [3, 'nobody answered, whatever else', [finding(), bug], refused()],
  [0, 'nothing was asked at all', [fine], scene().store],
  [0, 'all that was to be asked we refused to ask', [fine], refused({ phase: 'refused-by-harness' })],
  [
    10,
    'a redirect without end is an answer',
    [finding()],
    (() => {
      const where = scene();
      where.exchange(302);
      where.failure({ phase: 'redirects' });
      where.step();
      return where.store;
    })(),
  ],
] as const)('exit code %i: %s', (code, _, findings, evidence) => {
  expect(exitCode(findings, evidence)).toBe(code);
});

test('a page that a browser was given is an answer', () => {
  const where = scene();
  where.failure({});
  const empty = { sha256: '0'.repeat(64), size: 0 };
  const page = (status: number | null) =>
    where.store.record<'page'>({
      kind: 'page',
      url: 'https://www.example/',
      finalUrl: 'https://www.example/',
      status,
      title: '',
      dom: empty,
      text: empty,
      links: [],
      requests: [],
    });
  where.step();
  page(null);
  expect(exitCode([fine], where.store)).toBe(3);
  page(403);
  expect(exitCode([fine], where.store)).toBe(0);
});

test('only what counts makes the run fail; a bug of ours always counts', () => {
  const evidence = answered();
  expect(exitCode([finding()], evidence, [])).toBe(0);
  expect(exitCode([finding(), bug], evidence, [])).toBe(1);
});

test('outcomes are counted, the absent ones as zero', () => {
  expect(counts([fine, finding(), finding()])).toEqual({
    passed: 1,
    failed: 2,
    'cant-tell': 0,
    inapplicable: 0,
    untested: 0,
  });
});

test.each([
  ['severity>=high', { severity: 'critical' }, true],
  ['severity>=high', { severity: 'high' }, true],
  ['severity>=high', { severity: 'medium' }, false],
  ['severity=low', { severity: 'high' }, false],
  ['severity=low|high', { severity: 'high' }, true],
  ['confidence=certain', { confidence: 'likely' }, false],
  ['confidence>=likely', { confidence: 'certain' }, true],
  ['confidence>=likely', { confidence: 'needs-person' }, false],
  ['kind=ib-risk|condition-concern', {}, true],
  [' severity>=high , kind=ib-risk', {}, false],
  ['severity>=high,confidence=certain,kind=condition-concern', {}, true],
] as const)('--fail-on %s of %j: %s', (terms, parts, expected) => {
  expect(readFailOn(terms)(finding(parts))).toBe(expected);
});

test.each([
  ['', 'cannot read ""'],
  ['severity', 'cannot read "severity"'],
  ['severity>high', 'cannot read'],
  ['owner=me', 'cannot read'],
  ['severity=hihg', 'knows no severity "hihg"; there are critical, high, medium, low'],
  ['kind>=ib-risk', 'no order'],
  ['severity>=high|low', 'several bounds'],
])('--fail-on %j is refused: %s', (terms, says) => {
  expect(() => readFailOn(terms)).toThrow(says);
});

test.each([
  ['discovery/test', true],
  ['discovery/test@sandbox', true],
  ['discovery/test#Patient', true],
  ['discovery/test@sandbox#Patient', true],
  ['discovery/test@production', false],
  ['discovery/test#Observation', false],
  ['discovery/test@production#Patient', false],
  ['discovery/tes', false],
  ['discovery', false],
])('a waiver of %s waives the finding: %s', (waived, expected) => {
  const found = finding({ deployment: 'sandbox', subject: 'Patient' });
  expect(nameOf(found)).toBe('discovery/test@sandbox#Patient');
  const waiver: Waiver = { finding: waived, reason: 'known', owner: 'Jane', expiry: '2026-11-25' };
  expect(waives(waiver, found, '2026-11-25')).toBe(expected);
  expect(waives(waiver, found, '2026-11-26')).toBe(false);
});
