/** Bytes that can be read from any place: a file on disk, a download in memory, a part of either. */
export interface Source {
  readonly size: number;
  /** Exactly these bytes, or fewer at the end. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

export const sourceOf = (bytes: Uint8Array): Source => ({
  size: bytes.length,
  read: async (offset, length) => bytes.subarray(offset, offset + length),
});

/** A part of a source, as a source of its own. */
export const partOf = (source: Source, offset: number, size: number): Source => ({
  size: Math.max(0, Math.min(size, source.size - offset)),
  read: (at, length) => source.read(offset + at, Math.max(0, Math.min(length, size - at))),
});

const pieceSize = 256 * 1024;

/** From its beginning to its end, in pieces. */
export async function* piecesOf(source: Source): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < source.size; ) {
    const piece = await source.read(at, Math.min(pieceSize, source.size - at));
    if (piece.length === 0) return;
    yield piece;
    at += piece.length;
  }
}
