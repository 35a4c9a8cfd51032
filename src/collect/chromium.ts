import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, sep } from 'node:path';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';
import { bundledChromium } from './bundled-chromium.ts';

export interface FoundChromium {
  readonly executablePath: string;
  /** To be added to the browser's environment. */
  readonly env: Record<string, string>;
  readonly source: 'environment' | 'playwright' | 'bundled' | 'system' | 'download';
  /** One line for a person: which browser this is. */
  readonly says: string;
}

/** No browser can be had on this machine as it stands; the message says what was tried and what to do. */
export class NoChromium extends Error {
  readonly code = 'SPECIAL_EFFORT_NO_CHROMIUM';
  override readonly name = 'NoChromium';
}

/**
 * A Chromium to draw pages with: the one named by `SPECIAL_EFFORT_CHROMIUM`, else Playwright's, else the one that comes
 * with an npm package (Linux x64), else the machine's own, else Playwright's download.
 * @param options `headed`: with windows, of which a headless shell has none
 * @throws NoChromium
 */
export async function findChromium({ headed = false }: { headed?: boolean } = {}): Promise<FoundChromium> {
  const named = process.env.SPECIAL_EFFORT_CHROMIUM;
  if (named) return fromEnvironment(named);

  const ours = playwrightChromium(headed);
  if (ours) return found('playwright', ours, "Playwright's Chromium");

  const tried: string[] = [];
  if (headed) {
    tried.push('The Chromium that comes with this package is a headless shell: it cannot open a window.');
  } else {
    try {
      const bundled = await bundledChromium();
      if (bundled) {
        return {
          ...found(
            'bundled',
            bundled.executablePath,
            `the headless Chromium ${bundled.version} of @sparticuz/chromium`,
          ),
          env: bundled.env,
        };
      }
      tried.push(`No Chromium comes along for ${process.platform} ${process.arch}.`);
    } catch (error) {
      tried.push(`The Chromium that comes with this package could not be unpacked: ${(error as Error).message}`);
    }
  }

  const system = systemChromium();
  if (system) return found('system', system, "the machine's own browser");
  tried.push('No Chromium, Chrome or Edge was found on PATH or in the usual places.');

  const failure = download(headed);
  const downloaded = playwrightChromium(headed);
  if (downloaded) return found('download', downloaded, "Playwright's Chromium, downloaded just now");
  tried.push(`Playwright could not download one: ${failure}`);

  throw new NoChromium(
    [
      headed ? 'No Chromium that can open a window was found.' : 'No Chromium was found to draw pages with.',
      ...tried.map(line => `- ${line}`),
      'Install Chromium or Chrome (on Debian: apt install chromium), or set SPECIAL_EFFORT_CHROMIUM to the path of one.',
    ].join('\n'),
  );
}

const found = (source: FoundChromium['source'], executablePath: string, what: string): FoundChromium => ({
  executablePath,
  env: {},
  source,
  says: `Browser: ${what} (${executablePath})`,
});

function fromEnvironment(path: string): FoundChromium {
  if (!existsSync(path)) {
    throw new NoChromium(
      `SPECIAL_EFFORT_CHROMIUM names ${path}, where there is no file. Correct it, or unset it to let a browser be found.`,
    );
  }
  return found('environment', path, 'the one that SPECIAL_EFFORT_CHROMIUM names');
}

/** Where Playwright keeps this version's browsers: `.../chromium-REVISION/...`, and beside it `chromium_headless_shell-REVISION`. */
function playwrightChromium(headed: boolean): string | undefined {
  const full = chromium.executablePath();
  const parts = full.split(sep);
  const at = parts.findLastIndex(part => /^chromium-\d+$/.test(part));
  if (!headed && at > 0) {
    const shells = [...parts.slice(0, at), parts[at]!.replace('chromium-', 'chromium_headless_shell-')].join(sep);
    const shell = (existsSync(shells) ? readdirSync(shells) : [])
      .map(build =>
        join(shells, build, process.platform === 'win32' ? 'chrome-headless-shell.exe' : 'chrome-headless-shell'),
      )
      .find(existsSync);
    if (shell) return shell;
  }
  return existsSync(full) ? full : undefined;
}

