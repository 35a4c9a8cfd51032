import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseProfile } from '../../src/vendor/profile.ts';
import { isSecretName, readSecret, SecretMissing, secretsOf } from '../../src/vendor/secrets.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secrets-'));
});
afterAll(() => rm(folder, { recursive: true }));

const put = async (name: string, text: string | Uint8Array): Promise<`file:${string}`> => {
  await writeFile(join(folder, name), text, { mode: 0o600 });
  return `file:${join(folder, name)}`;
};

describe('a secret', () => {
  it('is read from the environment as it is', () => {
    expect(readSecret('env:TOKEN', { TOKEN: ' abc\n' })).toBe(' abc\n');
  });

  it('is read from a file without one line end', async () => {
    expect(readSecret(await put('one', 'abc\n'))).toBe('abc');
    expect(readSecret(await put('two', 'abc\r\n'))).toBe('abc');
    expect(readSecret(await put('three', ' abc\n\n'))).toBe(' abc\n');
  });

  it.each([
    [{}, /TOKEN is not set\. Set it/],
    [{ TOKEN: '' }, /TOKEN is empty/],
  ])('that is not in the environment is missing', (environment, says) => {
    expect(() => readSecret('env:TOKEN', environment)).toThrow(SecretMissing);
    expect(() => readSecret('env:TOKEN', environment)).toThrow(says);
  });

  it('whose file is absent, empty, a folder or far too long is missing', async () => {
    const long = await put('long', 'secret'.repeat(20_000));
    const empty = await put('empty', '\n');
    for (const [reference, says] of [
      [`file:${join(folder, 'none')}`, /does not exist/],
      [`file:${folder}`, /is a folder/],
      [empty, /is empty/],
      [long, /more than any secret/],
    ] as const) {
      expect(() => readSecret(reference)).toThrow(SecretMissing);
      expect(() => readSecret(reference)).toThrow(says);
    }
    expect(() => readSecret(long)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('secretsecret') }),
    );
  });

  it.skipIf(process.getuid?.() === 0)('whose file may not be read is missing', async () => {
    const reference = await put('closed', 'abc');
    await chmod(join(folder, 'closed'), 0);
    expect(() => readSecret(reference)).toThrow(/cannot be read/);
  });
});

it('all secrets of a profile are found, and no document', () => {
  const vendor = parseProfile(
    `
vendor: A
access: { token: env:TOKEN }
engagement: { by: J, document: file:contract.pdf }
clients:
  - { id: a, kind: symmetric, secret: env:SECRET }
  - { id: b, kind: backend, key: file:b.jwk, jwks: file:public.json }
sign-in:
  people: { alice: { username: env:ALICE, password: file:alice, totp: env:TOTP } }
  fields: { "#office": env:OFFICE }
  script: file:sign-in.ts
  sha256: ${'0'.repeat(64)}
ehi-export: { single-patient: { file: file:export.zip, password: env:TOKEN } }
claims: [{ kind: fee-basis, document: file:basis.pdf }]
network: { ca: file:ca.pem }
`,
    '/p/a.yaml',
  );
  expect(secretsOf(vendor)).toEqual([
    'env:TOKEN',
    'env:SECRET',
    'file:/p/b.jwk',
    'env:ALICE',
    'file:/p/alice',
    'env:TOTP',
    'env:OFFICE',
  ]);
});

it.each([
  'password',
  '#user_password',
  'loginPassword',
  'client-secret',
  'input[name=Password]',
  'access_token',
  'private-key',
  'totp',
])('%s is a secret by its name', name => expect(isSecretName(name)).toBe(true));

it.each(['token-life', 'secretary', 'password-page', 'key', 'username', 'tokens'])('%s is none', name =>
  expect(isSecretName(name)).toBe(false),
);
