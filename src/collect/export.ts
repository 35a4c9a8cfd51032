import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** A file on this machine that can be read from any place, without a copy in memory. */
export interface HandedFile {
  /** Within what was handed over; the name of the file itself where it is one. */
  readonly path: string;
  readonly source: {
    readonly size: number;
    read(offset: number, length: number): Promise<Uint8Array>;
  };
}

export interface HandedOver {
  readonly files: readonly HandedFile[];
  readonly size: number;
  /** The files, or where there are several a list of them with their sizes, to be kept. */
  content(): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** What was to be handed over is not there, or cannot be read; the message says what to do. */
export class NothingHandedOver extends Error {
  override readonly name = 'NothingHandedOver';
}

const openAtOnce = 64;
const pieceSize = 1024 * 1024;

/**
 * Opens a file, or a folder with all that lies in it. Links are not followed.
 * @param reference `file:PATH`
 * @throws {NothingHandedOver}
 */
export async function openHandedOver(reference: string): Promise<HandedOver> {
  const place = reference.replace(/^file:/, '');
  let found: { readonly path: string; readonly place: string; readonly size: number }[];
  try {
    const about = await stat(place);
    found = about.isDirectory() ? await filesIn(place) : [{ path: place.split('/').at(-1)!, place, size: about.size }];
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const state = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? (error as Error).message})`;
    throw new NothingHandedOver(`${place} ${state}. Put the file there, or correct the profile.`);
  }
  if (found.length === 0) throw new NothingHandedOver(`The folder ${place} is empty.`);
  const handles = new Map<string, FileHandle>();
  const handleOf = async (file: string): Promise<FileHandle> => {
    const known = handles.get(file);
    if (known) return known;
    if (handles.size >= openAtOnce) {
      const [oldest] = handles.keys();
      await handles.get(oldest!)!.close();
      handles.delete(oldest!);
    }
    const handle = await open(file, 'r');
    handles.set(file, handle);
    return handle;
  };
  const files = found.map(
    ({ path, place: file, size }): HandedFile => ({
      path,
      source: {
        size,
        read: async (offset, length) => {
          const wanted = Math.max(0, Math.min(length, size - offset));
          const bytes = Buffer.allocUnsafe(wanted);
          const { bytesRead } = await (await handleOf(file)).read(bytes, 0, wanted, offset);
          return bytes.subarray(0, bytesRead);
        },
      },
    }),
  );
  return {
    files,
    size: found.reduce((sum, { size }) => sum + size, 0),
    content: () => (files.length === 1 ? piecesOf(files[0]!) : listed(files)),
    close: async () => {
      for (const handle of handles.values()) await handle.close();
      handles.clear();
    },
  };
}

async function filesIn(folder: string) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
  return Promise.all(
    files.map(async place => ({
      path: relative(folder, place).replaceAll('\\', '/'),
      place,
      size: (await stat(place)).size,
    })),
  );
}

async function* piecesOf({ source }: HandedFile): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < source.size; at += pieceSize) yield source.read(at, pieceSize);
}

async function* listed(files: readonly HandedFile[]): AsyncGenerator<Uint8Array> {
  for (const { path, source } of files) yield Buffer.from(`${JSON.stringify({ path, bytes: source.size })}\n`);
}
