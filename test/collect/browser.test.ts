import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, expect, test, vi } from 'vitest';
import { Network } from '../../src/collect/network.ts';
import { bytesIn } from '../evidence/run-folder.ts';
import { bench, deadPort, deployment, listen, listenTls, ownAuthority } from './bench.ts';

const as = 'it';
const html = (response: ServerResponse, text: string) =>
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(`<!doctype html>${text}`);
const serving = (pages: Record<string, string>) => (request: IncomingMessage, response: ServerResponse) => {
  const page = pages[request.url ?? ''];
  if (page === undefined) return response.writeHead(404).end();
  return html(response, page);
};

afterEach(() => vi.unstubAllEnvs());

async function drawing(base: string, parts: Parameters<typeof bench>[0] = {}) {
  const { hands, page, store, folder } = bench({ pages: { api: [{ url: base }] }, ...parts });
  const { browser } = hands(['passive']);
  const draw = async (url: string, timeout?: number) => {
    const drawn = await browser.render(url, { as, ...(timeout ? { timeout } : {}) });
    if (!drawn) throw new Error(JSON.stringify(store.all.at(-1)));
    const shown = page(drawn.exhibit);
    return { ...shown, words: await store.text(shown.text), markup: await store.text(shown.dom) };
  };
  return { draw, folder, store, hands };
}

