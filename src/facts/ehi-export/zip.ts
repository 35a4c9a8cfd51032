import { Readable } from 'node:stream';
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import { partOf, piecesOf, type Source } from './source.ts';
import { type AesFacts, aesFacts, decryptAes, decryptTraditional } from './zip-decryption.ts';

/** One file of an archive, as the archive describes it. */
export interface ZipEntry {
  /** As written, whatever separates its parts. */
  readonly name: string;
  readonly packed: number;
  readonly size: number;
  readonly isFolder: boolean;
  /** It is no file but a pointer to another one. */
  readonly isLink: boolean;
  readonly encrypted: boolean;
  readonly method: number;
  readonly flags: number;
  readonly checksum: number;
  readonly time: number;
  readonly offset: number;
  readonly aes?: AesFacts;
}

const endSignature = 0x06054b50;
const locatorSignature = 0x07064b50;
const end64Signature = 0x06064b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const longestComment = 65_557;
const longestDirectory = 256 * 1024 * 1024;
/** Below this an entry is unpacked at once, which is many times faster than through a stream. */
const small = 1024 * 1024;

/**
 * What an archive says it holds.
 * @throws when the bytes are no whole ZIP
 */
export async function zipEntries(source: Source, most: number): Promise<{ entries: ZipEntry[]; leftOut: number }> {
  const tailAt = Math.max(0, source.size - longestComment);
  const tail = Buffer.from(await source.read(tailAt, source.size - tailAt));
  const endAt = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (endAt < 0 || tail.length - endAt < 22 || tail.readUInt32LE(endAt) !== endSignature)
    throw new Error('the list of its files, which stands at its end, is missing: it was cut off');
  let count = tail.readUInt16LE(endAt + 10);
  let size = tail.readUInt32LE(endAt + 12);
  let offset = tail.readUInt32LE(endAt + 16);
  const locator = endAt >= 20 && tail.readUInt32LE(endAt - 20) === locatorSignature ? endAt - 20 : undefined;
  if (locator !== undefined && (count === 0xffff || size === 0xffffffff || offset === 0xffffffff)) {
    const end64 = Buffer.from(await source.read(Number(tail.readBigUInt64LE(locator + 8)), 56));
    if (end64.length === 56 && end64.readUInt32LE(0) === end64Signature) {
      count = Number(end64.readBigUInt64LE(32));
      size = Number(end64.readBigUInt64LE(40));
      offset = Number(end64.readBigUInt64LE(48));
    }
  }
  if (size > longestDirectory) throw new Error('the list of its files is longer than any honest one');
  const directory = Buffer.from(await source.read(offset, size));
  const entries: ZipEntry[] = [];
  let at = 0;
  while (entries.length < Math.min(count, most)) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== entrySignature)
      throw new Error(`the list of its files breaks after ${entries.length} of ${count}`);
    const lengths = [directory.readUInt16LE(at + 28), directory.readUInt16LE(at + 30), directory.readUInt16LE(at + 32)];
    const [nameLength, extraLength, commentLength] = lengths as [number, number, number];
    entries.push(entryAt(directory, at, nameLength, extraLength));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return { entries, leftOut: Math.max(0, count - entries.length) };
}

const utf8Name = 0x800;
const names437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■ ';

function entryAt(directory: Buffer, at: number, nameLength: number, extraLength: number): ZipEntry {
  const flags = directory.readUInt16LE(at + 8);
  const bytes = directory.subarray(at + 46, at + 46 + nameLength);
  const extra = directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
  const name = nameOf(bytes, (flags & utf8Name) !== 0);
  const long = longSizes(extra, {
    size: directory.readUInt32LE(at + 24),
    packed: directory.readUInt32LE(at + 20),
    offset: directory.readUInt32LE(at + 42),
  });
  const madeOnUnix = directory[at + 5] === 3;
  const mode = directory.readUInt32LE(at + 38) >>> 16;
  const method = directory.readUInt16LE(at + 10);
  const aes = method === 99 ? aesFacts(extra) : undefined;
  return {
    name,
    ...long,
    isFolder: /[/\\]$/.test(name),
    isLink: madeOnUnix && (mode & 0xf000) === 0xa000,
    encrypted: (flags & 1) !== 0,
    method: aes?.method ?? method,
    flags,
    checksum: directory.readUInt32LE(at + 16),
    time: directory.readUInt16LE(at + 12),
    ...(aes ? { aes } : {}),
  };
}

