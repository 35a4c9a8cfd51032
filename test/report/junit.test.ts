import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../../src/collect/chromium.ts';
import { junit } from '../../src/report/junit.ts';
import { attacks, hostileInput } from './hostile.ts';
import { larkspurInput } from './larkspur.ts';

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await launchChromium();
  page = await browser.newPage();
});
afterAll(() => browser?.close());

interface Read {
  readonly error: string | null;
  readonly names: string[];
  readonly totals: Record<string, string>;
  /** Beside each count that a suite states, the number of elements in it. */
  readonly suites: { name: string; counts: [stated: number, found: number][] }[];
  readonly failures: { rule: string; message: string; text: string }[];
  readonly skipped: string[];
}

/** As a real XML parser reads it. */
const parsed = (xml: string): Promise<Read> =>
  page.evaluate<Read>(`(() => {
    const read = new DOMParser().parseFromString(${JSON.stringify(xml)}, 'application/xml');
    const all = name => [...read.querySelectorAll(name)];
    const counted = { tests: 'testcase', failures: 'failure', errors: 'error', skipped: 'skipped' };
    return {
      error: read.querySelector('parsererror')?.textContent ?? null,
      names: [...new Set(all('*').map(({ tagName }) => tagName))].sort(),
      totals: Object.fromEntries([...read.documentElement.attributes].map(({ name, value }) => [name, value])),
      suites: all('testsuite').map(suite => ({
        name: suite.getAttribute('name'),
        counts: Object.entries(counted).map(([count, name]) => [Number(suite.getAttribute(count)), suite.querySelectorAll(name).length]),
      })),
      failures: all('failure').map(failure => ({
        rule: failure.parentElement.getAttribute('classname'),
        message: failure.getAttribute('message'),
        text: failure.textContent,
      })),
      skipped: all('skipped').map(skipped => skipped.getAttribute('message')),
    };
  })()`);

test('a suite for each topic, a case for each finding, and counts that agree', async () => {
  const { judgement } = larkspurInput();
  const report = await parsed(junit(larkspurInput()));
  expect(report.error).toBeNull();
  expect(report.suites.map(({ name }) => name)).toEqual([
    'bulk-data',
    'discovery',
    'documentation',
    'patient-data',
    'service-base-urls',
  ]);
  for (const { counts } of report.suites) for (const [stated, found] of counts) expect(stated).toBe(found);
  expect(report.totals).toMatchObject({
    tests: String(judgement.findings.length),
    failures: '22',
    errors: '1',
    skipped: '6',
  });
});

test('a failure holds what mends it; what was not tested says why', async () => {
  const { failures, skipped } = await parsed(junit(larkspurInput()));
  const gate = failures.find(({ rule }) => rule === 'service-base-urls/list-opens-for-a-stranger');
  expect(gate?.message).toBe('A client and a browser were both asked to sign in before they saw the list.');
  expect(gate?.text).toContain('45 CFR 170.404(b)(2)');
  expect(gate?.text).toContain('Serve the Bundle at the published address');
  expect(gate?.text).toMatch(/Evidence: sha256:[0-9a-f]{64}/);
  expect(skipped).toContain('No answer to read: The list could not be had.');
});

test('a vendor\u2019s text neither breaks the XML nor adds an element to it', async () => {
  for (let turn = 0; turn < 3; turn++) {
    const report = await parsed(junit(hostileInput([...attacks.slice(turn), ...attacks.slice(0, turn)])));
    expect(report.error).toBeNull();
    expect(report.names).toEqual(['error', 'failure', 'skipped', 'testcase', 'testsuite', 'testsuites']);
    expect(report.failures).toHaveLength(22);
  }
});

test('the same input gives the same bytes', () => {
  expect(junit(larkspurInput())).toBe(junit(larkspurInput()));
});
