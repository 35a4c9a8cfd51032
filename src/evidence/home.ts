import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where what must outlive a process is kept, apart from every run: `$SPECIAL_EFFORT_HOME`, else `~/.special-effort`;
 * readable by its owner alone.
 */
export function home(): string {
  const folder = process.env.SPECIAL_EFFORT_HOME || join(homedir(), '.special-effort');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return folder;
}

const keyFile = (run: string) => join(home(), 'digest-keys', run);

/**
 * The key under which a run's secrets and patients become digests. It lies outside the run: whoever has the run alone
 * can tell that two values were equal, and never what they were.
 */
export function digestKey(run: string): Buffer {
  const file = keyFile(run);
  mkdirSync(join(home(), 'digest-keys'), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, randomBytes(32), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file);
}

export function forgetDigestKey(run: string): void {
  rmSync(keyFile(run), { force: true });
}

/** A digest that only the holder of the run's key can make again. */
export const keyedDigest = (key: Buffer, value: string | Uint8Array): string =>
  createHmac('sha256', key).update(value).digest('hex');
