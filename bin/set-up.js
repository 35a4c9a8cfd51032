// Makes a checkout ready to run: `npm ci` where node_modules is not what package-lock.json says, and a Node that will do.
// Silent when nothing is missing; never writes to stdout, which belongs to the command that follows.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, findNode24 } from './node24.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Whether npm finished installing what the lockfile names. npm writes its own record, `node_modules/.package-lock.json`,
 * last, so a broken-off install has none. Optional packages may be absent: they are made for other machines.
 * @param {string} folder the checkout
 */
export function isSetUp(folder) {
  const record = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  /** @typedef {{ packages: Record<string, { version?: string, optional?: true, devOptional?: true }> }} Lockfile */
  /** @type {Lockfile} */ const installed = JSON.parse(readFileSync(record, 'utf8'));
  /** @type {Lockfile} */ const wanted = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  return Object.entries(wanted.packages).every(([path, { version, optional, devOptional }]) => {
    if (path === '') return true;
    const here = installed.packages[path];
    return here ? here.version === version : optional || devOptional;
  });
}

function install() {
  console.error('Setting up: npm ci, about half a minute the first time.');
  const args = [
    'ci',
    '--include=dev',
    '--include=optional',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const { npm_execpath: npm, npm_node_execpath: node = process.execPath } = process.env;
  const { status, error } = npm
    ? spawnSync(node, [npm, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (error) throw new Error(`npm could not be started (${error.message}). Install npm, then repeat the command.`);
  if (status !== 0) {
    throw new Error(
      'npm ci did not finish; its reason is above. If the registry could not be reached, set your own with ' +
        '`npm config set registry ADDRESS`, then repeat the command.',
    );
  }
}

export function setUp() {
  if (!isSetUp(root)) install();
  findNode24();
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    setUp();
  } catch (error) {
    fail(error);
  }
}
