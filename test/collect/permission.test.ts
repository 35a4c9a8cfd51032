import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { header } from '../../src/model/exhibit.ts';
import type { ActiveRequest, Credential, Hands, PassiveHttp, WritingHttp } from '../../src/model/hands.ts';
import { patientData, refusal } from '../../src/model/vendor.ts';
import { SecretMissing } from '../../src/vendor/secrets.ts';
import { bytesIn, freshFolder, vendorWith } from '../evidence/run-folder.ts';
import { bench, deployment, listen } from './bench.ts';

afterEach(() => vi.unstubAllEnvs());
const as = 'it';

test('a step that only looks cannot even write a POST', async () => {
  const server = await listen((_, response) => response.end());
  const { hands } = bench({ deployments: [deployment(`${server.base}/r4`)] });
  const { http } = hands(['passive']);
  // @ts-expect-error passive hands have no `send`
  const send: unknown = http.send;
  expect(send).toBeUndefined();
  const sneaky = { as, method: 'DELETE', body: 'x', credential: {}, patient: true, intent: 'x' };
  await http.get(`${server.base}/r4/metadata`, sneaky);
  expect(server.heard).toEqual(['GET /r4/metadata']);

  // Held by the compiler alone: none of this is run.
  const types = (passive: Hands<'passive', undefined>, both: Hands<'passive' | 'write', undefined>) => {
    const looks: PassiveHttp = passive.http;
    const writes: WritingHttp = both.http;
    // @ts-expect-error a request that changes something says what
    void writes.send('https://x.example', { as, method: 'POST' });
    void writes.send('https://x.example', { as, method: 'POST', intent: 'register the app' });
    return looks;
  };
  expect(types).toBeInstanceOf(Function);
});

test.each([
  '/r4/Patient',
  '/r4/Patient/1',
  '/r4/Patient?name=a',
  '/r4//Patient',
  '/r4/%50atient',
  '/r4',
  '/r4/',
  '/r4?_type=Patient',
  '/r4/$export',
  '/r4/_history',
  '/r4/metadata/../Observation',
])('a step that only looks does not get %s, open or not, and the refusal is on record', async path => {
  const server = await listen((_, response) => response.end('{"resourceType":"Patient"}'));
  const { hands, failure } = bench({ deployments: [deployment(`${server.base}/r4`)] });
  const answer = await hands(['passive']).http.get(`${server.base}${path}`, { as });
  expect(answer.status).toBeUndefined();
  expect(failure(answer.exhibit)).toMatchObject({
    phase: 'refused-by-harness',
    code: 'SPECIAL_EFFORT_REFUSED',
    label: as,
  });
  expect(server.heard).toEqual([]);
});

test.each([
  '/r4/metadata',
  '/r4/metadata?_format=json',
  '/r4/.well-known/smart-configuration',
  '/r4/$versions',
  '/docs/Patient',
  '/r4/oauth/token',
  '/r4/Terms',
])('it does get %s', async path => {
  const server = await listen((_, response) => response.end('{}'));
  const { hands } = bench({
    deployments: [deployment(`${server.base}/r4`)],
    pages: { terms: [{ url: `${server.base}/r4/Terms` }] },
  });
  expect((await hands(['passive']).http.get(`${server.base}${path}`, { as })).status).toBe(200);
});

test('nor does a redirect lead it there', async () => {
  const server = await listen((_, response) => response.writeHead(302, { location: '/r4/Patient/1' }).end());
  const { hands, failure } = bench({ deployments: [deployment(`${server.base}/r4`)] });
  const answer = await hands(['passive']).http.get(`${server.base}/r4/metadata`, { as });
  expect(failure(answer.exhibit)).toMatchObject({ phase: 'refused-by-harness', url: `${server.base}/r4/Patient/1` });
  expect(server.heard).toEqual(['GET /r4/metadata']);
});

const today = { day: '2026-11-25', authorised: false };
const engagement = { by: 'Jane Doe', permits: ['consented', 'negative', 'load', 'write'] as const };

