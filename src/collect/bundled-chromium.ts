import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { home } from '../evidence/home.ts';

/** A headless Chromium unpacked and ready to start. */
export interface BundledChromium {
  readonly executablePath: string;
  /** What the browser must find in its environment: libraries and fonts that a bare machine lacks. */
  readonly env: Record<string, string>;
  readonly version: string;
}

/**
 * The machine's own fonts first, as its owner has set them up; Open Sans, which comes along, where there are none.
 * Without a configuration that exists, the browser draws no text at all and every screenshot is blank.
 */
const fontConfiguration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <dir prefix="xdg">fonts</dir>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

const anHour = 3_600_000;

/**
 * The Chromium headless shell that the package `@sparticuz/chromium` carries, unpacked (some 210 MB, two seconds) into the
 * user's cache folder on first use. `undefined` where there is none for this kind of machine.
 * @throws Error when no folder can be written
 */
export async function bundledChromium(): Promise<BundledChromium | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const folder = dirname(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))));
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const unpacked = await unpackOnce(join(folder, 'bin'), `chromium-${version}`);
  return {
    executablePath: join(unpacked, 'chromium'),
    env: { LD_LIBRARY_PATH: join(unpacked, 'al2023', 'lib'), FONTCONFIG_FILE: join(unpacked, 'fonts', 'fonts.conf') },
    version,
  };
}

async function unpackOnce(archives: string, name: string): Promise<string> {
  const caches = [
    join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'special-effort'),
    join(process.env.SPECIAL_EFFORT_HOME || join(homedir(), '.special-effort'), 'cache'),
  ];
  const present = caches.map(cache => join(cache, name)).find(existsSync);
  if (present) return present;
  try {
    return await unpack(archives, caches[0]!, name);
  } catch {
    home();
    return await unpack(archives, caches[1]!, name);
  }
}

/** Another process may be doing the same: each unpacks into a folder of its own, and one rename wins. */
async function unpack(archives: string, cache: string, name: string): Promise<string> {
  const target = join(cache, name);
  const partial = `${target}.partial-${randomUUID()}`;
  await mkdir(cache, { recursive: true, mode: 0o700 });
  await removeAbandoned(cache, `${name}.partial-`);
  try {
    await mkdir(partial, { mode: 0o700 });
    await inflateInto(partial, archives);
    await writeFile(join(partial, 'fonts', 'fonts.conf'), fontConfiguration);
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

/** An unpacking that was killed leaves 200 MB behind. */
async function removeAbandoned(cache: string, prefix: string): Promise<void> {
  for (const entry of await readdir(cache)) {
    if (!entry.startsWith(prefix)) continue;
    const age = Date.now() - (await stat(join(cache, entry)).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
    if (age > anHour) await rm(join(cache, entry), { recursive: true, force: true });
  }
}

async function inflateInto(folder: string, archives: string): Promise<void> {
  const { inflate } = await import('@sparticuz/chromium');
  const before = process.env.TMPDIR;
  // `inflate` writes to the temporary folder, whose place it reads at once when called; there it would be guessable by
  // others, shared between versions, and half-written while a second process already starts it.
  process.env.TMPDIR = folder;
  const inflating = ['chromium.br', 'fonts.tar.br', 'al2023.tar.br', 'swiftshader.tar.br'].map(archive =>
    inflate(join(archives, archive)),
  );
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  await Promise.all(inflating);
}