function systemChromium(): string | undefined {
  const candidates =
    process.platform === 'darwin'
      ? ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(name => `/Applications/${name}.app/Contents/MacOS/${name}`)
      : process.platform === 'win32'
        ? [process.env.ProgramFiles, process.env['ProgramFiles(x86)'], process.env.LOCALAPPDATA]
            .filter(folder => folder !== undefined)
            .flatMap(folder => [
              join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
              join(folder, 'Chromium', 'Application', 'chrome.exe'),
              join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
            ])
        : ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge-stable'].flatMap(
            name => (process.env.PATH ?? '').split(delimiter).map(folder => join(folder, name)),
          );
  return candidates.find(path => existsSync(path) && starts(path));
}

/** Some distributions put a script in the browser's place which only says where to get it. */
function starts(path: string): boolean {
  // On Windows `--version` opens a window instead of answering.
  return process.platform === 'win32' || spawnSync(path, ['--version'], { timeout: 15_000 }).status === 0;
}

/** @returns what went wrong, for the reader; empty when nothing did */
function download(headed: boolean): string {
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  console.error('No browser here yet: downloading one with `playwright install chromium`.');
  const { stderr, error } = spawnSync(
    process.execPath,
    [cli, 'install', ...(headed ? [] : ['--only-shell']), 'chromium'],
    {
      encoding: 'utf8',
      stdio: ['ignore', 2, 'pipe'],
    },
  );
  return error?.message ?? stderr.trim().split('\n')[0] ?? '';
}

/** What keeps the browser to the pages it is told to open. Playwright's own flags already stop updates, sync and reports home. */
const quiet = [
  '--disable-domain-reliability',
  '--disable-client-side-phishing-detection',
  '--no-pings',
  // A link on a page is not yet an address that we ask about.
  '--dns-prefetch-disable',
  // HTTP/3 would go round the resolver and the proxy that the profile names.
  '--disable-quic',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
];

/** What a browser needs of our environment. The rest stays here: it holds the secrets that a profile refers to as `env:NAME`. */
const handedOn = new Set([
  ...[
    'PATH',
    'HOME',
    'USER',
    'LANG',
    'LANGUAGE',
    'LC_ALL',
    'TZ',
    'TMPDIR',
    'TEMP',
    'TMP',
    'FONTCONFIG_PATH',
    'FONTCONFIG_FILE',
  ],
  ...[
    'DISPLAY',
    'WAYLAND_DISPLAY',
    'XAUTHORITY',
    'XDG_RUNTIME_DIR',
    'XDG_CACHE_HOME',
    'XDG_CONFIG_HOME',
    'XDG_DATA_HOME',
  ],
  ...['DBUS_SESSION_BUS_ADDRESS', 'LD_LIBRARY_PATH', 'SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'APPDATA', 'LOCALAPPDATA'],
  ...['USERPROFILE', 'PROGRAMFILES', 'PROGRAMFILES(X86)', 'PROGRAMDATA', 'COMSPEC', 'PATHEXT'],
]);

export interface LaunchChromium extends Omit<LaunchOptions, 'channel' | 'chromiumSandbox' | 'env' | 'executablePath'> {
  /** Told which browser is used, and when it must do without its sandbox. */
  readonly say?: (line: string) => void;
}

/**
 * Starts a browser that speaks to nobody but the pages it is told to open. `args` are added to ours; among them no second
 * `--disable-features`, which would undo Playwright's.
 * @throws NoChromium; Playwright's own error when the browser is there and does not start
 */
export async function launchChromium({ say = () => {}, args = [], ...options }: LaunchChromium = {}): Promise<Browser> {
  const headed = options.headless === false;
  if (headed && process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    throw new NoChromium(
      'A headed browser needs a display, and neither DISPLAY nor WAYLAND_DISPLAY is set. Run without --headed, or under xvfb-run.',
    );
  }
  const { executablePath, env, says } = await findChromium({ headed });
  say(says);
  const environment = Object.entries(process.env).filter(([name]) => handedOn.has(name.toUpperCase()));
  const launch = (chromiumSandbox: boolean) =>
    chromium.launch({
      ...options,
      executablePath,
      env: { ...Object.fromEntries(environment), ...env },
      args: [...quiet, ...args],
      chromiumSandbox,
    });
  // Chromium refuses to sandbox for root.
  if (process.getuid?.() === 0) return launch(false);
  try {
    return await launch(true);
  } catch (error) {
    if (!/No usable sandbox|sandboxing failed/i.test((error as Error).message)) throw error;
    say('This machine does not let a browser sandbox its pages (user namespaces are off): pages are drawn without.');
    return launch(false);
  }
}
