import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

const cli = resolve(import.meta.dirname, '../../src/cli/main.ts');

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder that is gone when the test is. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'special-effort-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The command as a user types it, in a folder of their own. */
export function begin(
  words: readonly string[],
  { cwd, env = {}, input }: { cwd: string; env?: Record<string, string>; input?: string },
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [cli, ...words], {
    cwd,
    env: { ...process.env, SPECIAL_EFFORT_HOME: join(cwd, 'home'), ...env },
  });
  const out = { stdout: '', stderr: '' };
  child.stdout.on('data', piece => (out.stdout += piece));
  child.stderr.on('data', piece => (out.stderr += piece));
  child.stdin.end(input ?? '');
  return { child, ended: new Promise(resolve => child.once('close', code => resolve({ code: code ?? -1, ...out }))) };
}

export const specialEffort = (
  words: readonly string[],
  options: { cwd: string; env?: Record<string, string>; input?: string },
): Promise<Ended> => begin(words, options).ended;
