import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createPort, type Socket } from 'node:net';
import { join } from 'node:path';
import type { TlsOptions } from 'node:tls';
import { afterEach } from 'vitest';
import { Collector } from '../../src/collect/hands.ts';
import { authorityCertificate, serverCertificate } from '../../src/demo/certificates.ts';
import type { Redaction } from '../../src/evidence/redact.ts';
import type { EvidenceStore } from '../../src/evidence/store.ts';
import type { ConnectionFailure, Exchange, ExhibitId, RenderedPage } from '../../src/model/exhibit.ts';
import { factReader } from '../../src/model/fact.ts';
import type { Hands } from '../../src/model/hands.ts';
import type { Deployment, Permission, Vendor } from '../../src/model/vendor.ts';
import { freshFolder, runDraft, storeIn, vendorWith } from '../evidence/run-folder.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

export interface Listening {
  readonly port: number;
  /** `http://127.0.0.1:port`. */
  readonly base: string;
  /** Request lines heard, in order: `GET /path`. */
  readonly heard: string[];
  readonly server: Server;
}

/** An HTTP server on this machine that ends with the test. */
export async function listen(answer: RequestListener): Promise<Listening> {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  return { ...(await open(server)), heard, server };
}

/** The same over TLS, with one of the embedded vendor's certificates. */
export async function listenTls(
  answer: RequestListener,
  kind: Parameters<typeof serverCertificate>[0] = 'good',
  options: TlsOptions = {},
): Promise<Listening> {
  const { certificate, key } = await serverCertificate(kind);
  const heard: string[] = [];
  const server = createTlsServer({ cert: certificate, key, ...options }, (request, response) => {
    heard.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  server.on('tlsClientError', () => {});
  return { ...(await open(server)), heard, server };
}

/** A bare port that says what it likes. */
export const listenRaw = async (talk: (socket: Socket) => void): Promise<{ port: number; base: string }> =>
  open(
    createPort(socket => {
      socket.on('error', () => {});
      talk(socket);
    }),
  );

async function open(server: ReturnType<typeof createPort>): Promise<{ port: number; base: string }> {
  const sockets = new Set<Socket>();
  server.on('connection', socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const { port } = server.address() as AddressInfo;
  return { port, base: `http://127.0.0.1:${port}` };
}

/** A port where nobody listens. */
export async function deadPort(): Promise<number> {
  const server = createPort().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The embedded vendor's certificate authority as a profile names it. */
export async function ownAuthority(): Promise<`file:${string}`> {
  const file = join(freshFolder('ca'), 'ca.pem');
  writeFileSync(file, await authorityCertificate());
  return `file:${file}`;
}

export const deployment = (base: string, parts: Partial<Deployment> = {}): Deployment => ({
  id: 'sandbox',
  base,
  environment: 'sandbox',
  host: 'developer',
  data: 'synthetic',
  ...parts,
});

export interface Bench {
  readonly folder: string;
  readonly store: EvidenceStore;
  readonly redaction: Redaction;
  readonly vendor: Vendor;
  readonly collector: Collector;
  hands<P extends Permission>(permits: readonly P[], options?: HandsOptions): Hands<P, Deployment | undefined>;
  exchange(id: ExhibitId): Exchange;
  failure(id: ExhibitId): ConnectionFailure;
  page(id: ExhibitId): RenderedPage;
}

interface HandsOptions {
  readonly deployment?: Deployment | undefined;
  readonly attempt?: number;
  readonly signal?: AbortSignal;
  readonly name?: string;
}

/** Hands for a vendor, over a store of their own (or that of an earlier process). */
export function bench(parts: Partial<Vendor>, folder?: string): Bench {
  const vendor = vendorWith(parts);
  const { store, redaction, folder: inFolder } = storeIn(folder);
  if (!folder) store.record<'run'>(runDraft(vendor));
  const collector = new Collector({ vendor, store, redaction, harness: '0.0.0', headed: false });
  closing.push(() => collector.close());
  const found = (id: ExhibitId) => {
    const exhibit = store.exhibit(id);
    if (!exhibit) throw new Error(`${id} is not in the store.`);
    return exhibit;
  };
  return {
    folder: inFolder,
    store,
    redaction,
    vendor,
    collector,
    hands: (permits, options = {}) =>
      collector.hands({
        step: {
          id: `discovery/${options.name ?? 'look'}`,
          deployment: options.deployment?.id ?? null,
          attempt: options.attempt ?? 1,
        },
        permits,
        deployment: options.deployment,
        facts: factReader(store),
        signal: options.signal ?? new AbortController().signal,
        say: () => {},
      }),
    exchange: id => found(id) as Exchange,
    failure: id => found(id) as ConnectionFailure,
    page: id => found(id) as RenderedPage,
  };
}
