import { once } from 'node:events';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { header } from '../../src/model/exhibit.ts';
import { bench, deadPort, deployment, listen, listenRaw, listenTls, ownAuthority } from './bench.ts';

const page = (url: string) => ({ pages: { api: [{ url }] } });
const as = 'it';

test('an exchange keeps what was sent and what came, headers in the letters they had', async () => {
  const server = await listenRaw(socket =>
    socket.once('data', () =>
      socket.end(
        'HTTP/1.1 200 OK\r\nX-ODD-Case: Yes\r\nset-COOKIE: a=secret1\r\nX-Two: 1\r\nX-Two: 2\r\nContent-Length: 2\r\n\r\nhi',
      ),
    ),
  );
  const { hands, exchange, store } = bench(page(server.base));
  const answer = await hands(['passive']).http.get(`${server.base}/x?a=1`, { as, headers: { Accept: 'text/plain' } });
  expect(answer).toMatchObject({ status: 200, url: `${server.base}/x?a=1` });
  expect(await answer.text()).toBe('hi');
  const { request, response, label, remoteAddress } = exchange(answer.exhibit);
  expect(request.headers).toContainEqual(['accept', 'text/plain']);
  expect(header(request.headers, 'user-agent')).toBe('special-effort/0.0.0');
  expect(response.headers.map(([name]) => name)).toEqual([
    'X-ODD-Case',
    'set-COOKIE',
    'X-Two',
    'X-Two',
    'Content-Length',
  ]);
  expect(JSON.stringify(response.headers)).not.toContain('secret1');
  expect({ label, remoteAddress }).toEqual({ label: as, remoteAddress: '127.0.0.1' });
  expect(store.exhibit(answer.exhibit)?.step).toEqual({ id: 'discovery/look', deployment: null, attempt: 1 });
});

test('each hop of a redirect is an exchange that names the one before', async () => {
  const server = await listen((request, response) => {
    if (request.url === '/a') return response.writeHead(302, { location: 'b?x=1' }).end();
    if (request.url === '/b?x=1') return response.writeHead(307, { location: '/c' }).end('moved');
    return response.end('here');
  });
  const { hands, exchange } = bench(page(server.base));
  const answer = await hands(['passive']).http.get(`${server.base}/a`, { as });
  expect(answer).toMatchObject({ status: 200, url: `${server.base}/c` });
  const third = exchange(answer.exhibit);
  const second = exchange(third.redirectedFrom as never);
  const first = exchange(second.redirectedFrom as never);
  expect([first, second, third].map(({ request }) => new URL(request.url).pathname)).toEqual(['/a', '/b', '/c']);
  expect(first.redirectedFrom).toBeUndefined();
});

test('a circle of redirects ends after ten, as a failure of its own kind', async () => {
  const server = await listen((request, response) =>
    response.writeHead(302, { location: `/${Number(request.url?.slice(1)) + 1}` }).end(),
  );
  const { hands, failure, store } = bench(page(server.base));
  const answer = await hands(['passive']).http.get(`${server.base}/0`, { as });
  expect(answer.status).toBeUndefined();
  expect(await answer.text()).toBe('');
  expect(failure(answer.exhibit)).toMatchObject({
    phase: 'redirects',
    code: 'TOO_MANY_REDIRECTS',
    url: `${server.base}/11`,
  });
  expect(server.heard).toHaveLength(11);
  expect(store.all.filter(({ kind }) => kind === 'exchange')).toHaveLength(11);
});

test('who wants no redirect followed gets the redirect itself', async () => {
  const server = await listen((_, response) => response.writeHead(302, { location: '/there' }).end());
  const { hands } = bench(page(server.base));
  const answer = await hands(['passive']).http.get(server.base, { as, redirects: 0 });
  expect(answer.status).toBe(302);
  expect(header(answer.headers, 'location')).toBe('/there');
});

test.each(['ftp://127.0.0.1/x', 'mailto:a@b.example', 'javascript:alert(1)'])(
  'a redirect to %s leads nowhere',
  async location => {
    const server = await listen((_, response) => response.writeHead(302, { location }).end());
    const { hands, failure } = bench(page(server.base));
    const answer = await hands(['passive']).http.get(server.base, { as });
    expect(failure(answer.exhibit)).toMatchObject({ phase: 'protocol', code: 'UNSUPPORTED_SCHEME' });
  },
);

test('a redirect without a usable address is an answer', async () => {
  for (const headers of [{}, { location: 'http://[' }]) {
    const server = await listen((_, response) => response.writeHead(302, headers).end());
    const { hands } = bench(page(server.base));
    expect((await hands(['passive']).http.get(server.base, { as })).status).toBe(302);
  }
});

