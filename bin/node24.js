// Plain JavaScript for Node 20: TypeScript and node:sqlite as this project uses them begin with Node 24.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { constants, homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

const lowest = 24;

/** Where Node keeps compiled code: without it, stripping types doubles the time to start. Our own: others may write in /tmp. */
const compiled = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'special-effort', 'compiled');

/** @param {string} version such as `v24.21.0` */
const isEnough = version => Number.parseInt(version.replace(/^v/, ''), 10) >= lowest;

/** @param {string} node @returns {boolean} false too where the file is made for another C library or processor */
function answersAsEnough(node) {
  const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8', windowsHide: true });
  return status === 0 && isEnough(stdout);
}

/** The Node 24 that comes as an optional dependency on Linux and on Windows x64. @returns {string[]} */
function fromPackage() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  try {
    const manifest = createRequire(import.meta.url).resolve(`node-${system}-${process.arch}/package.json`);
    return [join(dirname(manifest), binary)];
  } catch {
    return [];
  }
}

/** @returns {string[]} */
function fromPath() {
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter(folder => folder !== '')
    .map(folder => join(folder, binary));
}

/**
 * A Node of version 24 or newer: this process, the platform package's, or another on PATH.
 * @returns {string} its path
 * @throws {Error} saying how to get one
 */
export function findNode24() {
  if (isEnough(process.version)) return process.execPath;
  const found = [...fromPackage(), ...fromPath()].find(node => existsSync(node) && answersAsEnough(node));
  if (found) return found;
  throw new Error(
    `special-effort needs Node.js ${lowest} or newer; this is ${process.version} (${process.execPath}), and no newer one was found on PATH.\n` +
      `On Linux and on Windows x64 it comes as an optional dependency: install again with npm's --include=optional.\n` +
      `Elsewhere install Node.js ${lowest} (https://nodejs.org/en/download, or your version manager) and repeat the command.`,
  );
}

/**
 * Runs a module as the main one: in this process where it is new enough, else in a child that shares its streams,
 * signals and exit code.
 * @param {string} entry absolute path of the module
 * @param {string[]} args
 */
export function runOnNode24(entry, args) {
  process.env.NODE_COMPILE_CACHE ??= compiled;
  if (isEnough(process.version)) {
    module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
    process.argv = [process.execPath, entry, ...args];
    module.runMain();
    return;
  }
  const child = spawn(findNode24(), [entry, ...args], { stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
  // A terminal sends Ctrl-C to the whole group: passing it on would make it two, and two mean "now".
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  child.on('error', error => fail(error));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
}

/** @param {unknown} error */
export function fail(error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
