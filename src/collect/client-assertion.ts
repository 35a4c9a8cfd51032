import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
} from 'node:crypto';
import type { AssertionChange } from '../model/oauth.ts';

/** A client's private key as its owner keeps it, and what its JWT headers say of it. */
interface SigningKey {
  readonly key: KeyObject;
  readonly alg: string;
  readonly kid: string | undefined;
}

/** @param text a private JWK, a JWK Set of one, or PEM */
export function signingKey(text: string): SigningKey {
  if (!text.trimStart().startsWith('{')) {
    const key = createPrivateKey(text);
    return { key, alg: algorithmOf(key), kid: undefined };
  }
  const read = JSON.parse(text);
  const jwk = Array.isArray(read.keys) ? read.keys[0] : read;
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  return { key, alg: jwk.alg ?? algorithmOf(key), kid: jwk.kid };
}

/** SMART asks servers for one of RS384 and ES384, so that a client is always understood with one of them. */
const algorithmOf = (key: KeyObject): string => (key.asymmetricKeyType === 'rsa' ? 'RS384' : 'ES384');

/**
 * A client assertion as SMART has it (RFC 7523): good for four minutes, once; or one with a fault.
 * @param change what is wrong with it
 */
export function clientAssertion(
  { key, alg, kid }: SigningKey,
  { clientId, audience }: { readonly clientId: string; readonly audience: string },
  { header = {}, claims = {}, signature = 'right' }: AssertionChange = {},
): string {
  const now = Math.floor(Date.now() / 1000);
  const algorithm = signature === 'none' ? 'none' : signature === 'public' ? `HS${alg.slice(2)}` : alg;
  const head = part({ alg: algorithm, typ: 'JWT', kid, ...header });
  const body = { iss: clientId, sub: clientId, aud: audience, iat: now, exp: now + 240, jti: randomUUID(), ...claims };
  const signed = `${head}.${part(body)}`;
  switch (signature) {
    case 'none':
      return `${signed}.`;
    case 'public': {
      const pem = createPublicKey(key).export({ type: 'spki', format: 'pem' });
      return `${signed}.${createHmac(`sha${alg.slice(2)}`, pem)
        .update(signed)
        .digest('base64url')}`;
    }
    case 'tampered':
      return `${head}.${part({ ...body, jti: randomUUID() })}.${signatureOf(key, alg, signed)}`;
    case 'wrong':
      return `${signed}.${signatureOf(anotherLike(key), alg, signed)}`;
    case 'right':
      return `${signed}.${signatureOf(key, alg, signed)}`;
  }
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function signatureOf(key: KeyObject, alg: string, text: string): string {
  const padding = alg.startsWith('PS') ? { padding: 6, saltLength: Number(alg.slice(2)) / 8 } : {};
  return sign(`sha${alg.slice(2)}`, Buffer.from(text), { key, dsaEncoding: 'ieee-p1363', ...padding }).toString(
    'base64url',
  );
}

/** A key of the same kind that nobody registered. */
function anotherLike(key: KeyObject): KeyObject {
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  return key.asymmetricKeyType === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength: modulusLength ?? 2048 }).privateKey
    : generateKeyPairSync('ec', { namedCurve: namedCurve ?? 'P-384' }).privateKey;
}
