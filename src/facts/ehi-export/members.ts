import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { decidingLength, type Kind, kindOf } from './kind.ts';
import { partOf, piecesOf, type Source, sourceOf } from './source.ts';
import { isHeading, tarEntries } from './tar.ts';
import { contentOf, type ZipEntry, zipEntries } from './zip.ts';
import { WrongPassword } from './zip-decryption.ts';

/** What kept a file of the export from being read, or makes it dangerous to unpack. */
export interface Problem {
  readonly kind: /** It would be written outside the folder it is unpacked into. */
    | 'path'
    /** It points to another file instead of being one. */
    | 'link'
    /** It unpacks to far more than honest files do. */
    | 'expansion'
    /** There is more of it than we read. */
    | 'limit'
    /** A password is needed, and none was given. */
    | 'password-missing'
    | 'password-wrong'
    | 'broken';
  /** Within the export, archives within archives joined by `!/`. */
  readonly path: string;
  /** The end of a sentence that begins with the path. */
  readonly message: string;
}

/** One file of the export, wherever it lies. */
export interface Member {
  /** Parts joined by `/`, whatever the archive wrote. */
  readonly path: string;
  readonly kind: Kind;
  /** Bytes when unpacked; absent where only reading to the end would tell. */
  readonly size?: number;
  /** Its bytes, from the beginning, once. */
  readonly content: AsyncIterable<Uint8Array>;
}

export interface Limits {
  readonly entries: number;
  /** Unpacked, of all files together. */
  readonly bytes: number;
  /** Unpacked to packed, of one file of more than 64 MiB. */
  readonly ratio: number;
  /** Archives within archives. */
  readonly depth: number;
  /** Of an archive within an archive that must be held in memory. */
  readonly held: number;
}

export const usualLimits: Limits = {
  entries: 500_000,
  bytes: 64 * 1024 ** 3,
  ratio: 500,
  depth: 4,
  held: 512 * 1024 ** 2,
};

export interface Opening {
  readonly password?: string | undefined;
  readonly limits?: Partial<Limits>;
  report(problem: Problem): void;
}

interface Walk {
  readonly password?: string | undefined;
  readonly limits: Limits;
  readonly report: Opening['report'];
  entries: number;
  bytes: number;
}

/** Every file of an export, archives opened and themselves left out. What cannot be opened is reported, and the rest goes on. */
export async function* membersOf(
  files: Iterable<{ readonly path: string; readonly source: Source }>,
  { password, limits, report }: Opening,
): AsyncGenerator<Member> {
  const walk: Walk = { password, limits: { ...usualLimits, ...limits }, report, entries: 0, bytes: 0 };
  for (const { path, source } of files) yield* membersIn(path, source, walk, 0);
}

async function* membersIn(path: string, source: Source, walk: Walk, depth: number): AsyncGenerator<Member> {
  const head = await source.read(0, decidingLength);
  const kind = kindOf(head, path);
  if (kind === 'zip' || kind === 'gzip' || kind === 'tar') {
    if (depth >= walk.limits.depth) {
      walk.report({
        kind: 'limit',
        path,
        message: `lies more than ${walk.limits.depth} archives deep and was not opened`,
      });
      return;
    }
    try {
      if (kind === 'zip') yield* zipMembers(path, source, walk, depth);
      else yield* streamed(path, piecesOf(source), kind, walk, depth, source.size);
    } catch (error) {
      walk.report({ kind: 'broken', path, message: `cannot be opened: ${(error as Error).message}` });
    }
    return;
  }
  yield { path, kind, size: source.size, content: piecesOf(source) };
}

async function* zipMembers(path: string, source: Source, walk: Walk, depth: number): AsyncGenerator<Member> {
  const { entries, leftOut } = await zipEntries(source, walk.limits.entries - walk.entries);
  if (leftOut > 0) {
    walk.report({
      kind: 'limit',
      path,
      message: `holds ${leftOut} files more than the ${walk.limits.entries} we read`,
    });
  }
  const packed = entries.reduce((sum, entry) => sum + entry.packed, 0);
  // Entries that overlap are how a small archive pretends to hold a great deal.
  if (packed > source.size) {
    walk.report({ kind: 'expansion', path, message: 'holds files that lie on top of each other; it was not unpacked' });
    return;
  }
  for (const entry of entries) {
    const inner = entry.name.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
    const place = depth === 0 && !path.includes('!/') ? inner : `${path}!/${inner}`;
    walk.entries++;
    if (entry.isFolder || isClutter(inner) || !mayUnpack(entry, inner, place, walk)) continue;
    yield* zipMember(place, source, entry, walk, depth);
  }
}

