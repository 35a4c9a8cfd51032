import { generateKeyPairSync } from 'node:crypto';
import { exportJWK, importJWK, jwtVerify, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { clientAssertion, signingKey } from '../../src/collect/client-assertion.ts';
import { identityOf } from '../../src/collect/identity-token.ts';
import { oneTimeCode } from '../../src/collect/one-time-code.ts';

const pair = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const jwk = { ...pair.privateKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES384' };
const own = signingKey(JSON.stringify(jwk));
const to = { clientId: 'app', audience: 'https://auth.example/token' };

test('a one-time code is that of RFC 6238, appendix B', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'; // "12345678901234567890"
  expect(oneTimeCode(secret, 59_000)).toBe('287082');
  expect(oneTimeCode(secret, 1_111_111_109_000)).toBe('081804');
  expect(oneTimeCode(`otpauth://totp/a?secret=${secret}`, 59_000)).toBe('287082');
  expect(() => oneTimeCode('not base32!', 0)).toThrow(/base32/);
});

describe('a client assertion', () => {
  test('verifies with the public key, and says who, to whom and until when', async () => {
    const { payload, protectedHeader } = await jwtVerify(clientAssertion(own, to), pair.publicKey, {
      audience: to.audience,
      issuer: 'app',
      subject: 'app',
    });
    expect(protectedHeader).toEqual({ alg: 'ES384', typ: 'JWT', kid: 'k1' });
    expect(payload.jti).toBeTruthy();
    expect((payload.exp ?? 0) - Date.now() / 1000).toBeLessThanOrEqual(300);
  });

  test('can be read from PEM, and signs RS384 for an RSA key', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const read = signingKey(rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    const { protectedHeader } = await jwtVerify(clientAssertion(read, to), rsa.publicKey);
    expect(protectedHeader.alg).toBe('RS384');
  });

  test.each(['wrong', 'tampered', 'none', 'public'] as const)(
    'made wrong on purpose (%s) does not verify',
    async signature => {
      const made = clientAssertion(own, to, { signature });
      expect(made.split('.')).toHaveLength(3);
      await expect(jwtVerify(made, pair.publicKey)).rejects.toThrow();
    },
  );

  test('bears the claims it is given, and lacks those taken out', () => {
    const made = clientAssertion(own, to, { claims: { jti: undefined, iss: 'stranger' }, header: { kid: 'other' } });
    const [header, claims] = made.split('.').map(part => {
      try {
        return JSON.parse(Buffer.from(part, 'base64url').toString());
      } catch {
        return undefined;
      }
    });
    expect(header.kid).toBe('other');
    expect(claims.iss).toBe('stranger');
    expect(claims).not.toHaveProperty('jti');
  });
});

describe('an identity token', () => {
  const base = 'https://fhir.example/r4';
  const token = (claims: Record<string, unknown> = {}, key = pair.privateKey) =>
    new SignJWT({ nonce: 'n', fhirUser: `${base}/Patient/1`, ...claims })
      .setProtectedHeader({ alg: 'ES384', kid: 'k1' })
      .setIssuer('https://auth.example')
      .setSubject('s')
      .setAudience('app')
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(key);
  const published = async () => ({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES384' }] });
  const look = async (jwt: string, keys?: object) =>
    (
      await identityOf(jwt, {
        clientId: 'app',
        issuer: 'https://auth.example',
        nonce: 'n',
        keys: keys ?? (await published()),
        base,
      })
    ).seen;

  test('that is right is seen to be', async () => {
    expect(await look(await token())).toMatchObject({
      signature: 'verified',
      audience: 'ours',
      nonce: 'echoed',
      fhirUser: { url: true, type: 'Patient', beneath: true },
    });
  });

  test('of another key, without a key, or that is none, is told apart', async () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
    expect((await look(await token({}, other))).signature).toBe('wrong');
    expect((await look(await token(), { keys: [] })).signature).toBe('no-key');
    expect((await look('not a token')).unreadable).toBeTruthy();
    expect(await look(await token({ nonce: 'other', fhirUser: 'Patient/1' }))).toMatchObject({
      nonce: 'changed',
      fhirUser: { url: false },
    });
  });

  test('that has run out is still truly signed', async () => {
    const old = await new SignJWT({})
      .setProtectedHeader({ alg: 'ES384', kid: 'k1' })
      .setAudience('other')
      .setExpirationTime(2_000_000)
      .sign(await importJWK(jwk, 'ES384'));
    expect(await look(old)).toMatchObject({ signature: 'verified', audience: 'others' });
  });
});
