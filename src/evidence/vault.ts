import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { home } from './home.ts';

/**
 * Secrets that must outlive a process, encrypted under `$SPECIAL_EFFORT_HOME` (AES-256-GCM): registrations that a vendor
 * issued to us. The key lies in the same folder, readable by its owner alone: whoever copies a single file has nothing.
 */
const folder = (): string => {
  const path = join(home(), 'vault');
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
};

function key(): Buffer {
  const file = join(home(), 'vault.key');
  if (!existsSync(file)) {
    try {
      writeFileSync(file, randomBytes(32), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      // Another process was first.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  return readFileSync(file);
}

const fileOf = (name: string): string => join(folder(), createHash('sha256').update(name).digest('hex'));

/** Keeps a value under a name; one that was there is replaced. */
export function keepSecret(name: string, value: unknown): void {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key(), nonce).setAAD(Buffer.from(name));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  const file = fileOf(name);
  writeFileSync(`${file}.new`, Buffer.concat([nonce, cipher.getAuthTag(), sealed]), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** What was kept under a name; `undefined` when nothing was, or when its file or key is not what it was. */
export function keptSecret(name: string): unknown {
  const file = fileOf(name);
  if (!existsSync(file)) return undefined;
  const bytes = readFileSync(file);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key(), bytes.subarray(0, 12))
      .setAAD(Buffer.from(name))
      .setAuthTag(bytes.subarray(12, 28));
    return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8'));
  } catch {
    return undefined;
  }
}

export function forgetSecret(name: string): void {
  rmSync(fileOf(name), { force: true });
}
