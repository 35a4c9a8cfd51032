import { createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Redaction } from '../../src/evidence/redact.ts';
import type { Body, Headers } from '../../src/model/exhibit.ts';
import { bytesIn, freshFolder, key, runDraft, storeIn, vendorWith } from './run-folder.ts';

/** As programs write one text inside another. */
const encodings: Record<string, (secret: string) => string> = {
  plain: secret => secret,
  url: encodeURIComponent,
  'url in lower case': secret => encodeURIComponent(secret).replace(/%../g, hex => hex.toLowerCase()),
  form: secret => new URLSearchParams({ s: secret }).toString().slice(2),
  json: secret => JSON.stringify(secret),
  'json with escaped slashes': secret => JSON.stringify(secret).replaceAll('/', '\\/'),
  html: secret => secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  base64: secret => Buffer.from(secret).toString('base64'),
  base64url: secret => Buffer.from(secret).toString('base64url'),
  'base64 behind a user name': secret => Buffer.from(`alice:${secret}`).toString('base64'),
  'base64 between others': secret => Buffer.from(`ab${secret}\nand more`).toString('base64'),
  'base64 in a URL': secret => encodeURIComponent(Buffer.from(secret).toString('base64')),
};

/** What a reader could still find of a secret in a text that once held it. */
function findable(text: string, secret: string): string[] {
  const haystack = Buffer.from(text, 'latin1');
  return Object.entries(encodings).flatMap(([name, encode]) => {
    const whole = encode(secret).replace(/^"|"$/g, '');
    return haystack.includes(Buffer.from(whole)) ? [name] : [];
  });
}

const secrets = fc.oneof(
  fc.string({ minLength: 6, maxLength: 60, unit: 'grapheme' }),
  fc.string({ minLength: 6, maxLength: 40, unit: fc.constantFrom(...'ab+/=&<>"\'%\\ ü€-_.~') }),
  fc.base64String({ minLength: 8 }),
);

