import { expect, test } from 'vitest';
import type { Finding, Judgement } from '../../src/model/finding.ts';
import { json } from '../../src/report/json.ts';
import { larkspurInput } from './larkspur.ts';

const { judgement } = larkspurInput();

test('the same judgement gives the same bytes, in whatever order its findings and keys came', () => {
  const shuffled = {
    findings: judgement.findings
      .toReversed()
      .map(finding => Object.fromEntries(Object.entries(finding).reverse()) as unknown as Finding),
    judgedBy: judgement.judgedBy,
    run: judgement.run,
    format: judgement.format,
  } satisfies Judgement;
  expect(json(shuffled)).toBe(json(judgement));
  expect(JSON.parse(json(judgement)).findings).toHaveLength(judgement.findings.length);
});

test('rows stand by rule, deployment and subject, what has none first', () => {
  const rows: Finding[] = [
    ['b/x', 'sandbox', 'z'],
    ['b/x', 'sandbox', undefined],
    ['a/y', 'sandbox', undefined],
    ['b/x', null, 'q'],
    ['B/x', null, undefined],
    ['b/x', 'riverside', 'A'],
    ['b/x', 'riverside', 'a'],
  ].map(([rule, deployment, subject]) => ({ ...judgement.findings[0], rule, deployment, subject }) as Finding);
  const sorted = JSON.parse(json({ ...judgement, findings: rows })).findings;
  expect(sorted.map((row: Finding) => [row.rule, row.deployment, row.subject])).toEqual([
    ['B/x', null, undefined],
    ['a/y', 'sandbox', undefined],
    ['b/x', null, 'q'],
    ['b/x', 'riverside', 'A'],
    ['b/x', 'riverside', 'a'],
    ['b/x', 'sandbox', undefined],
    ['b/x', 'sandbox', 'z'],
  ]);
});

test('it ends with a line feed, and loses nothing of a finding', () => {
  expect(json(judgement).endsWith('}\n')).toBe(true);
  const back = JSON.parse(json(judgement)).findings as Finding[];
  for (const finding of judgement.findings) expect(back).toContainEqual(JSON.parse(JSON.stringify(finding)));
});
