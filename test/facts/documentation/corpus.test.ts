import { expect, test } from 'vitest';
import type { PublishedPages } from '../../../src/facts/documents/published.ts';
import { type AnyRule, topicOf, type Verdict } from '../../../src/model/rule.ts';
import type { Vendor } from '../../../src/model/vendor.ts';
import { catalogueOfTheDay, loadCatalogue } from '../../../src/requirements/catalogue.ts';
import { rules } from '../../../src/rules/index.ts';
import { type Case, cases } from '../../fixtures/documentation/cases.ts';
import { publish } from '../../fixtures/documentation/publish.ts';

const catalogue = catalogueOfTheDay(await loadCatalogue(), '2026-11-25');
/** Rules that judge pages alone; those that compare them with the API have examples of their own. */
const ofPages = rules.filter(rule => topicOf(rule) === 'documentation' && rule.per === 'vendor');
const name = (rule: AnyRule) => rule.id.split('/')[1] as string;

function judge(rule: AnyRule, pages: PublishedPages): readonly Verdict[] {
  const vendor = { product: {}, pages: {} } as unknown as Vendor;
  return [rule.judge({ pages }, { vendor, catalogue })].flat() as Verdict[];
}

interface Tried {
  readonly one: Case;
  readonly failed: readonly string[];
  readonly because: readonly string[];
}

const tried: Tried[] = [];
for (const one of cases) {
  const pages = await publish(one.pages);
  const verdicts = ofPages.flatMap(rule => judge(rule, pages).map(verdict => ({ rule: name(rule), ...verdict })));
  const failed = verdicts.filter(({ outcome }) => outcome === 'failed');
  tried.push({
    one,
    failed: [...new Set(failed.map(({ rule }) => rule))],
    because: failed.map(({ rule, subject, because }) => `${rule} [${subject ?? ''}]: ${because}`),
  });
}

test('no clean vendor is accused', () => {
  const clean = tried.filter(({ one }) => one.deserves.length === 0);
  expect(clean.length).toBeGreaterThanOrEqual(20);
  expect(clean.filter(({ failed }) => failed.length > 0).map(({ one, because }) => [one.name, ...because])).toEqual([]);
});

test('what a vendor deserves is found, and nothing else', () => {
  const deserving = tried.filter(({ one }) => one.deserves.length > 0);
  expect(deserving.length).toBeGreaterThanOrEqual(20);
  const missed = deserving.flatMap(({ one, failed }) =>
    one.deserves.filter(rule => !failed.includes(rule)).map(rule => `${one.name}: ${rule}`),
  );
  const wrong = deserving.flatMap(({ one, failed, because }) =>
    failed
      .filter(rule => !one.deserves.includes(rule))
      .map(rule => `${one.name}: ${because.find(text => text.startsWith(rule))}`),
  );
  expect({ missed, wrong }).toEqual({ missed: [], wrong: [] });
});

test('precision and recall, by rule and half', () => {
  const figures = ofPages.map(rule => {
    const row = { rule: name(rule), deserved: 0, found: 0, wrong: 0 };
    for (const { one, failed } of tried) {
      const [deserved, found] = [one.deserves.includes(row.rule), failed.includes(row.rule)];
      if (deserved) row.deserved++;
      if (deserved && found) row.found++;
      if (!deserved && found) row.wrong++;
    }
    return {
      ...row,
      precision: row.found + row.wrong === 0 ? 1 : row.found / (row.found + row.wrong),
      recall: row.deserved === 0 ? 1 : row.found / row.deserved,
    };
  });
  const half = (which: Case['half']) => {
    const of = tried.filter(({ one }) => one.half === which);
    const deserved = of.flatMap(({ one }) => one.deserves).length;
    const found = of.flatMap(({ one, failed }) => one.deserves.filter(rule => failed.includes(rule))).length;
    const wrong = of.flatMap(({ one, failed }) => failed.filter(rule => !one.deserves.includes(rule))).length;
    return `${which}: ${of.length} cases, precision ${(found / (found + wrong || 1)).toFixed(2)}, recall ${(found / deserved).toFixed(2)}`;
  };
  const lines = figures.map(
    ({ rule, deserved, found, wrong, precision, recall }) =>
      `${rule.padEnd(26)} deserved ${deserved}, found ${found}, wrong ${wrong}; precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}`,
  );
  process.stdout.write(
    `\nDocumentation, ${cases.length} invented vendors\n${lines.join('\n')}\n${half('tuning')}\n${half('reporting')}\n`,
  );
  expect(figures.filter(({ deserved }) => deserved === 0).map(({ rule }) => rule)).toEqual([]);
  expect(figures.every(({ precision, recall }) => precision >= 0.9 && recall >= 0.9)).toBe(true);
});
