import { pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';

/** What {@link decoded} can undo, as a request says it. */
export const acceptedEncodings = 'gzip, deflate, br';

/**
 * The bytes a reader would see.
 * @param encoding the Content-Encoding header, if there was one; what is not known is passed on as it is
 * @throws zlib's error, from where on the bytes do not decode
 */
export function decoded(body: AsyncIterable<Uint8Array>, encoding: string | undefined): AsyncIterable<Uint8Array> {
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return pipeline(body, createGunzip(), () => {});
    case 'br':
      return pipeline(body, createBrotliDecompress(), () => {});
    case 'deflate':
      return inflated(body);
    default:
      return body;
  }
}

/** Servers say `deflate` with and without the two bytes of zlib's header; browsers take both. */
async function* inflated(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const pieces = body[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done) return;
  const whole = async function* () {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => pieces };
  };
  const hasHeader = ((first.value[0] ?? 0) & 0x0f) === 8;
  yield* pipeline(whole, hasHeader ? createInflate() : createInflateRaw(), () => {});
}
