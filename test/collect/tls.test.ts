import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import type { Handshake } from '../../src/model/exhibit.ts';
import { bench, deadPort, listen, listenRaw, listenTls, ownAuthority } from './bench.ts';

const url = 'https://fhir.larkspur.example/r4/metadata';
const versions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
const weakToo = { ciphers: 'DEFAULT:@SECLEVEL=0' };

async function shaking(port: number, signal?: AbortSignal) {
  const { hands, store, folder } = bench({
    pages: { api: [{ url }] },
    network: { ca: await ownAuthority(), resolve: { 'fhir.larkspur.example': `127.0.0.1:${port}` } },
  });
  const { tls } = hands(['passive'], signal ? { signal } : {});
  const shake = async (version: (typeof versions)[number]) =>
    store.exhibit(await tls.handshake(url, { as: 'it', version })) as Handshake;
  return { shake, store, folder };
}

test.each([
  [{ ...weakToo, minVersion: 'TLSv1', maxVersion: 'TLSv1.3' }, [true, true, true, true]],
  [{ ...weakToo, minVersion: 'TLSv1.1', maxVersion: 'TLSv1.2' }, [false, true, true, false]],
  [{ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' }, [false, false, true, true]],
  [{ minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' }, [false, false, false, true]],
  [{ ...weakToo, minVersion: 'TLSv1', maxVersion: 'TLSv1' }, [true, false, false, false]],
] as const)('%j', async (options, accepted) => {
  const server = await listenTls(
    (request, response) => response.writeHead(426).end(`no ${request.url}`),
    'good',
    options,
  );
  const { shake, store } = await shaking(server.port);
  for (const [i, version] of versions.entries()) {
    const shaken = await shake(version);
    expect(shaken, version).toMatchObject({
      offered: version,
      accepted: accepted[i],
      host: 'fhir.larkspur.example',
      port: 443,
    });
    if (!shaken.accepted) {
      expect(shaken.refusedByServer, `${version}: ${shaken.code}`).toBe(true);
      continue;
    }
    expect(shaken).toMatchObject({ trusted: true, cipher: expect.any(String) });
    expect(shaken.certificate?.names).toContain('DNS:fhir.larkspur.example');
    expect(shaken.certificate?.sha256).toMatch(/^[0-9a-f]{64}$/);
    const weak = version === 'TLSv1' || version === 'TLSv1.1';
    expect(shaken.application?.status).toBe(weak ? 426 : undefined);
    if (shaken.application?.body) expect(await store.text(shaken.application.body)).toBe('no /r4/metadata');
  }
  expect(server.heard).toHaveLength(accepted.slice(0, 2).filter(Boolean).length);
});

test.each([
  ['expired', 'CERT_HAS_EXPIRED'],
  ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['unknown-authority', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
] as const)('a certificate that is %s is looked at and not trusted', async (kind, trustError) => {
  const server = await listenTls((_, response) => response.end(), kind);
  const { shake } = await shaking(server.port);
  const { accepted, trusted, certificate, ...rest } = await shake('TLSv1.2');
  expect({ accepted, trusted, trustError: rest.trustError }).toEqual({ accepted: true, trusted: false, trustError });
  expect(new Date(certificate?.notAfter as string).getTime() < Date.now()).toBe(kind === 'expired');
});

test('a port without TLS, or without anyone, did not refuse a version', async () => {
  const plain = await listen((_, response) => response.end());
  const silent = await listenRaw(socket => socket.destroy());
  for (const port of [plain.port, silent.port, await deadPort()]) {
    const { shake } = await shaking(port);
    const shaken = await shake('TLSv1');
    expect(shaken.accepted).toBe(false);
    expect(shaken.code).toBeTruthy();
    expect(shaken, shaken.code).not.toHaveProperty('refusedByServer');
  }
});

test('an application that hangs up over old TLS has still accepted the handshake', async () => {
  const server = await listenTls(request => request.socket.destroy(), 'good', { ...weakToo, minVersion: 'TLSv1' });
  const { shake } = await shaking(server.port);
  const shaken = await shake('TLSv1.1');
  expect(shaken.accepted).toBe(true);
  expect(shaken).not.toHaveProperty('application');
});

test('an interrupted run waits for no handshake', async () => {
  const interruption = new AbortController();
  const waiting = Promise.withResolvers<void>();
  const server = await listenRaw(() => waiting.resolve());
  const { shake, store } = await shaking(server.port, interruption.signal);
  const asked = shake('TLSv1.3');
  await waiting.promise;
  interruption.abort(new Error('interrupted'));
  await expect(asked).rejects.toThrow('interrupted');
  expect(store.all.map(({ kind }) => kind)).toEqual(['run']);
});

test('through a proxy it shakes hands with the server itself', async () => {
  const server = await listenTls((_, response) => response.end());
  const proxy = await listen((_, response) => response.end());
  const asked: string[] = [];
  proxy.server.on('connect', (request, socket) => {
    asked.push(request.url as string);
    const target = connect(server.port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    target.on('error', () => {});
    socket.on('error', () => {});
    target.pipe(socket).pipe(target);
  });
  const { hands, store } = bench({
    pages: { api: [{ url }] },
    network: { ca: await ownAuthority(), resolve: {}, proxy: proxy.base },
  });
  const id = await hands(['passive']).tls.handshake(url, { as: 'it', version: 'TLSv1.3' });
  expect(store.exhibit(id)).toMatchObject({ accepted: true, trusted: true });
  expect(asked).toEqual(['fhir.larkspur.example:443']);
  proxy.server.close();
  proxy.server.closeAllConnections();
  await once(proxy.server, 'close');
  const failed = await hands(['passive']).tls.handshake(url, { as: 'it', version: 'TLSv1.3' });
  expect(store.exhibit(failed)).toMatchObject({ accepted: false, code: expect.stringContaining('PROXY') });
  expect(store.exhibit(failed)).not.toHaveProperty('refusedByServer');
});
