import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** The bytes of a body, unpacked where it is a gzip file that no header spoke of. A damaged one ends where the damage is. */
export async function* unpacked(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const pieces = source[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done) return;
  const whole = joined(first.value, pieces);
  const isGzip = first.value[0] === 0x1f && first.value[1] === 0x8b;
  if (!isGzip) {
    yield* whole;
    return;
  }
  const packed = Readable.from(whole);
  const gunzip = packed.pipe(createGunzip());
  packed.on('error', error => gunzip.destroy(error));
  try {
    yield* gunzip;
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
}

async function* joined(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

const isDamage = (error: unknown): boolean => String((error as { code?: string }).code).startsWith('Z_');
