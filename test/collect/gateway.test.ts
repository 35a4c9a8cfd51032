import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { Gateway } from '../../src/collect/gateway.ts';
import { Network } from '../../src/collect/network.ts';
import { throughProxy } from '../../src/collect/proxy.ts';
import type { Vendor } from '../../src/model/vendor.ts';
import { vendorWith } from '../evidence/run-folder.ts';
import { deadPort, listen, listenRaw } from './bench.ts';

let gateway: Gateway | undefined;
afterEach(() => gateway?.close());

async function opened(parts: Partial<Vendor>) {
  const network = new Network(vendorWith(parts));
  gateway = await Gateway.open(network);
  return { gateway, network };
}

/** What a browser that is told of a proxy sends for plain http; `undefined` when there is no answer. */
async function plainly(address: string, through: string): Promise<string | undefined> {
  const { hostname, port } = new URL(through);
  const sent = request({ host: hostname, port, path: address, headers: { host: new URL(address).host } }).end();
  const answered = await once(sent, 'response').catch(() => undefined);
  if (!answered) return undefined;
  let text = '';
  for await (const piece of answered[0].setEncoding('utf8')) text += piece;
  return `${answered[0].statusCode} ${text}`;
}

/** A corporate proxy that takes every host to one server, and notes what it was asked for. */
async function corporate(target: number) {
  const asked: string[] = [];
  const proxy = await listen((incoming, response) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    response.end('by proxy');
  });
  proxy.server.on('connect', (incoming, socket) => {
    asked.push(`CONNECT ${incoming.url}`);
    const onward = connect(target, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    for (const end of [onward, socket]) end.on('error', () => {});
    onward.pipe(socket).pipe(onward);
  });
  return { asked, base: proxy.base };
}

test('named hosts are reached where the profile says, with path, query and headers as they were', async () => {
  let host: string | undefined;
  const server = await listen((incoming, response) => {
    host = incoming.headers.host;
    response.end(incoming.url);
  });
  const { gateway, network } = await opened({ network: { resolve: { 'docs.example': `127.0.0.1:${server.port}` } } });
  expect(await plainly('http://docs.example/a?b=1', gateway.address)).toBe('200 /a?b=1');
  expect(host).toBe('docs.example');
  expect(network.addressOf('docs.example')).toBe('127.0.0.1');
  const tunnel = await throughProxy(gateway.address, 'docs.example:443', 1000);
  tunnel.write('GET /tunnelled HTTP/1.0\r\n\r\n');
  expect(String((await once(tunnel, 'data'))[0])).toMatch(/^HTTP\/1\.1 200/);
  tunnel.destroy();
});

test('what may not be asked, and what cannot be had, has no answer of ours; the reason is kept by host', async () => {
  const inside = await listen((_, response) => response.end('inside'));
  const dead = await deadPort();
  const { gateway } = await opened({ network: { resolve: { 'dead.example': `127.0.0.1:${dead}` } } });
  expect(await plainly(`${inside.base}/`, gateway.address)).toBeUndefined();
  expect(await plainly('http://dead.example/', gateway.address)).toBeUndefined();
  await expect(throughProxy(gateway.address, `127.0.0.1:${inside.port}`, 1000)).rejects.toThrow('502');
  expect(inside.heard).toEqual([]);
  expect(gateway.troubleWith('127.0.0.1')).toContain('a loopback address');
  expect(gateway.troubleWith('dead.example')).toBe('ECONNREFUSED');
  expect(gateway.troubleWith('else.example')).toBeUndefined();
});

test('it goes on through the profile’s proxy, except on our own machine; figures are still looked at', async () => {
  const server = await listen((_, response) => response.end('direct'));
  const proxy = await corporate(server.port);
  const { gateway } = await opened({
    pages: { api: [{ url: server.base }] },
    network: { resolve: {}, proxy: proxy.base },
  });
  expect(await plainly('http://docs.example/a', gateway.address)).toBe('200 by proxy');
  (await throughProxy(gateway.address, 'docs.example:443', 1000)).destroy();
  expect(await plainly(`${server.base}/`, gateway.address)).toBe('200 direct');
  await expect(throughProxy(gateway.address, '10.0.0.1:443', 1000)).rejects.toThrow('502');
  expect(await plainly('http://10.0.0.1/', gateway.address)).toBeUndefined();
  expect(proxy.asked).toEqual(['GET http://docs.example/a', 'CONNECT docs.example:443']);
});

test('a page whose headers no one may write on takes nobody down', async () => {
  const server = await listenRaw(socket =>
    socket.once('data', () =>
      socket.end('HTTP/1.1 200 O\x7fK\r\nx-odd: a\x7fb\r\ncontent-length: 2\r\n\r\nhi', 'latin1'),
    ),
  );
  const { gateway } = await opened({ pages: { api: [{ url: server.base }] } });
  const answer = await plainly(`${server.base}/`, gateway.address);
  expect([undefined, '200 hi']).toContain(answer);
});

test('nonsense ends its connection, and the gateway goes on', async () => {
  const server = await listen((_, response) => response.end('up'));
  const { gateway } = await opened({ pages: { api: [{ url: server.base }] } });
  const { port } = new URL(gateway.address);
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => {});
  socket.write('GET /no-absolute-address HTTP/1.1\r\nhost: x\r\n\r\n');
  await once(socket, 'close');
  await expect(throughProxy(gateway.address, ':::', 1000)).rejects.toThrow();
  expect(await plainly(`${server.base}/`, gateway.address)).toBe('200 up');
});
