import { createServer as createHttps, type Server } from 'node:https';
import { type AddressInfo, createServer as createPort, type Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { domain } from './addresses.ts';
import { type Behaviour, type HostName, hostNames } from './behaviour.ts';
import { serverCertificate } from './certificates.ts';
import { serverName } from './server-name.ts';

export type Answerer = (request: Request) => Response | Promise<Response>;

export interface Port {
  /** `127.0.0.1:port` */
  readonly address: string;
  close(): Promise<void>;
}

/** The port asked for cannot be had; the message says what to do. */
export class PortTaken extends Error {}

/**
 * Serves all hosts on one loopback port. Each host has a TLS server of its own, because the lowest version accepted is
 * settled before a server may choose by name; so the name is read first and the connection handed to its host.
 */
export async function openPort(tls: Behaviour['tls'], answer: Answerer, port: number): Promise<Port> {
  const hosts = new Map<string, Server>();
  for (const name of hostNames) hosts.set(`${name}.${domain}`, await tlsServer(name, tls, answer));
  const fallback = hosts.get(`fhir.${domain}`)!;
  const sockets = new Set<Socket>();

  const listener = createPort({ noDelay: true }, socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let seen: Buffer = Buffer.alloc(0);
    const read = (bytes: Buffer) => {
      seen = seen.length ? Buffer.concat([seen, bytes]) : bytes;
      const name = serverName(seen);
      if (name === undefined) return;
      socket.off('data', read);
      socket.pause();
      socket.unshift(seen);
      (hosts.get(name) ?? fallback).emit('connection', socket);
    };
    socket.on('data', read);
  });

  await new Promise<void>((resolve, reject) => {
    listener.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      reject(
        taken
          ? new PortTaken(
              `Port ${port} of 127.0.0.1 cannot be had (${error.code}). Name another, or none for any that is free.`,
            )
          : error,
      );
    });
    listener.listen(port, '127.0.0.1', resolve);
  });
  return {
    address: `127.0.0.1:${(listener.address() as AddressInfo).port}`,
    close: () =>
      new Promise(resolve => {
        listener.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function tlsServer(name: HostName, tls: Behaviour['tls'], answer: Answerer): Promise<Server> {
  const { lowest, highest = 'TLSv1.3', certificate: kind } = tls[name];
  const { certificate, key } = await serverCertificate(kind);
  const old = lowest === 'TLSv1' || lowest === 'TLSv1.1';
  const server = createHttps(
    {
      cert: certificate,
      key,
      minVersion: lowest,
      maxVersion: highest,
      // OpenSSL 3 has no cipher for TLS below 1.2 at its ordinary security level.
      ...(old && { ciphers: 'DEFAULT@SECLEVEL=0' }),
    },
    getRequestListener(answer, { hostname: `${name}.${domain}`, overrideGlobalObjects: false }),
  );
  server.on('tlsClientError', () => {});
  return server;
}
