import { describe, expect, test } from 'vitest';
import { judged, labelled, precision, recall, rules, type Score, scores } from './corpus.ts';

const atLeast = {
  development: { precision: 0.98, recall: 0.95 },
  'held-out': { precision: 0.95, recall: 0.85 },
} as const;

function line(barrier: string, { found, missed, wrong, hesitated }: Score): string {
  const figures = [
    `precision ${precision(found, wrong.length).toFixed(3)}`,
    `recall ${recall(found, missed.length).toFixed(3)}`,
    `found ${found}`,
    `missed ${missed.length}`,
    `wrong ${wrong.length}`,
    `doubt without cause ${hesitated.length}`,
  ];
  return `${barrier.padEnd(38)} ${figures.join('  ')}`;
}

describe.each(['development', 'held-out'] as const)('the %s half', half => {
  const pages = labelled(half);

  test('has a page of each kind, labelled with barriers that rules name', () => {
    const ids = pages.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
    const named = new Set(rules.map(({ barrier }) => barrier));
    const labels = pages.flatMap(({ deserves = [], doubt = [], either = [] }) => [...deserves, ...doubt, ...either]);
    expect(labels.filter(label => !named.has(label))).toEqual([]);
    expect(new Set(pages.flatMap(({ deserves = [] }) => deserves))).toEqual(named);
  });

  test('is read well enough, and the figures are printed', () => {
    const by = scores(pages);
    const sum = [...by.values()].reduce<Score>(
      (a, b) => ({
        found: a.found + b.found,
        missed: [...a.missed, ...b.missed],
        wrong: [...a.wrong, ...b.wrong],
        hesitated: [...a.hesitated, ...b.hesitated],
      }),
      { found: 0, missed: [], wrong: [], hesitated: [] },
    );
    const rows = [...by].sort(([a], [b]) => (a < b ? -1 : 1)).map(([barrier, score]) => line(barrier, score));
    const clean = pages.filter(({ deserves = [] }) => deserves.length === 0);
    const accused = clean.filter(page => judged(page).failed.size > 0);
    console.info(
      [
        `${half}: ${pages.length} pages, ${clean.length} of them clean, ${accused.length} of those accused`,
        ...rows,
        line('together', sum),
        ...sum.missed.map(one => `  missed ${one}`),
        ...sum.wrong.map(one => `  wrong  ${one}`),
      ].join('\n'),
    );
    expect(precision(sum.found, sum.wrong.length)).toBeGreaterThanOrEqual(atLeast[half].precision);
    expect(recall(sum.found, sum.missed.length)).toBeGreaterThanOrEqual(atLeast[half].recall);
  });
});

test('every failed finding quotes the words and says where they stand', () => {
  for (const page of labelled('development')) {
    for (const because of judged(page).failed.values()) {
      expect(because).toMatch(/^".+" \(https:\/\/www\.larkspur\.example\/api\/[a-z-]+( under ".+")?\): .+\.$/s);
    }
  }
});
