import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../../src/collect/chromium.ts';
import type { Finding } from '../../src/model/finding.ts';
import { html } from '../../src/report/html.ts';
import { attacks, hostileInput, hostileText } from './hostile.ts';
import { larkspur, larkspurInput } from './larkspur.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'report-'));
let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** Opens a report from a disk and watches what it does. */
async function opened(report: string, options: BrowserContextOptions = {}) {
  const file = join(folder, 'report.html');
  writeFileSync(file, report);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const seen: string[] = [];
  const address = pathToFileURL(file).href;
  page.on('request', request => {
    if (request.url() !== address && !request.url().startsWith('data:')) seen.push(`asked ${request.url()}`);
  });
  page.on('dialog', dialog => {
    seen.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', message => seen.push(`console ${message.text()}`));
  page.on('pageerror', error => seen.push(`error ${error.message}`));
  page.on('framenavigated', frame => {
    if (frame.url() !== address) seen.push(`went to ${frame.url()}`);
  });
  await page.goto(address);
  return { page, seen, close: () => context.close() };
}

const unfold = (page: Page) =>
  page.evaluate(`for (const details of document.querySelectorAll('details')) details.open = true`);

describe('for its readers', () => {
  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const)('axe finds nothing, %s, %i pixels wide', async (colorScheme, width) => {
    const { page, seen, close } = await opened(await html(larkspurInput()), {
      colorScheme,
      viewport: { width, height: 900 },
    });
    for (const folded of [true, false]) {
      if (!folded) await unfold(page);
      const violations = await page.evaluate(
        `${axe}; axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html, failureSummary }) => html + failureSummary).join(' | ')))`,
      );
      expect(violations).toEqual([]);
    }
    expect(await page.evaluate(`document.documentElement.scrollWidth`)).toBe(width);
    expect(seen).toEqual([]);
    await close();
  });

  test('most severe first, each with its law, exhibits, remedy and what might justify it', async () => {
    const { page, close } = await opened(await html(larkspurInput()));
    expect(await page.locator('.ways a').allTextContents()).toEqual([
      'TLS below 1.2 is accepted',
      'A required search is refused',
      'The list of service base URLs is behind a gate',
      'Addresses in the list do not answer',
      'The documentation does not describe error codes',
    ]);
    const gate = page.locator('[id="service-base-urls/list-opens-for-a-stranger"]');
    await expect.poll(() => gate.getByText('The developer publishes the service base URLs').isVisible()).toBe(true);
    const exhibit = gate.locator('.exhibit').nth(1);
    expect(await exhibit.getByText('Sign in - Larkspur Developer').isVisible()).toBe(false);
    await exhibit.locator('summary').press('Enter');
    expect(await exhibit.getByText('Sign in - Larkspur Developer').isVisible()).toBe(true);
    await gate.getByText('Security Exception').click();
    expect(await gate.getByText('The written security policy, with its date').isVisible()).toBe(true);
    expect(await gate.locator('img').getAttribute('alt')).toContain('https://developer.larkspur.example/endpoints');
    await close();
  });

  test('a link to an exhibit opens it, and every link inside the page leads somewhere', async () => {
    const { page, close } = await opened(await html(larkspurInput()));
    await page.locator('.doubt .exhibit-named a', { hasText: 'Exhibit 2' }).click();
    await expect.poll(() => page.locator('#exhibit-2').isVisible()).toBe(true);
    const lost = await page.evaluate(`[...document.querySelectorAll('a[href^="#"]')]
      .map(a => decodeURIComponent(a.hash.slice(1)))
      .filter(id => !document.getElementById(id))`);
    expect(lost).toEqual([]);
    const ids = await page.evaluate<string[]>(`[...document.querySelectorAll('[id]')].map(({ id }) => id)`);
    expect(new Set(ids).size).toBe(ids.length);
    await close();
  });

  test('the first key press reaches the way past the contents', async () => {
    const { page, close } = await opened(await html(larkspurInput()));
    await page.keyboard.press('Tab');
    expect(await page.evaluate(`document.activeElement?.textContent`)).toBe('Skip to the findings');
    await close();
  });

  test('print unfolds what is folded', async () => {
    const { page, close } = await opened(await html(larkspurInput()));
    const command = page.locator('#exhibit-1 .command');
    expect(await command.isVisible()).toBe(false);
    const folded = (await page.pdf({ format: 'Letter' })).length;
    await page.emulateMedia({ media: 'print' });
    expect(
      await command.evaluate(
        element =>
          element.checkVisibility({ contentVisibilityAuto: true }) && element.getBoundingClientRect().height > 0,
      ),
    ).toBe(true);
    await unfold(page);
    const unfolded = (await page.pdf({ format: 'Letter' })).length;
    expect(folded / unfolded).toBeGreaterThan(0.95);
    await close();
  });

  test('it uses no sign that a bare machine cannot draw', async () => {
    expect([...new Set((await html(larkspurInput())).match(/[^\n\x20-\x7e]/g))]).toEqual(['\u2019']);
  });

  test('the same run gives the same bytes', async () => {
    expect(await html(larkspurInput())).toBe(await html(larkspurInput()));
  });
});

describe('about what it was given', () => {
  test('an unfinished, unsealed run without barriers says so', async () => {
    const { judgement, seal: _, ...rest } = larkspurInput();
    const report = await html({
      ...rest,
      judgement: { ...judgement, run: { ...judgement.run, complete: false, finishedAt: null }, findings: [] },
    });
    expect(report).toContain('This run is unfinished.');
    expect(report).toContain('No barrier was seen.');
    expect(report).toContain('was not sealed when this report was made');
  });

  test('what is missing is named and stops nothing', async () => {
    const input = larkspurInput();
    const gone = `sha256:${'0'.repeat(64)}` as const;
    const [last, ...others] = input.judgement.findings.toReversed() as [Finding, ...Finding[]];
    input.evidence.bytes = body => Promise.reject(new Error(`${body.sha256} is missing`));
    const report = await html({
      ...input,
      catalogue: { requirement: () => undefined, barrier: () => undefined, exception: () => undefined },
      rule: () => undefined,
      judgement: { ...input.judgement, findings: [{ ...last, outcome: 'failed', evidence: [gone] }, ...others] },
    });
    expect(report).toContain('is cited but is not among this run\u2019s exhibits');
    expect(report).toContain('Could not be read:');
    expect(report).toContain('The picture could not be read:');
    expect(report).toContain('Not in this catalogue.');
  });

  test('a step that had no leave prints the lines that would give it', async () => {
    const report = await html(larkspurInput());
    expect(report).toContain('  document: THE CONTRACT OR LETTER\n  until: 2027-03-31\n  permits: [consented, write]');
    const over = larkspurInput();
    Object.defineProperty(over.evidence, 'run', {
      value: {
        ...over.evidence.run,
        vendor: { ...larkspur, engagement: { ...larkspur.engagement, until: '2026-01-31' } },
      },
    });
    expect(await html(over)).toContain('  until: YYYY-MM-DD\n');
    const whole = larkspurInput();
    const engagement = { by: 'Jane Doe', document: 'contract.pdf', permits: ['consented', 'write'] };
    Object.defineProperty(whole.evidence, 'run', {
      value: { ...whole.evidence.run, vendor: { ...larkspur, engagement } },
    });
    expect(await html(whole), 'nothing to add').not.toContain('The profile would then say');
  });

  test('requirements stand by how they fared; what no rule tests says why', async () => {
    const { page, close } = await opened(await html(larkspurInput()));
    const groups = page.locator('#coverage ~ details');
    expect((await groups.locator('summary').allTextContents()).map(text => text.trim())).toEqual([
      'In the way 4 requirements',
      'No rule tests it 3 requirements',
    ]);
    expect(await groups.nth(0).textContent()).toContain('Not tested: whether customers pay for being listed');
    expect(await groups.nth(1).textContent()).toContain('planned: onboarding');
    await close();
  });

  test('the picture of the run leaves out a long silence and says how long it was', async () => {
    const report = await html(larkspurInput());
    expect(report).toContain('<title>Nothing was sent for 2 h 2 min</title>');
    expect(report).toMatch(/<title>\d+ requests: answered \(2xx\)<\/title>/);
    expect(report).toContain('GET https://clinic-0.example/fhir/metadata: no answer, ENOTFOUND');
  });

  test('it draws no conclusion that takes people', async () => {
    const report = await html(larkspurInput());
    expect(report).not.toMatch(/information.blocking|complian|certified/i);
  });

  test('thousands of exchanges and a thousand findings stay a page one can open', async () => {
    const input = larkspurInput();
    const findings: Finding[] = [];
    for (let n = 0; n < 6000; n++) {
      const exchange = input.evidence.add(
        {
          kind: 'exchange',
          request: { method: 'GET', url: `https://host-${n % 400}.example/r4/metadata?n=${n}`, headers: [] },
          response: {
            status: 200 + (n % 4) * 100,
            headers: [['content-type', 'application/fhir+json']],
            body: input.evidence.keep(`{"n":"${String(n).repeat(2000)}"}`),
          },
          took: n % 900,
        },
        n,
      );
      if (n % 5 === 0) {
        const model = input.judgement.findings[n % 20] as Finding;
        findings.push({
          ...model,
          subject: `host-${n}`,
          outcome: n % 25 === 0 ? 'failed' : n % 10 === 0 ? 'cant-tell' : 'passed',
          evidence: [exchange.id],
        });
      }
    }
    const report = await html({ ...input, judgement: { ...input.judgement, findings } });
    expect(report.length).toBeLessThan(2_000_000);
    expect(report.match(/<g><title>/g)?.length).toBeLessThan(1000);
  });
});

describe('whatever a vendor wrote', () => {
  const allowed = new Set(
    'a article blockquote body br circle code dd details div dl dt figcaption figure footer g h1 h2 h3 h4 head header html img li link main meta nav ol p path pre q rect section span strong style summary svg symbol table tbody td text th thead time title tr ul use caption'.split(
      ' ',
    ),
  );

  /** The policy in the page is taken away: escaping alone must hold. */
  async function harmless(report: string): Promise<void> {
    const { page, seen, close } = await opened(report.replace(/<meta http-equiv[^>]*>/, ''));
    await unfold(page);
    await page.mouse.move(600, 400);
    await page.keyboard.press('Tab');
    const names = await page.evaluate<string[]>(
      `[...new Set([...document.querySelectorAll('*')].map(({ tagName }) => tagName.toLowerCase()))]`,
    );
    const attributes = await page.evaluate<[name: string, value: string][]>(
      `[...document.querySelectorAll('*')].flatMap(({ attributes }) => [...attributes].map(({ name, value }) => [name, value]))`,
    );
    const valuesOf = (...wanted: string[]) =>
      attributes.filter(([name]) => wanted.includes(name)).map(([, value]) => value);
    expect(names.filter(name => !allowed.has(name))).toEqual([]);
    expect(attributes.filter(([name]) => name.startsWith('on'))).toEqual([]);
    expect(valuesOf('style', 'srcdoc', 'autofocus', 'action', 'xlink:href')).toEqual([]);
    const addresses = valuesOf('href', 'src');
    expect(addresses.filter(address => !/^(https?:\/\/|#|data:image\/png;base64,|data:,$)/.test(address))).toEqual([]);
    for (const [name, count] of [
      ['style', 1],
      ['link', 1],
      ['meta', 4],
    ] as const) {
      expect(await page.locator(name).count()).toBe(count);
    }
    expect(seen).toEqual([]);
    await close();
  }

  test.each(['keep', 'pseudonymise'] as const)(
    'runs nothing, fetches nothing, adds no element (patients: %s)',
    async patients => {
      await harmless(await html(hostileInput(attacks, patients)));
      for (const everywhere of attacks.slice(0, 5)) await harmless(await html(hostileInput([everywhere], patients)));
    },
  );

  test('nor does text made up at random', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(hostileText, { minLength: 3, maxLength: 17 }), async texts =>
        harmless(await html(hostileInput(texts))),
      ),
      { numRuns: 6 },
    );
  });

  test('the page\u2019s own policy lets its one style sheet through, and no script', async () => {
    const report = await html(larkspurInput());
    const { page, seen, close } = await opened(
      report.replace('</main>', '<script>document.title = "taken"</script><style>h1 { display: none }</style></main>'),
    );
    expect(await page.title()).not.toBe('taken');
    expect(await page.locator('h1').isVisible()).toBe(true);
    expect(await page.evaluate(`getComputedStyle(document.body).margin`)).toBe('0px');
    expect(seen.filter(line => line.includes('Content Security Policy'))).toHaveLength(2);
    await close();
  });
});