test('a registered secret reaches no file of a run, in whatever encoding', async () => {
  await fc.assert(
    fc.asyncProperty(
      secrets,
      fc.constantFrom(...Object.keys(encodings)),
      fc.string(),
      fc.boolean(),
      async (secret, name, around, sensitive) => {
        fc.pre(secret.length >= 6 && secret.trim() !== '' && secret.isWellFormed());
        const written = (encodings[name] as (secret: string) => string)(secret);
        fc.pre(
          !around.includes(secret) &&
            findable(bytesIn(freshFolder()) + JSON.stringify(runDraft()), secret).length === 0,
        );
        const { store, redaction, folder } = storeIn();
        redaction.register(secret);
        const body = await store.keep(`${around} ${written} ${around}`, { sensitive });
        store.record<'file'>({ kind: 'file', name: `${around}${written}`, body });
        store.record<'measurement'>({ kind: 'measurement', of: [], by: 'test', value: { [written]: [written] } });
        store.close();
        const left = bytesIn(folder).replaceAll(folder, '');
        expect(findable(left, secret)).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
});

test('nor when it straddles the pieces and windows of a long stream', async () => {
  await fc.assert(
    fc.asyncProperty(
      secrets,
      fc.constantFrom(...Object.keys(encodings)),
      fc.array(fc.nat({ max: 3_000_000 }), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1000, max: 700_000 }),
      async (secret, name, places, piece) => {
        fc.pre(secret.isWellFormed() && !/^[#.\s]*$/.test(secret));
        const { store, redaction } = storeIn();
        redaction.register(secret);
        redaction.register(secret.slice(0, 6)); // the beginning of a secret may be one, too
        const written = Buffer.from((encodings[name] as (secret: string) => string)(secret));
        const long = Buffer.alloc(3_200_000, '#');
        for (const place of places) written.copy(long, place);
        // Just at the edge of the first window, too.
        written.copy(long, 1024 * 1024 - 3);
        const source = async function* () {
          for (let at = 0; at < long.length; at += piece) yield long.subarray(at, at + piece);
        };
        const body = await store.keep(source());
        expect(findable(Buffer.from(await store.bytes(body)).toString('latin1'), secret)).toEqual([]);
        store.close();
      },
    ),
    { numRuns: 12 },
  );
});

test('a long stream without secrets is kept byte for byte', async () => {
  const { store, redaction } = storeIn();
  redaction.register('not in there');
  const bytes = randomBytes(2_500_000);
  const body = await store.keep(bytes);
  expect(Buffer.from(await store.bytes(body)).equals(bytes)).toBe(true);
});

test('of two secrets, one the beginning of the other or overlapping it, nothing of either stays', () => {
  const redaction = new Redaction(key);
  for (const secret of ['abcdef', 'abcdefghij', 'ghijklmn']) redaction.register(secret);
  expect(redaction.text('-abcdefghij-')).toBe(`-${redaction.mark('abcdefghij')}-`);
  expect(redaction.text('-abcdefghijklmn-')).not.toMatch(/[g-n]{4}/);
  expect(redaction.mark('abcdef')).not.toBe(redaction.mark('abcdefghij'));
});

test('what is too short to be a secret is left alone, and the frozen profile stays what it was', () => {
  const { store, redaction } = storeIn();
  redaction.register('alice');
  redaction.register('sandbox');
  const vendor = vendorWith({ deployments: [{ id: 'sandbox', base: 'https://fhir.example/r4', host: 'developer' }] });
  expect(redaction.text('alice')).toBe('alice');
  expect(store.record<'run'>(runDraft(vendor)).vendor).toEqual(vendor);
  const at = { id: 'discovery/x', deployment: 'sandbox', attempt: 1 };
  expect(store.record<'step'>({ kind: 'step', step: at, event: 'obstacle', message: 'sandbox' })).toMatchObject({
    step: at,
    message: redaction.mark('sandbox'),
  });
});

const jwt = (claims: object, head: object = { alg: 'RS256', kid: 'k1' }) =>
  `${[head, claims].map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.c2lnbmF0dXJlLW9m`;

test('of a JWT the header and the open claims stay, and neither signature nor person does', () => {
  const redaction = new Redaction(key);
  const token = jwt({ iss: 'https://auth.example', scope: 'openid', sub: 'alice-1', exp: 1, email: 'a@b.example' });
  const shown = redaction.jwts(`token ${token}.`);
  expect(shown).toContain('"alg":"RS256"');
  expect(shown).toContain('"scope":"openid"');
  for (const gone of ['c2lnbmF0dXJl', 'alice-1', 'a@b.example', token.split('.')[1] as string])
    expect(shown).not.toContain(gone);
  expect(redaction.jwts(token)).toBe(redaction.jwts(token));
  expect(redaction.jwts(token)).not.toBe(redaction.jwts(`${token}x`));
  expect(redaction.jwts('eyJub3QganNvbg.eyJub3QganNvbg.x')).toMatch(/^\[secret \w+\]$/);
});

const kept = async (text: string, type?: string, sensitive = true) => {
  const { store } = storeIn();
  const body: Body = await store.keep(text, { type, sensitive });
  return store.text(body);
};

test('a token response keeps its shape and loses what lets someone in', async () => {
  const response = {
    access_token: 'at-123456',
    refresh_token: 'rt-123456',
    id_token: jwt({ iss: 'https://auth.example', sub: 'alice-1' }),
    token_type: 'Bearer',
    expires_in: 3600,
    scope: 'launch/patient',
    patient: '123',
  };
  for (const type of ['application/json;charset=UTF-8', 'text/plain', undefined]) {
    const text = await kept(JSON.stringify(response, undefined, 2), type);
    const shown = JSON.parse(text);
    expect(text).not.toMatch(/[ar]t-123456|c2lnbmF0dXJl|alice-1/);
    expect(shown).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'launch/patient', patient: '123' });
    expect(shown.access_token).toMatch(/^\[secret \w{12}\]$/);
    expect(shown.id_token).toContain('[jwt ');
  }
  expect(await kept('{"accessToken":"at-123456","nested":{"Client-Secret":"a\\"b\\\\"}}')).not.toMatch(/at-123|a\\/);
  expect(await kept('access_token=at-123456&token_type=bearer', 'text/plain')).toMatch(
    /^access_token=%5Bsecret%20\w+%5D&token_type=bearer$/,
  );
});

test('FHIR is left as it is: a `code` there is no authorization code', async () => {
  const observation =
    '{"resourceType":"Observation","code":{"coding":[{"code":"85354-9","system":"http://loinc.org"}]}}';
  expect(await kept(observation, 'application/fhir+json')).toBe(observation);
  expect(await kept('patient=1&code=85354-9', 'application/x-www-form-urlencoded')).toBe('patient=1&code=85354-9');
  const redaction = new Redaction(key);
  const search = 'https://fhir.example/r4/Observation?patient=1&code=http://loinc.org|85354-9&_count=5';
  expect(redaction.url(search)).toBe(search);
});

test('forms, redirects and links lose codes and tokens and keep the rest byte for byte', async () => {
  const redaction = new Redaction(key);
  const form = await kept(
    'grant_type=authorization_code&code=c0de-1234&code_verifier=v3rifier&redirect_uri=https%3a%2f%2fapp.example%2Fcb&client_secret=s%20x',
    'application/x-www-form-urlencoded',
  );
  expect(form).not.toMatch(/c0de|v3rif|s%20x/);
  expect(form).toContain('redirect_uri=https%3a%2f%2fapp.example%2Fcb');
  for (const location of [
    'https://app.example/cb?code=c0de-1234&state=xyz',
    '/cb?state=xyz&code=c0de-1234',
    'cb?code=c0de-1234',
    'myapp://cb?code=c0de-1234#_=_',
    'https://app.example/#access_token=c0de-1234&state=xyz',
    'https://app.example/#/cb?code=c0de-1234',
  ]) {
    const [[, shown]] = redaction.headers([['Location', location]], true) as [[string, string]];
    expect(shown, location).not.toContain('c0de');
    expect(shown.split('%5B')[0]).toBe(location.split('c0de')[0]);
    expect(shown.endsWith(location.split('c0de-1234')[1] as string)).toBe(true);
  }
  const page = await kept(
    '<a href="/cb?code=c0de-1234&amp;state=1">x</a>{"u":"/f?a=1\\u0026access_token=c0de-1234"}',
    'text/html',
  );
  expect(page).not.toContain('c0de');
  expect(redaction.url('https://user:hunter22@host.example/')).not.toContain('hunter22');
  expect(URL.canParse(redaction.url('https://user:hunter22@host.example/'))).toBe(true);
});

test('headers that let someone in keep their name and scheme', () => {
  const redaction = new Redaction(key);
  const headers: Headers = [
    ['Authorization', 'Bearer abc.def'],
    ['COOKIE', 'sid=1'],
    ['Set-Cookie', 'sid=abcdef; Path=/'],
    ['X-Trace', jwt({ sub: 'alice-1' })],
    ['WWW-Authenticate', 'Bearer realm="fhir"'],
  ];
  const shown = redaction.headers(headers, false);
  expect(shown.map(([name]) => name)).toEqual(headers.map(([name]) => name));
  expect(shown[0]?.[1]).toMatch(/^Bearer \[secret \w{12}\]$/);
  expect(JSON.stringify(shown)).not.toMatch(/abc\.def|sid=|c2lnb/);
  expect(shown[4]).toEqual(headers[4]);
});

test('equal secrets leave equal marks in a run, and tell nothing without its key', () => {
  const [one, other] = [new Redaction(key), new Redaction(Buffer.alloc(32, 8))];
  expect(one.mark('hunter22')).toBe(one.mark('hunter22'));
  expect(one.mark('hunter22')).not.toBe(other.mark('hunter22'));
  expect(one.mark('hunter22')).toContain(createHmac('sha256', key).update('hunter22').digest('hex').slice(0, 12));
});

test('a hostile text is read in a time that grows with its length alone', () => {
  const redaction = new Redaction(key);
  const began = performance.now();
  for (const part of ['-eyJ', 'eyJaaaaaa.', '"a":', '"access_token":"\\', '?', '&a', '="', 'https://a@'])
    redaction.sensitiveBody(part.repeat(1_000_000 / part.length), 'application/json');
  expect(performance.now() - began).toBeLessThan(20_000);
});