const text = 'What it costs to connect. '.repeat(500);
test.each([
  ['gzip', gzipSync(text)],
  ['x-gzip', gzipSync(text)],
  ['GZIP', gzipSync(text)],
  ['br', brotliCompressSync(text)],
  ['deflate', deflateSync(text)],
  ['deflate', deflateRawSync(text)],
  ['identity', Buffer.from(text)],
])('%s is decoded, as a browser would', async (encoding, bytes) => {
  const server = await listen((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(bytes));
  const { hands, exchange } = bench(page(server.base));
  const answer = await hands(['passive']).http.get(server.base, { as });
  expect(await answer.text()).toBe(text);
  expect(answer.body).not.toHaveProperty('truncated');
  expect(header(exchange(answer.exhibit).response.headers, 'content-encoding')).toBe(encoding);
});

test.each([
  ['gzip', gzipSync(text).subarray(0, 60)],
  ['gzip', Buffer.from(text)],
  ['br', Buffer.from(text)],
  ['deflate', Buffer.from('\x78\x9cnonsense', 'latin1')],
])('%s that does not decode is kept as far as it does, and said to be so', async (encoding, bytes) => {
  const server = await listen((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(bytes));
  const { hands } = bench(page(server.base));
  const answer = await hands(['passive']).http.get(server.base, { as });
  expect(answer.status).toBe(200);
  expect(answer.body?.truncated).toBe('encoding');
});

test('HEAD, an empty body and a 500 are answers', async () => {
  const server = await listen((request, response) => {
    response.statusCode = request.url === '/500' ? 500 : 200;
    if (request.method === 'HEAD')
      return response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': 99 }).end();
    return response.end(request.url === '/500' ? 'broken' : '');
  });
  const { hands } = bench(page(server.base));
  const { http } = hands(['passive']);
  expect(await http.head(server.base, { as })).toMatchObject({ status: 200 });
  const empty = await http.get(server.base, { as });
  expect(empty).not.toHaveProperty('body');
  expect(await empty.text()).toBe('');
  const broken = await http.get(`${server.base}/500`, { as });
  expect(broken.status).toBe(500);
  expect(await broken.text()).toBe('broken');
  expect((await http.options(server.base, { as })).status).toBe(200);
  expect(server.heard.map(line => line.split(' ')[0])).toEqual(['HEAD', 'GET', 'GET', 'OPTIONS']);
});

test.each([
  ['half', 'half'],
  ['', ''],
])('a connection that ends before the body does is an answer cut short: %j', async (sent, kept) => {
  const server = await listenRaw(socket =>
    socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n${sent}`)),
  );
  const { hands, store } = bench(page(server.base));
  const answer = await hands(['passive']).http.get(server.base, { as });
  expect(answer.status).toBe(200);
  expect(answer.body?.truncated).toBe('connection');
  expect(await answer.text()).toBe(kept);
  expect(store.all.filter(({ kind }) => kind === 'exchange')).toHaveLength(1);
});

test('a body without end is cut at the limit, memory stays flat and the server is left alone', async () => {
  const piece = Buffer.alloc(1024 * 1024, 'x');
  let sent = 0;
  const server = await listen((request, response) => {
    const more = () => {
      do sent += piece.length;
      while (response.write(piece));
    };
    response.on('drain', more);
    response.once('close', () => response.off('drain', more) && server.server.emit(`end of ${request.url}`));
    more();
  });
  const { hands } = bench(page(server.base));
  const { http } = hands(['passive']);
  await http.get(`${server.base}/first`, { as, limit: 1024 });
  sent = 0;
  const before = process.memoryUsage.rss();
  const ended = once(server.server, 'end of /second');
  const answer = await http.get(`${server.base}/second`, { as });
  const grown = process.memoryUsage.rss() - before;
  expect(answer.body).toMatchObject({ size: 64 * 1024 * 1024, truncated: 'limit' });
  expect(grown).toBeLessThan(150 * 1024 * 1024);
  await ended;
  expect(sent).toBeLessThan(100 * 1024 * 1024);
  await expect(answer.text()).rejects.toThrow('too long to hold');
});

test('a bomb is cut at the limit of what it unpacks to', async () => {
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
  const server = await listen((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
  const { hands } = bench(page(server.base));
  const answer = await hands(['passive']).http.get(server.base, { as, limit: 1_000_000 });
  expect(answer.body).toMatchObject({ size: 1_000_000, truncated: 'limit' });
});

test('a server that is slow to answer is a time-out, tried once and nobody’s fault', async () => {
  const server = await listen(() => {});
  const { hands, failure } = bench(page(server.base));
  const answer = await hands(['passive']).http.get(server.base, { as, timeout: 150 });
  expect(failure(answer.exhibit)).toMatchObject({ phase: 'timeout', tries: [{ code: 'TIMEOUT' }] });
  expect(failure(answer.exhibit)).not.toHaveProperty('control');
});

test('one that is slow to finish is an answer as far as it came in our time', async () => {
  const server = await listen((_, response) => {
    response.write('begun');
  });
  const { hands } = bench(page(server.base));
  const answer = await hands(['passive']).http.get(server.base, { as, timeout: 1500 });
  expect(answer).toMatchObject({ status: 200, body: { truncated: 'time', size: 5 } });
});

test('where nobody listens is tried three times; our own machine is its own control', async () => {
  const port = await deadPort();
  const { hands, failure } = bench(page(`http://127.0.0.1:${port}`));
  const answer = await hands(['passive']).http.get(`http://127.0.0.1:${port}/`, { as });
  expect(failure(answer.exhibit)).toMatchObject({
    phase: 'connect',
    code: 'ECONNREFUSED',
    method: 'GET',
    tries: [{ code: 'ECONNREFUSED' }, { code: 'ECONNREFUSED' }, { code: 'ECONNREFUSED' }],
    control: { status: 'loopback' },
  });
});

test('a port that hangs up at once is reset; a POST is not sent again', async () => {
  let connections = 0;
  const server = await listenRaw(socket => {
    connections++;
    socket.once('data', () => socket.destroy());
  });
  const { hands, failure } = bench(page(server.base));
  const got = await hands(['passive']).http.get(server.base, { as });
  expect(failure(got.exhibit)).toMatchObject({ phase: 'reset', control: { status: 'loopback' } });
  expect(connections).toBe(3);
  const posted = await hands(['consented']).http.send(server.base, { as, method: 'POST', body: 'a=1' });
  expect(connections).toBe(4);
  expect(failure(posted.exhibit).tries).toHaveLength(1);
  expect(failure(posted.exhibit)).not.toHaveProperty('control');
});

test.each([
  ['garbage', 'SSH-2.0-OpenSSH_9.6\r\n'],
  ['a broken status', 'HTTP/1.1 abc OK\r\n\r\n'],
  [
    'headers without end',
    `HTTP/1.1 200 OK\r\n${'x-filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n'.repeat(8000)}`,
  ],
])('%s instead of HTTP is a failure of protocol, and no fault of the address', async (_, said) => {
  const server = await listenRaw(socket => socket.once('data', () => socket.write(said)));
  const { hands, failure } = bench(page(server.base));
  const answer = await hands(['passive']).http.get(server.base, { as, timeout: 3000 });
  expect(failure(answer.exhibit).phase).toBe('protocol');
  expect(failure(answer.exhibit)).not.toHaveProperty('control');
});

test('thousands of headers, very long ones and bytes that are no ASCII are kept', async () => {
  const long = 'y'.repeat(30_000);
  const server = await listenRaw(socket =>
    socket.once('data', () => {
      socket.write(`HTTP/1.1 200 OK\r\nX-Long: ${long}\r\nX-Odd: caf\xe9\r\n`, 'latin1');
      socket.end(`${Array.from({ length: 1900 }, (_, i) => `x-${i}: ${i}\r\n`).join('')}Content-Length: 0\r\n\r\n`);
    }),
  );
  const { hands, exchange } = bench(page(server.base));
  const answer = await hands(['passive']).http.get(server.base, { as });
  const { headers } = exchange(answer.exhibit).response;
  expect(headers.length).toBe(1903);
  expect(header(headers, 'x-long')).toBe(long);
  expect(header(headers, 'x-odd')).toContain('caf');
});

test('headers that trickle without end are a time-out', async () => {
  const server = await listenRaw(socket => {
    socket.write('HTTP/1.1 200 OK\r\n');
    const trickle = setInterval(() => socket.write('x: y\r\n'), 20);
    socket.once('close', () => clearInterval(trickle));
  });
  const { hands, failure } = bench(page(server.base));
  const answer = await hands(['passive']).http.get(server.base, { as, timeout: 300 });
  expect(failure(answer.exhibit).phase).toBe('timeout');
});

test('an unknown name is a failure of dns; alone in the profile it has no control', async () => {
  const { hands, failure } = bench(page('http://nobody.invalid/'));
  const answer = await hands(['passive']).http.get('http://nobody.invalid/', { as });
  const { phase, code, control, tries } = failure(answer.exhibit);
  expect(phase).toBe('dns');
  expect(['ENOTFOUND', 'EAI_AGAIN']).toContain(code);
  expect(control).toBeUndefined();
  expect(tries.length).toBe(code === 'ENOTFOUND' ? 3 : 1);
});

const two = async (first: number, second: number) => ({
  pages: { api: [{ url: 'https://fhir.larkspur.example/' }, { url: 'https://auth.larkspur.example/' }] },
  network: {
    ca: await ownAuthority(),
    resolve: {
      'fhir.larkspur.example': `127.0.0.1:${first}`,
      'auth.larkspur.example': `127.0.0.1:${second}`,
    },
  },
});

test('another host that answers is the control, asked after the failure unless it answered since', async () => {
  const good = await listenTls((_, response) => response.end('up'));
  const { hands, failure, store } = bench(await two(await deadPort(), good.port));
  const { http } = hands(['passive']);
  const answer = await http.get('https://fhir.larkspur.example/', { as });
  expect(failure(answer.exhibit)).toMatchObject({
    phase: 'connect',
    control: { url: 'https://auth.larkspur.example/', status: 200 },
  });
  expect(good.heard).toEqual(['HEAD /']);
  expect(store.all.find(({ label }) => label === 'control')).toBeDefined();
  await http.get('https://fhir.larkspur.example/', { as });
  expect(good.heard).toHaveLength(2);
});

test('what answered before the trouble began does not show that our network still works', async () => {
  const good = await listenTls((_, response) => response.end('up'));
  const { hands, failure } = bench(await two(await deadPort(), good.port));
  const { http } = hands(['passive']);
  expect((await http.get('https://auth.larkspur.example/', { as })).status).toBe(200);
  good.server.close();
  good.server.closeAllConnections();
  await once(good.server, 'close');
  const answer = await http.get('https://fhir.larkspur.example/', { as });
  expect(failure(answer.exhibit)).not.toHaveProperty('control');
});

test('without any that answers there is no control', async () => {
  const { hands, failure } = bench(await two(await deadPort(), await deadPort()));
  const answer = await hands(['passive']).http.get('https://fhir.larkspur.example/', { as });
  expect(failure(answer.exhibit).tries).toHaveLength(3);
  expect(failure(answer.exhibit)).not.toHaveProperty('control');
});

test.each([
  ['expired', 'CERT_HAS_EXPIRED'],
  ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['unknown-authority', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
] as const)('a certificate that is %s is a failure of tls, with a control', async (kind, code) => {
  const [bad, good] = [
    await listenTls((_, response) => response.end(), kind),
    await listenTls((_, response) => response.end('up')),
  ];
  const { hands, failure } = bench(await two(bad.port, good.port));
  const answer = await hands(['passive']).http.get('https://fhir.larkspur.example/', { as });
  expect(failure(answer.exhibit)).toMatchObject({ phase: 'tls', code, control: { status: 200 } });
  expect(failure(answer.exhibit).tries).toHaveLength(3);
  expect(bad.heard).toEqual([]);
});

test('an interrupted run stops asking at once, and records no failure for it', async () => {
  const server = await listen(() => {});
  const { hands, store } = bench(page(server.base));
  const interruption = new AbortController();
  const asked = hands(['passive'], { signal: interruption.signal }).http.get(server.base, { as });
  await once(server.server, 'request');
  interruption.abort(new Error('interrupted'));
  await expect(asked).rejects.toThrow('interrupted');
  expect(store.all.map(({ kind }) => kind)).toEqual(['run']);
});

test('a fault of ours is thrown, and told of nobody', async () => {
  const server = await listen((_, response) => response.end());
  const { hands, store } = bench(page(server.base));
  await expect(hands(['passive']).http.get(server.base, { as, headers: { 'x-a': 'b\nc' } })).rejects.toThrow(/header/i);
  expect(store.all.map(({ kind }) => kind)).toEqual(['run']);
});

test('a proxy that will not have us, or is not there, is no fault of the address', async () => {
  const proxy = await listen((_, response) => response.end());
  proxy.server.on('connect', (_, socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'));
  const profile = await two(1, 1);
  for (const port of [proxy.port, await deadPort()]) {
    const { hands, failure } = bench({ ...profile, network: { resolve: {}, proxy: `http://127.0.0.1:${port}` } });
    const answer = await hands(['passive']).http.get('https://fhir.larkspur.example/', { as });
    expect(failure(answer.exhibit).phase).toBe('proxy');
    expect(failure(answer.exhibit)).not.toHaveProperty('control');
  }
});

test('our own machine is not reached through the proxy', async () => {
  const server = await listen((_, response) => response.end('direct'));
  const { hands } = bench({
    deployments: [deployment(server.base)],
    network: { resolve: {}, proxy: `http://127.0.0.1:${await deadPort()}` },
  });
  expect(await (await hands(['passive']).http.get(`${server.base}/metadata`, { as })).text()).toBe('direct');
});
