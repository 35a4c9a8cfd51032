import { unzipSync, zipSync } from 'fflate';

const localHeader = [0x50, 0x4b, 0x03, 0x04];
const centralHeader = [0x50, 0x4b, 0x01, 0x02];

/** Marks every file as locked with a password that nobody has. */
export function lockedArchive(bytes: Uint8Array): Uint8Array {
  const locked = Buffer.from(bytes);
  for (const [signature, flags] of [
    [localHeader, 6],
    [centralHeader, 8],
  ] as const) {
    for (
      let at = locked.indexOf(Buffer.from(signature));
      at >= 0;
      at = locked.indexOf(Buffer.from(signature), at + 4)
    ) {
      locked[at + flags]! |= 1;
    }
  }
  return locked;
}

const withFile = (bytes: Uint8Array, path: string, content: Uint8Array): Uint8Array =>
  zipSync({ ...unzipSync(bytes), [path]: content }, { level: 9, mtime: new Date('2026-10-01T08:00:00Z') });

/** One file would be written two folders above. */
export const strayingArchive = (bytes: Uint8Array): Uint8Array =>
  withFile(bytes, '../../start-up/run.txt', Buffer.from('Anything.\n'));

const swollen = 96 * 1024 * 1024;

/** One file says that it unpacks to a thousand times its length. */
export function swellingArchive(bytes: Uint8Array): Uint8Array {
  const name = 'log/padding.txt';
  const archive = Buffer.from(withFile(bytes, name, new Uint8Array(64 * 1024)));
  const entry = archive.lastIndexOf(name) - 46;
  archive.writeUInt32LE(swollen, entry + 24);
  return archive;
}