async function* zipMember(
  path: string,
  source: Source,
  entry: ZipEntry,
  walk: Walk,
  depth: number,
): AsyncGenerator<Member> {
  try {
    // What is stored as it is need not be copied to be opened.
    const stored = entry.method === 0 && !entry.encrypted;
    if (stored) {
      const heading = Buffer.from(await source.read(entry.offset, 30));
      const start = entry.offset + 30 + heading.readUInt16LE(26) + heading.readUInt16LE(28);
      const part = partOf(source, start, entry.size);
      const kind = kindOf(await part.read(0, decidingLength), path);
      if (kind === 'zip') return yield* membersIn(path, part, walk, depth + 1);
    }
    yield* streamed(path, contentOf(source, entry, walk.password), undefined, walk, depth, entry.size);
  } catch (error) {
    const wrong = error instanceof WrongPassword;
    walk.report({
      kind: wrong ? 'password-wrong' : 'broken',
      path,
      message: `cannot be read: ${(error as Error).message}`,
    });
  }
}

/** Reads ahead as far as it takes to know what the bytes are. */
async function* streamed(
  path: string,
  content: AsyncIterable<Uint8Array>,
  known: Kind | undefined,
  walk: Walk,
  depth: number,
  size?: number,
): AsyncGenerator<Member> {
  const pieces = content[Symbol.asyncIterator]();
  const ahead: Uint8Array[] = [];
  for (let length = 0; length < decidingLength; ) {
    const next = await pieces.next();
    if (next.done) break;
    ahead.push(next.value);
    length += next.value.length;
  }
  const head = ahead.length === 1 ? ahead[0]! : Buffer.concat(ahead);
  const kind = known ?? kindOf(head.subarray(0, decidingLength), path);
  const whole = (async function* () {
    if (head.length > 0) yield head;
    for (;;) {
      const next = await pieces.next();
      if (next.done) return;
      yield next.value;
    }
  })();
  if (kind === 'gzip') {
    const inner = path.replace(/\.t?gz$/i, match => (match.toLowerCase() === '.tgz' ? '.tar' : ''));
    const unpacked = Readable.from(whole).compose(createGunzip()) as AsyncIterable<Uint8Array>;
    return yield* streamed(inner, counting(unpacked, path, size ?? 0, walk), undefined, walk, depth + 1);
  }
  if (kind === 'tar' || (kind === 'binary' && isHeading(head))) return yield* tarMembers(path, whole, walk, depth);
  if (kind === 'zip') {
    const held = await hold(whole, walk.limits.held);
    if (!held) {
      walk.report({ kind: 'limit', path, message: 'is an archive within an archive, too long to be opened' });
      return;
    }
    return yield* membersIn(path, sourceOf(held), walk, depth + 1);
  }
  yield { path, kind, ...(size === undefined ? {} : { size }), content: whole };
}

async function* tarMembers(path: string, content: AsyncIterable<Uint8Array>, walk: Walk, depth: number) {
  for await (const entry of tarEntries(content)) {
    const inner = entry.name.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
    const place = depth <= 1 && !path.includes('!/') ? inner : `${path}!/${inner}`;
    walk.entries++;
    const about = { ...entry, packed: entry.size, encrypted: false };
    if (entry.isFolder || isClutter(inner) || !mayUnpack(about, inner, place, walk)) continue;
    yield* streamed(place, entry.content(), undefined, walk, depth + 1, entry.size);
  }
}

/** What a Macintosh leaves behind, and folders of version control. */
const isClutter = (path: string): boolean => /(^|\/)(__MACOSX|\.DS_Store|\.git)(\/|$)/.test(path);

const large = 64 * 1024 * 1024;

function mayUnpack(
  entry: Pick<ZipEntry, 'size' | 'packed' | 'isLink' | 'encrypted'>,
  inner: string,
  path: string,
  walk: Walk,
): boolean {
  const refuse = (kind: Problem['kind'], message: string) => {
    walk.report({ kind, path, message });
    return false;
  };
  if (/^(\/|[A-Za-z]:)|(^|\/)\.\.(\/|$)/.test(inner) || inner.includes('\0'))
    return refuse('path', 'would be written outside the folder it is unpacked into; it was not unpacked');
  if (entry.isLink) return refuse('link', 'is a link to another file; it was not followed');
  if (entry.size > large && entry.size > Math.max(entry.packed, 1) * walk.limits.ratio)
    return refuse('expansion', `unpacks from ${entry.packed} to ${entry.size} bytes; it was not unpacked`);
  if (walk.bytes + entry.size > walk.limits.bytes)
    return refuse('limit', `was not read: the export is longer than ${walk.limits.bytes} bytes`);
  if (entry.encrypted && walk.password === undefined)
    return refuse('password-missing', 'can only be opened with a password');
  walk.bytes += entry.size;
  return true;
}

async function* counting(pieces: AsyncIterable<Uint8Array>, path: string, packed: number, walk: Walk) {
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    walk.bytes += piece.length;
    const isBomb = size > large && size > Math.max(packed, 1) * walk.limits.ratio;
    if (isBomb || walk.bytes > walk.limits.bytes) {
      walk.report({
        kind: isBomb ? 'expansion' : 'limit',
        path,
        message: `unpacks from ${packed} to more than ${size} bytes; the rest was not unpacked`,
      });
      return;
    }
    yield piece;
  }
}

async function hold(pieces: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array | undefined> {
  const held: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > most) return undefined;
    held.push(piece);
  }
  return Buffer.concat(held);
}
