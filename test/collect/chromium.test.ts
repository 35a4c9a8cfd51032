import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FoundChromium, findChromium, launchChromium, NoChromium } from '../../src/collect/chromium.ts';

const carriesOne = process.platform === 'linux' && process.arch === 'x64';
const { '@sparticuz/chromium': version } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
).dependencies;
const chromiumModule = new URL('../../src/collect/chromium.ts', import.meta.url).href;

let folder: string;
let empty: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'special-effort-'));
  empty = join(folder, 'empty');
  mkdirSync(empty);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A file that passes for a browser as far as being found goes. */
function place(path: string): string {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, '#!/bin/sh\nexit 0\n');
  chmodSync(path, 0o755);
  return path;
}

/** What a process finds on a machine where Playwright has downloaded nothing; a process, as Playwright reads its folder once. */
async function find(env: NodeJS.ProcessEnv = {}, options: { headed?: boolean } = {}): Promise<FoundChromium> {
  const code = `const { findChromium } = await import('${chromiumModule}');
    console.log(JSON.stringify(await findChromium(${JSON.stringify(options)})));`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    env: { ...process.env, PLAYWRIGHT_BROWSERS_PATH: empty, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', data => {
    said += data;
  });
  await once(child, 'close');
  return JSON.parse(said);
}

describe('which browser is used', () => {
  it('the one that SPECIAL_EFFORT_CHROMIUM names, before all others', async () => {
    const path = place(join(folder, 'my-chromium'));
    vi.stubEnv('SPECIAL_EFFORT_CHROMIUM', path);
    expect(await findChromium()).toMatchObject({ executablePath: path, source: 'environment', env: {} });
  });

  it('none, where SPECIAL_EFFORT_CHROMIUM names a file that is not there', async () => {
    vi.stubEnv('SPECIAL_EFFORT_CHROMIUM', join(folder, 'gone'));
    await expect(findChromium()).rejects.toThrow(NoChromium);
    await expect(findChromium()).rejects.toThrow(/SPECIAL_EFFORT_CHROMIUM names .*gone.* unset it/);
  });

  it.runIf(carriesOne)("Playwright's own, its headless shell before the whole", async () => {
    const usual = chromium.executablePath();
    const revision = /chromium-(\d+)/.exec(usual)![1];
    const browsers = { PLAYWRIGHT_BROWSERS_PATH: folder };
    const whole = place(join(folder, usual.slice(usual.indexOf(`chromium-${revision}`))));
    expect(await find(browsers)).toMatchObject({ executablePath: whole, source: 'playwright' });
    const shell = place(
      join(folder, `chromium_headless_shell-${revision}`, 'chrome-headless-shell-linux64', 'chrome-headless-shell'),
    );
    expect(await find(browsers)).toMatchObject({ executablePath: shell, source: 'playwright' });
    expect(await find(browsers, { headed: true })).toMatchObject({ executablePath: whole });
  });

  it.runIf(carriesOne)('the one that comes along, where Playwright has none', async () => {
    const { source, env, says, executablePath } = await find();
    expect(source).toBe('bundled');
    expect(says).toContain(executablePath);
    expect(existsSync(join(env.LD_LIBRARY_PATH!, 'libnss3.so'))).toBe(true);
    expect(readFileSync(env.FONTCONFIG_FILE!, 'utf8')).toContain('/etc/fonts/fonts.conf');
  });

  it.runIf(process.platform === 'linux')("the machine's own for windows, but not one that cannot start", async () => {
    writeFileSync(join(folder, 'chromium'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const path = place(join(folder, 'google-chrome'));
    expect(await find({ PATH: folder }, { headed: true })).toMatchObject({ executablePath: path, source: 'system' });
  });

  it.runIf(process.platform === 'linux')(
    'none with windows where there is no display, and says what to do',
    async () => {
      vi.stubEnv('DISPLAY', '');
      vi.stubEnv('WAYLAND_DISPLAY', '');
      await expect(launchChromium({ headless: false })).rejects.toThrow(/display.*xvfb-run/s);
    },
  );
});

describe.runIf(carriesOne)('the browser that comes along', () => {
  it('is unpacked once and whole, however many processes want it first', { timeout: 60_000 }, async () => {
    const abandoned = join(folder, 'special-effort', `chromium-${version}.partial-of-a-killed-process`);
    mkdirSync(abandoned, { recursive: true });
    const longAgo = new Date('2026-01-01');
    utimesSync(abandoned, longAgo, longAgo);
    const [one, other] = await Promise.all([find({ XDG_CACHE_HOME: folder }), find({ XDG_CACHE_HOME: folder })]);
    expect(one).toEqual(other);
    expect(existsSync(one.executablePath)).toBe(true);
    expect(readdirSync(join(folder, 'special-effort'))).toEqual([expect.stringMatching(/^chromium-[\d.]+$/)]);
  });

  it('goes to SPECIAL_EFFORT_HOME where the cache folder cannot be written', { timeout: 60_000 }, async () => {
    const home = join(folder, 'home');
    const { executablePath } = await find({ XDG_CACHE_HOME: place(join(folder, 'file')), SPECIAL_EFFORT_HOME: home });
    expect(executablePath).toMatch(/\/cache\/chromium-[\d.]+\/chromium$/);
    expect(executablePath.startsWith(home)).toBe(true);
  });
});

describe('a page', () => {
  it('is drawn with letters that differ', async () => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      const drawn = await page.evaluate(`(() => {
        const picture = letter => {
          const canvas = Object.assign(document.createElement('canvas'), { width: 60, height: 60 });
          const context = canvas.getContext('2d');
          context.font = '40px sans-serif';
          context.fillText(letter, 5, 45);
          return [...context.getImageData(0, 0, 60, 60).data];
        };
        const [a, m, nothing] = ['A', 'm', ' '].map(picture);
        return { ink: a.filter(value => value > 0).length, differ: a.some((value, at) => value !== m[at]), blank: nothing.every(value => value === 0) };
      })()`);
      expect(drawn).toEqual({ ink: expect.toSatisfy((ink: number) => ink > 200), differ: true, blank: true });
    } finally {
      await browser.close();
    }
  });

  it.runIf(process.platform === 'linux')(
    'is drawn by a browser that keeps to itself and knows none of our secrets',
    async () => {
      vi.stubEnv('VENDOR_TOKEN', 'a secret that a profile refers to');
      const browser = await launchChromium({ args: ['--host-resolver-rules=MAP fhir.example 127.0.0.1'] });
      try {
        const session = await browser.newBrowserCDPSession();
        const { processInfo } = await session.send('SystemInfo.getProcessInfo');
        const { id } = processInfo.find(({ type }) => type === 'browser')!;
        const flags = readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0');
        expect(flags).toEqual(
          expect.arrayContaining([
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
            '--disable-quic',
            '--dns-prefetch-disable',
            '--host-resolver-rules=MAP fhir.example 127.0.0.1',
            '--no-first-run',
            '--no-pings',
          ]),
        );
        expect(flags.filter(flag => flag.startsWith('--disable-features='))).toHaveLength(1);
        expect(flags).not.toContain('--disable-web-security');
        expect(flags.includes('--no-sandbox')).toBe(process.getuid?.() === 0);
        expect(readFileSync(`/proc/${id}/environ`, 'utf8')).not.toContain('VENDOR_TOKEN');
      } finally {
        await browser.close();
      }
    },
  );
});