function nameOf(bytes: Buffer, isUtf8: boolean): string {
  const text = bytes.toString('utf8');
  if (isUtf8 || !text.includes('\uFFFD')) return text;
  return Array.from(bytes, byte => (byte < 128 ? String.fromCharCode(byte) : names437[byte - 128])).join('');
}

/** Sizes of four bytes that are too small to hold the truth stand in an extra field of eight (ZIP64). */
function longSizes(extra: Buffer, short: { size: number; packed: number; offset: number }) {
  const long = { ...short };
  for (let at = 0; at + 4 <= extra.length; ) {
    const id = extra.readUInt16LE(at);
    const size = extra.readUInt16LE(at + 2);
    let field = at + 4;
    if (id === 1) {
      for (const key of ['size', 'packed', 'offset'] as const) {
        if (short[key] !== 0xffffffff || field + 8 > extra.length) continue;
        long[key] = Number(extra.readBigUInt64LE(field));
        field += 8;
      }
    }
    at += 4 + size;
  }
  return long;
}

/**
 * The content of an entry, unpacked; never more than it says it is.
 * @throws {WrongPassword} or an error that says what is broken
 */
export async function* contentOf(source: Source, entry: ZipEntry, password?: string): AsyncGenerator<Uint8Array> {
  const heading = Buffer.from(await source.read(entry.offset, 30));
  if (heading.length < 30 || heading.readUInt32LE(0) !== localSignature)
    throw new Error('its content is not where the archive says');
  const start = entry.offset + 30 + heading.readUInt16LE(26) + heading.readUInt16LE(28);
  const raw = partOf(source, start, entry.packed);
  if (raw.size < entry.packed) throw new Error('its content is cut off');
  if (entry.method !== 0 && entry.method !== 8)
    throw new Error(`it is packed by method ${entry.method}, which we cannot unpack`);
  if (!entry.encrypted && entry.packed <= small && entry.size <= 64 * small) {
    const bytes = await raw.read(0, entry.packed);
    yield whole(entry, entry.method === 0 ? bytes : inflated(bytes, entry.size));
    return;
  }
  const open = entry.encrypted ? decrypted(piecesOf(raw), entry, password ?? '') : piecesOf(raw);
  const unpacked = entry.method === 0 ? open : Readable.from(open).compose(createInflateRaw());
  let size = 0;
  let checksum = 0;
  try {
    for await (const piece of unpacked as AsyncIterable<Uint8Array>) {
      size += piece.length;
      if (size > entry.size) throw new Error('it unpacks to more than the archive says');
      checksum = crc32(piece, checksum);
      yield piece;
    }
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code?.startsWith('Z_') ? new Error('its content does not unpack') : error;
  }
  if (size < entry.size) throw new Error('it unpacks to less than the archive says');
  if (!entry.aes && checksum !== entry.checksum) throw new Error(damaged);
}

const damaged = 'its checksum is not the one that the archive states';

function inflated(bytes: Uint8Array, size: number): Uint8Array {
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(size, 1) });
  } catch (error) {
    const tooLong = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new Error(tooLong ? 'it unpacks to more than the archive says' : 'its content does not unpack');
  }
}

function whole(entry: ZipEntry, bytes: Uint8Array): Uint8Array {
  if (bytes.length !== entry.size) throw new Error('it unpacks to less than the archive says');
  if (crc32(bytes) !== entry.checksum) throw new Error(damaged);
  return bytes;
}

/** The byte that a right password brings forth: of the checksum, or of the time where the checksum came too late. */
function decrypted(pieces: AsyncIterable<Uint8Array>, entry: ZipEntry, password: string): AsyncIterable<Uint8Array> {
  if (entry.aes) return decryptAes(pieces, password, entry.aes);
  const streamed = (entry.flags & 8) !== 0;
  return decryptTraditional(pieces, password, streamed ? entry.time >>> 8 : entry.checksum >>> 24);
}