test('each permission is given by itself, with a document beyond consent, and by the keyboard on production', () => {
  const may = (parts: object, permission: Parameters<typeof refusal>[1], when = {}) =>
    refusal(vendorWith(parts), permission, { ...today, ...when }) ?? 'yes';
  expect(may({}, 'passive')).toBe('yes');
  expect(may({}, 'consented')).toContain('no engagement');
  expect(may({ engagement: { by: 'Jane', permits: ['consented'] } }, 'consented')).toBe('yes');
  expect(may({ engagement: { by: 'Jane', permits: ['consented'] } }, 'write')).toContain('does not permit "write"');
  for (const permission of ['negative', 'load', 'write'] as const) {
    const documented = { engagement: { ...engagement, document: 'contract.pdf' } };
    expect(may({ engagement }, permission)).toContain('document');
    expect(may(documented, permission)).toBe('yes');
    expect(may(documented, permission, { environment: 'sandbox' })).toBe('yes');
    expect(may(documented, permission, { environment: 'production' })).toContain('--i-am-authorised');
    expect(may(documented, permission, { environment: 'production', authorised: true })).toBe('yes');
  }
  expect(may({ engagement }, 'consented', { environment: 'production' })).toBe('yes');
  const until = { engagement: { ...engagement, until: '2026-11-25' } };
  expect(may(until, 'consented')).toBe('yes');
  expect(may(until, 'consented', { day: '2026-11-26' })).toContain('ended on 2026-11-25');
  expect(may(until, 'passive', { day: '2026-11-26' })).toBe('yes');
});

test('what may be kept follows from whose records they are', () => {
  const about = (parts: object) => {
    const { environment: _, data: __, ...bare } = deployment('https://x.example');
    return patientData({ ...bare, ...parts });
  };
  expect(about({ data: 'synthetic', environment: 'production' })).toBe('keep');
  expect(about({ data: 'consenting', environment: 'production' })).toBe('keep');
  expect(about({ data: 'phi', environment: 'production' })).toBe('measure');
  expect(about({ environment: 'sandbox' })).toBe('measure');
  expect(about({ environment: 'production' })).toBe('refuse');
  expect(about({})).toBe('refuse');
});

const record = JSON.stringify({ resourceType: 'Patient', name: [{ family: 'Nightingale' }] });
const unstated = (base: string) => {
  const { data: _, ...rest } = deployment(base, { environment: 'production' });
  return rest;
};

test('production that does not say whose records it holds is asked for none', async () => {
  const server = await listen((_, response) => response.end(record));
  const where = unstated(`${server.base}/r4`);
  const { hands, failure } = bench({ deployments: [where] });
  const { http } = hands(['consented'], { deployment: where });
  const asked: [string, ActiveRequest][] = [
    ['/r4/Patient/1', { as, patient: true }],
    ['/r4/Patient/1', { as }],
    ['/files/export-1.ndjson', { as, patient: true }],
  ];
  for (const [path, request] of asked) {
    const answer = await http.send(`${server.base}${path}`, request);
    expect(failure(answer.exhibit)).toMatchObject({ phase: 'refused-by-harness' });
  }
  await http.get(`${server.base}/r4/Patient/1`, { as });
  expect(server.heard).toEqual([]);
  expect((await http.send(`${server.base}/r4/token`, { as, method: 'POST', body: 'a=1' })).status).toBe(200);
});

