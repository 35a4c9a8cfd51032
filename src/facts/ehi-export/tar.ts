/** One file of a tape archive; its content must be read before the next is asked for. */
export interface TarEntry {
  readonly name: string;
  readonly size: number;
  readonly isFolder: boolean;
  readonly isLink: boolean;
  readonly content: () => AsyncIterable<Uint8Array>;
}

const block = 512;

/** @throws when a heading is broken or the archive ends in the middle of a file */
export async function* tarEntries(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const reader = new Reader(pieces);
  let longName: string | undefined;
  for (;;) {
    const heading = Buffer.from((await reader.take(block)) ?? []);
    if (heading.length < block || heading.every(byte => byte === 0)) return;
    if (!isHeading(heading)) throw new Error('a heading in the archive is broken');
    const text = (at: number, length: number) =>
      heading
        .subarray(at, at + length)
        .toString('utf8')
        .replace(/\0[\s\S]*$/, '');
    const size = Number.parseInt(text(124, 12).trim() || '0', 8);
    const type = String.fromCharCode(heading[156] || 48);
    const padding = (block - (size % block)) % block;
    if (type === 'L' || type === 'x' || type === 'g') {
      const about = Buffer.from((await reader.take(Math.min(size, 64 * 1024))) ?? []).toString('utf8');
      await reader.skip(Math.max(0, size - 64 * 1024) + padding);
      if (type === 'L') longName = about.replace(/\0[\s\S]*$/, '');
      if (type === 'x') longName = /^\d+ path=(.*)$/m.exec(about)?.[1] ?? longName;
      continue;
    }
    const prefix = text(257, 5) === 'ustar' ? text(345, 155) : '';
    const name = longName ?? (prefix ? `${prefix}/${text(0, 100)}` : text(0, 100));
    longName = undefined;
    let left = size;
    yield {
      name,
      size,
      isFolder: type === '5' || name.endsWith('/'),
      isLink: type === '1' || type === '2',
      content: async function* () {
        while (left > 0) {
          const piece = await reader.some(left);
          if (!piece) throw new Error('it ends in the middle of a file');
          left -= piece.length;
          yield piece;
        }
      },
    };
    await reader.skip(left + padding);
  }
}

/** Whether a block begins an archive: the sum of its bytes stands within it. */
export function isHeading(heading: Uint8Array): boolean {
  if (heading.length < block) return false;
  const stated = Number.parseInt(
    Buffer.from(heading.subarray(148, 156))
      .toString('latin1')
      .replace(/[\0 ]+/g, ''),
    8,
  );
  let sum = 0;
  for (let at = 0; at < block; at++) sum += at >= 148 && at < 156 ? 32 : heading[at]!;
  return sum === stated;
}

class Reader {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array();

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** Some of the next bytes, at most `length`. */
  async some(length: number): Promise<Uint8Array | undefined> {
    while (this.#held.length === 0) {
      const next = await this.#pieces.next();
      if (next.done) return undefined;
      this.#held = next.value;
    }
    const piece = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(piece.length);
    return piece;
  }

  async take(length: number): Promise<Uint8Array | undefined> {
    const taken: Uint8Array[] = [];
    for (let left = length; left > 0; ) {
      const piece = await this.some(left);
      if (!piece) break;
      taken.push(piece);
      left -= piece.length;
    }
    return taken.length > 0 ? Buffer.concat(taken) : undefined;
  }

  async skip(length: number): Promise<void> {
    for (let left = length; left > 0; ) {
      const piece = await this.some(left);
      if (!piece) return;
      left -= piece.length;
    }
  }
}