test('a page is kept as a fresh browser shows it: scripts run, links and requests listed, photographed', async () => {
  const server = await listen((request, response) => {
    if (request.url === '/data.json')
      return response.writeHead(200, { 'content-type': 'application/json' }).end('{"fee":"500 dollars"}');
    return html(
      response,
      `<title>Fees &amp; terms</title><p id=x>loading</p><a href="/terms?code=US#a">Our <b>terms</b></a>
       <script>fetch('/data.json').then(r => r.json()).then(d => { x.textContent = d.fee })</script>`,
    );
  });
  const { draw, store } = await drawing(server.base);
  const page = await draw(`${server.base}/`);
  expect(page).toMatchObject({ status: 200, title: 'Fees & terms', finalUrl: `${server.base}/`, label: as });
  expect(page.words).toContain('500 dollars');
  expect(page.markup).toContain('<p id="x">500 dollars</p>');
  expect(page.links).toEqual([{ href: `${server.base}/terms?code=US#a`, text: 'Our terms' }]);
  expect(page.requests).toContainEqual({ url: `${server.base}/data.json`, status: 200, type: 'fetch' });
  expect(page).not.toHaveProperty('incomplete');
  expect(
    Buffer.from(await store.bytes(page.screenshot as never))
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG');
});

test('no page knows that the browser was ever anywhere', async () => {
  const cookies: (string | undefined)[] = [];
  const server = await listen((request, response) => {
    if (request.url === '/') cookies.push(request.headers.cookie);
    response.setHeader('set-cookie', 'seen=1; Max-Age=1000');
    html(response, `<p id=x></p><script>x.textContent = 'visits: ' + localStorage.v; localStorage.v = 1</script>`);
  });
  const { draw } = await drawing(server.base);
  for (const _ of [1, 2]) expect((await draw(`${server.base}/`)).words).toBe('visits: undefined');
  expect(cookies).toEqual([undefined, undefined]);
});

test('a redirect, a 404 and a failed script are told', async () => {
  const server = await listen((request, response) => {
    if (request.url === '/old') return response.writeHead(302, { location: '/new' }).end();
    if (request.url === '/new') return html(response, '<script src="/missing.js"></script>here');
    if (request.url === '/missing.js') return request.socket.destroy();
    return response.writeHead(404, { 'content-type': 'text/html' }).end('gone');
  });
  const { draw } = await drawing(server.base);
  const page = await draw(`${server.base}/old`);
  expect(page).toMatchObject({ url: `${server.base}/old`, finalUrl: `${server.base}/new`, status: 200 });
  expect(page.incomplete).toContain('/missing.js failed');
  expect(await draw(`${server.base}/nothing`)).toMatchObject({ status: 404, words: 'gone' });
});

test('where nobody listens there is a page without status that says why', async () => {
  const port = await deadPort();
  const { draw } = await drawing(`http://127.0.0.1:${port}`);
  const page = await draw(`http://127.0.0.1:${port}/`);
  expect(page.status).toBeNull();
  expect(page.incomplete).toContain('ECONNREFUSED');
});

test('names are mapped as the profile says, and the profile’s own authority is believed for what it signed', async () => {
  const server = await listenTls(serving({ '/': '<title>signed</title>' }));
  const resolve = { 'www.larkspur.example': `127.0.0.1:${server.port}` };
  const { draw } = await drawing('https://www.larkspur.example/', { network: { ca: await ownAuthority(), resolve } });
  expect(await draw('https://www.larkspur.example/')).toMatchObject({ status: 200, title: 'signed' });
});

test.each(['expired', 'wrong-name', 'unknown-authority'] as const)('a certificate that is %s is not', async kind => {
  const server = await listenTls(serving({ '/': '<title>unsigned</title>' }), kind);
  const resolve = { 'www.larkspur.example': `127.0.0.1:${server.port}` };
  const { draw } = await drawing('https://www.larkspur.example/', { network: { ca: await ownAuthority(), resolve } });
  const page = await draw('https://www.larkspur.example/');
  expect(page.status).toBeNull();
  expect(page.incomplete).toMatch(/ERR_CERT/);
  expect(server.heard).toEqual([]);
});

test('a page from outside cannot have us knock inside: not by itself, by redirect, frame, picture or socket', async () => {
  const inside = await listen((_, response) => response.end('inside'));
  let upgrades = 0;
  inside.server.on('upgrade', (_, socket) => {
    upgrades++;
    socket.destroy();
  });
  const target = `http://127.0.0.1:${inside.port}`;
  const server = await listen((request, response) => {
    if (request.url === '/moved') return response.writeHead(302, { location: `${target}/moved` }).end();
    return html(
      response,
      `<img src="${target}/picture"><iframe src="${target}/frame"></iframe><iframe src="/moved"></iframe>
       <link rel=preconnect href="${target}"><p id=x></p>
       <script>
         const tries = [fetch('${target}/fetched', { mode: 'no-cors' }), fetch('/moved', { mode: 'no-cors' }), fetch('http://10.255.255.1/')];
         new WebSocket('ws://127.0.0.1:${inside.port}/socket');
         navigator.sendBeacon('${target}/beacon', 'x');
         Promise.allSettled(tries).then(all => { x.textContent = all.map(t => t.status).join(' ') });
       </script>`,
    );
  });
  const { draw } = await drawing('http://docs.example/', {
    network: { resolve: { 'docs.example': `127.0.0.1:${server.port}` } },
  });
  const from = vi.spyOn(Network.prototype, 'addressOf').mockReturnValue('93.184.216.34');
  const page = await draw('http://docs.example/');
  from.mockRestore();
  expect(page.words).toBe('rejected rejected rejected');
  expect(page.incomplete).toContain('a loopback address that a document');
  expect(page.incomplete).toContain('10.255.255.1, a private address');
  expect(server.heard).toContain('GET /moved');
  expect(inside.heard).toEqual([]);
  expect(upgrades).toBe(0);
});

test('even a page here may ask for no other kind of place than here', async () => {
  const server = await listen(
    serving({
      '/': `<p id=x></p><script>fetch('http://169.254.169.254/latest').catch(() => { x.textContent = 'kept in' })</script>`,
    }),
  );
  const { draw } = await drawing(server.base);
  expect(await draw(`${server.base}/`)).toMatchObject({
    words: 'kept in',
    incomplete: expect.stringContaining('link-local'),
  });
});

test('what a page on this machine loads from this machine is loaded', async () => {
  const other = await listen((_, response) =>
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end('near'),
  );
  const server = await listen(
    serving({
      '/': `<p id=x></p><script>fetch('http://localhost:${other.port}/').then(r => r.text()).then(t => { x.textContent = t })</script>`,
    }),
  );
  const { draw } = await drawing(server.base);
  expect((await draw(`${server.base}/`)).words).toBe('near');
});

test('neither the page itself nor its scripts get a patient’s record', async () => {
  const server = await listen((request, response) => {
    if (request.url === '/r4/Patient/1') return response.end('{"family":"Nightingale"}');
    if (request.url === '/moved') return response.writeHead(302, { location: '/r4/Patient/1' }).end();
    return html(
      response,
      `<p id=x></p><script>fetch('/r4/Patient/1').catch(() => { x.textContent = 'kept out' })</script>`,
    );
  });
  const { draw, folder } = await drawing(server.base, { deployments: [deployment(`${server.base}/r4`)] });
  expect((await draw(`${server.base}/`)).words).toBe('kept out');
  expect((await draw(`${server.base}/r4/Patient/1`)).status).toBeNull();
  expect(server.heard).not.toContain('GET /r4/Patient/1');
  expect((await draw(`${server.base}/moved`)).incomplete).toContain('may hold patients');
  expect(bytesIn(folder)).not.toContain('Nightingale');
});

test('pages that never end, never pause, download, ask, open windows or are endless are lived through', async () => {
  const server = await listen((request, response) => {
    if (request.url === '/drip') {
      response.writeHead(200, { 'content-type': 'text/html' }).write('<title>drip</title><p>so far</p>');
      return;
    }
    if (request.url === '/file') {
      return response
        .writeHead(200, {
          'content-type': 'application/octet-stream',
          'content-disposition': 'attachment; filename="x.bin"',
        })
        .end('bytes');
    }
    const pages: Record<string, string> = {
      '/dialogs': `<script>alert('a'); confirm('b'); prompt('c'); onbeforeunload = e => e.preventDefault()</script>asked`,
      '/windows': `<script>open('/dialogs'); open('about:blank')</script>opened`,
      '/long': `<div style="height:2000000px">tall</div>${'<a href="/x">x</a>'.repeat(20_000)}`,
    };
    return html(response, pages[request.url ?? ''] ?? '');
  });
  const { draw } = await drawing(server.base);
  const drip = await draw(`${server.base}/drip`, 3000);
  const file = await draw(`${server.base}/file`);
  const dialogs = await draw(`${server.base}/dialogs`);
  const windows = await draw(`${server.base}/windows`);
  const long = await draw(`${server.base}/long`);
  expect(drip).toMatchObject({ incomplete: expect.stringContaining('Timeout'), words: 'so far' });
  expect(file).toMatchObject({ incomplete: expect.stringMatching(/download/i) });
  expect(file.requests).toContainEqual({ url: `${server.base}/file`, status: 200, type: 'document' });
  expect(dialogs.words).toBe('asked');
  expect(windows.words).toBe('opened');
  expect(long.links).toHaveLength(5000);
}, 120_000);

test('an interrupted run draws no further', async () => {
  const interruption = new AbortController();
  const server = await listen(() => interruption.abort(new Error('interrupted')));
  const { hands, store } = bench({ pages: { api: [{ url: server.base }] } });
  const { browser } = hands(['passive'], { signal: interruption.signal });
  await expect(browser.render(server.base, { as })).rejects.toThrow('interrupted');
  expect(store.all.map(({ kind }) => kind)).toEqual(['run']);
});

test('without a browser the step is told so, and the run goes on', async () => {
  vi.stubEnv('SPECIAL_EFFORT_CHROMIUM', '/nowhere/chromium');
  const { hands, store } = bench({ pages: { api: [{ url: 'http://127.0.0.1:1/' }] } });
  expect(await hands(['passive']).browser.render('http://127.0.0.1:1/', { as })).toBeUndefined();
  expect(store.all.at(-1)).toMatchObject({
    event: 'obstacle',
    reason: 'not-collected',
    message: expect.stringContaining('/nowhere/chromium'),
  });
});
