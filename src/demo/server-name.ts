/**
 * The host name that a TLS client asks for, read from the first bytes it sends (RFC 8446 section 4.1.2, RFC 6066 section 3).
 * @returns `undefined` while the first record is still incomplete; `''` when it names no host or is no ClientHello
 */
export function serverName(bytes: Buffer): string | undefined {
  if (bytes.length < 5) return undefined;
  if (bytes[0] !== 0x16) return '';
  const end = 5 + bytes.readUInt16BE(3);
  if (bytes.length < end) return undefined;
  try {
    // Record header, handshake header, version and random; then session id, cipher suites and compression methods.
    let at = 5 + 4 + 2 + 32;
    at += 1 + bytes.readUInt8(at);
    at += 2 + bytes.readUInt16BE(at);
    at += 1 + bytes.readUInt8(at);
    const extensionsEnd = Math.min(end, at + 2 + bytes.readUInt16BE(at));
    at += 2;
    while (at + 4 <= extensionsEnd) {
      const type = bytes.readUInt16BE(at);
      const length = bytes.readUInt16BE(at + 2);
      // A list of names: its length, then type 0 and the length of the only kind there is.
      if (type === 0) return bytes.toString('latin1', at + 9, at + 9 + bytes.readUInt16BE(at + 7)).toLowerCase();
      at += 4 + length;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return '';
}
