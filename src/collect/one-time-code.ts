import { createHmac } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * The six digits that an authenticator app would show (RFC 6238: SHA-1, thirty seconds).
 * @param secret in base32, spaces and padding allowed, or an `otpauth:` address
 * @param at milliseconds since 1970
 */
export function oneTimeCode(secret: string, at: number): string {
  const text = secret.startsWith('otpauth:') ? (new URL(secret).searchParams.get('secret') ?? '') : secret;
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const digest = createHmac('sha1', fromBase32(text)).update(counter).digest();
  const from = (digest.at(-1) ?? 0) & 0x0f;
  return String((digest.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

function fromBase32(text: string): Buffer {
  const bits = [...text.toUpperCase().replace(/[\s=-]/g, '')]
    .map(letter => {
      const value = alphabet.indexOf(letter);
      if (value < 0) throw new Error('The secret of a time-based code is not base32.');
      return value.toString(2).padStart(5, '0');
    })
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)));
}
