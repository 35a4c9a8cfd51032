import { createCipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';

/** The password given does not open it. */
export class WrongPassword extends Error {
  override readonly name = 'WrongPassword';
}

const checksumTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The cipher of PKZIP (APPNOTE 6.1): weak, and still what most exports are locked with. */
class TraditionalCipher {
  #first = 0x12345678;
  #second = 0x23456789;
  #third = 0x34567890;

  constructor(password: Uint8Array) {
    for (const byte of password) this.#update(byte);
  }

  #update(byte: number): void {
    this.#first = checksumTable[(this.#first ^ byte) & 0xff]! ^ (this.#first >>> 8);
    this.#second = (Math.imul(this.#second + (this.#first & 0xff), 134775813) + 1) | 0;
    this.#third = checksumTable[(this.#third ^ (this.#second >>> 24)) & 0xff]! ^ (this.#third >>> 8);
  }

  decrypt(piece: Uint8Array): Uint8Array {
    const plain = new Uint8Array(piece.length);
    for (let at = 0; at < piece.length; at++) {
      const key = (this.#third | 2) & 0xffff;
      plain[at] = piece[at]! ^ ((Math.imul(key, key ^ 1) >>> 8) & 0xff);
      this.#update(plain[at]!);
    }
    return plain;
  }
}

/** Twelve bytes of noise come first; the last of them shows whether the password is right. */
export async function* decryptTraditional(
  pieces: AsyncIterable<Uint8Array>,
  password: string,
  check: number,
): AsyncGenerator<Uint8Array> {
  const cipher = new TraditionalCipher(Buffer.from(password));
  let heading: Uint8Array | undefined = new Uint8Array();
  for await (const piece of pieces) {
    const plain: Uint8Array = cipher.decrypt(piece);
    if (!heading) {
      yield plain;
      continue;
    }
    heading = Buffer.concat([heading, plain]);
    if (heading.length < 12) continue;
    if (heading[11] !== check) throw new WrongPassword('The password does not open it.');
    if (heading.length > 12) yield heading.subarray(12);
    heading = undefined;
  }
}

/** Where AES is used: the length of the key, and the compression beneath it (WinZip's AE-1 and AE-2). */
export interface AesFacts {
  readonly keyLength: 16 | 24 | 32;
  readonly method: number;
}

export function aesFacts(extra: Uint8Array): AesFacts | undefined {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.byteLength);
  for (let at = 0; at + 4 <= extra.length; ) {
    const id = view.getUint16(at, true);
    const size = view.getUint16(at + 2, true);
    if (id === 0x9901 && size >= 7 && at + 11 <= extra.length) {
      const keyLength = ({ 1: 16, 2: 24, 3: 32 } as const)[extra[at + 8] as 1 | 2 | 3];
      return keyLength ? { keyLength, method: view.getUint16(at + 9, true) } : undefined;
    }
    at += 4 + size;
  }
  return undefined;
}

const mostHeld = 512 * 1024 * 1024;

/** Salt, two bytes that show whether the password is right, the content, ten bytes of its authentication code. */
export async function* decryptAes(
  pieces: AsyncIterable<Uint8Array>,
  password: string,
  { keyLength }: AesFacts,
): AsyncGenerator<Uint8Array> {
  const held: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > mostHeld) throw new Error('an encrypted file of this length cannot be held');
    held.push(piece);
  }
  const whole = Buffer.concat(held);
  const saltLength = keyLength / 2;
  const salt = whole.subarray(0, saltLength);
  const keys = pbkdf2Sync(password, salt, 1000, 2 * keyLength + 2, 'sha1');
  if (!whole.subarray(saltLength, saltLength + 2).equals(keys.subarray(2 * keyLength)))
    throw new WrongPassword('The password does not open it.');
  const content = whole.subarray(saltLength + 2, whole.length - 10);
  const code = createHmac('sha1', keys.subarray(keyLength, 2 * keyLength))
    .update(content)
    .digest()
    .subarray(0, 10);
  if (!timingSafeEqual(code, whole.subarray(whole.length - 10)))
    throw new Error('what was decrypted is not what was encrypted');
  yield counted(content, keys.subarray(0, keyLength));
}

/** Counter mode with the counter's lowest byte first, which Node's own counter mode has last: the stream is made block by block. */
function counted(content: Uint8Array, key: Uint8Array): Uint8Array {
  const blocks = Math.ceil(content.length / 16);
  const counters = Buffer.alloc(blocks * 16);
  for (let block = 0; block < blocks; block++) counters.writeUIntLE(block + 1, block * 16, 6);
  const cipher = createCipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false);
  const stream = cipher.update(counters);
  const plain = new Uint8Array(content.length);
  for (let at = 0; at < content.length; at++) plain[at] = content[at]! ^ stream[at]!;
  return plain;
}