test('of phi no body touches the disk, asked for by whichever hand; the step reads it while it collects', async () => {
  const server = await listen((request, response) =>
    request.url === '/moved' ? response.writeHead(302, { location: '/r4/Patient/9' }).end() : response.end(record),
  );
  const where = deployment(`${server.base}/r4`, { data: 'phi' });
  const { hands, exchange, folder } = bench({ deployments: [where] });
  const { http } = hands(['consented'], { deployment: where });
  for (const [path, request] of [
    ['/r4/Patient/1', { as, patient: true }],
    ['/r4/Patient/1', { as }],
    [
      '/r4/Patient/_search',
      {
        as,
        method: 'POST',
        body: 'family=Nightingale',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
    ],
    ['/files/1.ndjson', { as, patient: true }],
    ['/moved', { as }],
  ] as [string, ActiveRequest][]) {
    const answer = await http.send(`${server.base}${path}`, request);
    expect(answer).not.toHaveProperty('body');
    expect(exchange(answer.exhibit).response.body).toMatchObject({ withheld: 'phi', size: record.length });
    expect(await answer.text(), path).toBe(record);
  }
  expect(bytesIn(folder)).not.toContain('Nightingale');
  const metadata = await http.get(`${server.base}/r4/metadata`, { as });
  expect(metadata.body).not.toHaveProperty('withheld');
});

test('synthetic records are kept', async () => {
  const server = await listen((_, response) => response.end(record));
  const where = deployment(`${server.base}/r4`);
  const { hands, folder } = bench({ deployments: [where] });
  await hands(['consented'], { deployment: where }).http.send(`${server.base}/r4/Patient/1`, { as, patient: true });
  expect(bytesIn(folder)).toContain('Nightingale');
});

test('a credential goes to its origin alone, and a redirect elsewhere goes without it', async () => {
  const seen: string[] = [];
  const hear = (name: string) => (authorization: string | undefined) =>
    seen.push(`${name} ${authorization ?? 'nothing'}`);
  const other = await listen((request, response) => {
    hear('other')(request.headers.authorization);
    response.end();
  });
  const server = await listen((request, response) => {
    hear('server')(request.headers.authorization);
    if (request.url === '/here') return response.writeHead(302, { location: '/there' }).end();
    return response.writeHead(302, { location: `${other.base}/` }).end();
  });
  const { hands, exchange, folder } = bench({ pages: { api: [{ url: server.base }, { url: other.base }] } });
  const { http } = hands(['consented']);
  const credential: Credential = { origin: server.base, scheme: 'Bearer', secret: { live: 'tok-3n-1234' } };
  const answer = await http.send(`${server.base}/here`, { as, credential });
  expect(seen).toEqual(['server Bearer tok-3n-1234', 'server Bearer tok-3n-1234', 'other nothing']);
  expect(header(exchange(answer.exhibit).request.headers, 'authorization')).toBeUndefined();
  await expect(http.send(other.base, { as, credential })).rejects.toThrow('would send a credential of');
  for (const name of ['authorization', 'Cookie', 'Proxy-Authorization'])
    await expect(http.get(server.base, { as, headers: { [name]: 'x' } })).rejects.toThrow('must be a credential');
  expect(seen).toHaveLength(3);
  expect(bytesIn(folder)).not.toContain('tok-3n-1234');
});

test('a secret is read when it is needed; one that is not there is missing credentials', async () => {
  const server = await listen((request, response) => response.end(`you sent ${request.headers.authorization}`));
  const { hands, store, folder } = bench({ pages: { api: [{ url: server.base }] } });
  const { http } = hands(['consented']);
  const send = (secret: 'env:SPECIAL_TEST_TOKEN') =>
    http.send(server.base, { as, credential: { origin: server.base, scheme: 'Bearer', secret } });
  await expect(send('env:SPECIAL_TEST_TOKEN')).rejects.toThrow(SecretMissing);
  expect(server.heard).toEqual([]);
  vi.stubEnv('SPECIAL_TEST_TOKEN', 'tok-from-env');
  await send('env:SPECIAL_TEST_TOKEN');
  store.close();
  expect(server.heard).toHaveLength(1);
  expect(bytesIn(folder)).not.toContain('tok-from-env');
});

test('changing what is there needs `write`, and `write` says what it intends', async () => {
  const server = await listen((_, response) => response.end());
  const { hands } = bench({ deployments: [deployment(`${server.base}/r4`)] });
  const url = `${server.base}/r4/Patient/1`;
  for (const method of ['PUT', 'PATCH', 'DELETE'] as const) {
    await expect(hands(['consented', 'negative']).http.send(url, { as, method })).rejects.toThrow('permission "write"');
    const unsaid = { as, method } as ActiveRequest & { intent: string };
    await expect(hands(['write']).http.send(url, unsaid)).rejects.toThrow('without saying what it intends');
  }
  expect(server.heard).toEqual([]);
});

test('an address that nobody named is a fault of ours', async () => {
  const server = await listen((_, response) => response.end());
  const { hands } = bench({ deployments: [deployment('https://fhir.example/r4')] });
  const { http, tls, browser } = hands(['passive']);
  await expect(http.get(server.base, { as })).rejects.toThrow('neither the profile nor a document');
  await expect(http.get(server.base, { as, namedBy: 'sha256:unknown' })).rejects.toThrow('neither the profile');
  await expect(http.get('ftp://fhir.example/', { as })).rejects.toThrow('no http address');
  await expect(async () => tls.handshake('https://other.example', { as, version: 'TLSv1.2' })).rejects.toThrow(
    'neither',
  );
  await expect(browser.render('https://other.example', { as })).rejects.toThrow('neither');
  expect(server.heard).toEqual([]);
});

test('a document here may lead to here; one from elsewhere may not', async () => {
  const inside = await listen((_, response) => response.end('inside'));
  const url = `http://localhost:${inside.port}/`;
  const near = await listen((request, response) =>
    request.url === '/moved' ? response.writeHead(302, { location: url }).end() : response.end(url),
  );
  const { hands, failure, store } = bench({ pages: { api: [{ url: near.base }] } });
  const { http } = hands(['passive']);
  const document = await http.get(near.base, { as });
  const learned = await http.get(url, { as, namedBy: document.exhibit });
  expect(learned.status).toBe(200);
  const far = store.record<'exchange'>({
    kind: 'exchange',
    request: { method: 'GET', url: 'https://docs.example/', headers: [] },
    response: { status: 200, headers: [] },
    took: 1,
    remoteAddress: '93.184.216.34',
  });
  const derived = store.record<'measurement'>({ kind: 'measurement', of: [far.id], by: 'links', value: url });
  for (const namedBy of [far.id, derived.id]) {
    const answer = await http.get(`http://127.0.0.2:${inside.port}/`, { as, namedBy });
    expect(failure(answer.exhibit)).toMatchObject({
      phase: 'refused-by-harness',
      code: 'SPECIAL_EFFORT_ADDRESS_REFUSED',
      tries: [{}],
    });
  }
  for (const address of ['http://10.255.255.1/', 'http://[fd00::1]/', 'http://169.254.169.254/latest/meta-data']) {
    const answer = await http.get(address, { as, namedBy: document.exhibit });
    expect(failure(answer.exhibit).code).toBe('SPECIAL_EFFORT_ADDRESS_REFUSED');
  }
  expect((await http.get(`${near.base}/moved`, { as })).status).toBe(200);
  expect(inside.heard).toHaveLength(2);
});

test('a redirect from here to a private address is not followed', async () => {
  const server = await listen((_, response) => response.writeHead(302, { location: 'http://10.255.255.1/' }).end());
  const { hands, failure } = bench({ pages: { api: [{ url: server.base }] } });
  const answer = await hands(['passive']).http.get(server.base, { as });
  expect(failure(answer.exhibit)).toMatchObject({
    code: 'SPECIAL_EFFORT_ADDRESS_REFUSED',
    redirectedFrom: expect.any(String),
  });
});

test('a step goes on from what came, not from what is stored of it', async () => {
  const signed = '/files/1.ndjson?sig=s1gn4ture';
  const asked: string[] = [];
  const server = await listen((request, response) => {
    asked.push(request.url as string);
    if (request.url === '/authorize') return response.writeHead(302, { location: '/cb?code=c0de-1234&state=x' }).end();
    if (request.url === '/moved') return response.writeHead(302, { location: signed }).end();
    if (request.url === '/manifest')
      return response.end(JSON.stringify({ output: [{ url: signed }], access_token: 'at-123456' }));
    return response.end('records');
  });
  const { hands, store, folder } = bench({ pages: { api: [{ url: server.base }] } });
  const active = hands(['consented']).http;
  const redirect = await active.send(`${server.base}/authorize`, { as, redirects: 0 });
  expect(header(redirect.headers, 'location')).toBe('/cb?code=c0de-1234&state=x');
  const manifest = await active.send(`${server.base}/manifest`, { as });
  expect(JSON.parse(await manifest.text())).toEqual({ output: [{ url: signed }], access_token: 'at-123456' });
  expect(await (await active.send(`${server.base}/moved`, { as })).text()).toBe('records');
  expect(asked.at(-1)).toBe(signed);
  expect(bytesIn(folder)).not.toMatch(/c0de-1234|at-123456|s1gn4ture/);

  // What any stranger is given is no secret.
  const answer = await hands(['passive']).http.get(`${server.base}/moved`, { as });
  expect(asked.at(-1)).toBe(signed);
  expect(store.exhibit(answer.exhibit)).toMatchObject({ request: { url: `${server.base}${signed}` } });
});

test('names and passwords in an address are not sent', async () => {
  let authorization: string | undefined;
  const server = await listen((request, response) => {
    authorization = request.headers.authorization;
    response.end();
  });
  const { hands, folder } = bench({ pages: { api: [{ url: server.base }] } });
  await hands(['passive']).http.get(server.base.replace('//', '//alice:hunter22@'), { as });
  expect(authorization).toBeUndefined();
  expect(bytesIn(folder)).not.toContain('hunter22');
});

test('nothing of $SPECIAL_EFFORT_HOME lies inside a run', async () => {
  const home = freshFolder('home');
  vi.stubEnv('SPECIAL_EFFORT_HOME', home);
  const { digestKey, home: homeFolder, forgetDigestKey } = await import('../../src/evidence/home.ts');
  const key = digestKey('larkspur-1');
  expect(homeFolder()).toBe(home);
  expect(digestKey('larkspur-1').equals(key)).toBe(true);
  expect(digestKey('larkspur-2').equals(key)).toBe(false);
  const { folder, store } = bench({});
  writeFileSync(join(folder, 'run.json'), '{}');
  store.close();
  expect(Buffer.from(bytesIn(folder), 'latin1').includes(key)).toBe(false);
  forgetDigestKey('larkspur-1');
  expect(existsSync(join(home, 'digest-keys', 'larkspur-1'))).toBe(false);
});
