import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { connect, type SecureVersion, type TLSSocket } from 'node:tls';
import type { EvidenceStore } from '../evidence/store.ts';
import type { Draft, ExhibitId, Handshake } from '../model/exhibit.ts';
import type { Asking } from './http.ts';
import type { Network } from './network.ts';
import { throughProxy } from './proxy.ts';

const longest = 10_000;
const longestAnswer = 64 * 1024;

/** Codes that mean: the server spoke TLS and would not have this version. A server without TLS gives WRONG_VERSION_NUMBER. */
const refusals = /ALERT|UNSUPPORTED_PROTOCOL|HANDSHAKE_FAILURE|PROTOCOL_VERSION|INAPPROPRIATE_FALLBACK/;

/** One TLS handshake that offers one version alone. Weak versions are offered only here, and carry nothing of anyone's. */
export async function handshake(
  { network, store }: { network: Network; store: EvidenceStore },
  address: string,
  offer: { as: string; version: SecureVersion },
  asking: Asking,
): Promise<ExhibitId> {
  const url = new URL(address);
  const { host, port, servername } = network.target(url);
  const seen: Pick<Draft<Handshake>, 'kind' | 'step' | 'label' | 'host' | 'port' | 'offered'> = {
    kind: 'tls',
    step: asking.step,
    label: offer.as,
    host: url.hostname,
    port: Number(url.port) || 443,
    offered: offer.version as Handshake['offered'],
  };
  const failed = (code: string) =>
    store.record<'tls'>({
      ...seen,
      accepted: false,
      code,
      ...(refusals.test(code) ? { refusedByServer: true } : {}),
    }).id;
  const weak = offer.version === 'TLSv1' || offer.version === 'TLSv1.1';
  const timeout = AbortSignal.timeout(longest);
  const signal = AbortSignal.any([asking.signal, timeout]);

  let tunnel: Socket | undefined;
  try {
    if (network.proxy && !network.isOurs(url))
      tunnel = await throughProxy(network.proxy, `${url.hostname}:${seen.port}`, longest);
  } catch (error) {
    return failed(`PROXY ${(error as Error).message}`);
  }
  let socket: TLSSocket | undefined;
  try {
    try {
      if (!tunnel) network.check(servername, host);
      socket = connect({
        ...(tunnel ? { socket: tunnel } : { host, port }),
        ...(isIP(servername) ? {} : { servername }),
        lookup: network.lookupFor(servername),
        minVersion: offer.version,
        maxVersion: offer.version,
        // Today's OpenSSL offers nothing that TLS 1.1 and older could use unless told to.
        ...(weak ? { ciphers: 'DEFAULT:@SECLEVEL=0' } : {}),
        ca: [...network.certificateAuthorities],
        // The certificate is looked at whether or not it is trusted; nothing secret is sent over this connection.
        rejectUnauthorized: false,
      });
      socket.on('error', () => {}); // What comes after the handshake changes nothing about it.
      await once(socket, 'secureConnect', { signal });
    } catch (error) {
      asking.signal.throwIfAborted();
      return failed(timeout.aborted ? 'TIMEOUT' : ((error as NodeJS.ErrnoException).code ?? 'UNKNOWN'));
    }
    const shaken = { accepted: true, cipher: socket.getCipher()?.name ?? 'unknown', ...identityOf(socket) };
    const application = weak ? await askOver(socket, url, store, asking.signal) : undefined;
    asking.signal.throwIfAborted();
    return store.record<'tls'>({ ...seen, ...shaken, ...(application ? { application } : {}) }).id;
  } finally {
    socket?.destroy();
    tunnel?.destroy();
  }
}

/** Who the server says it is, and whether that was believed. */
function identityOf(socket: TLSSocket): Pick<Handshake, 'trusted' | 'trustError' | 'certificate'> {
  const certificate = socket.getPeerX509Certificate();
  return {
    trusted: socket.authorized,
    ...(socket.authorized ? {} : { trustError: errorCode(socket.authorizationError) }),
    ...(certificate
      ? {
          certificate: {
            subject: certificate.subject,
            issuer: certificate.issuer,
            names: (certificate.subjectAltName ?? '').split(', ').filter(Boolean),
            notBefore: certificate.validFromDate.toISOString(),
            notAfter: certificate.validToDate.toISOString(),
            sha256: createHash('sha256').update(certificate.raw).digest('hex'),
          },
        }
      : {}),
  };
}

const errorCode = (error: unknown): string =>
  typeof error === 'string' ? error : ((error as NodeJS.ErrnoException | null)?.code ?? 'UNTRUSTED');

/** What an application says to a plain GET over a connection it should not have accepted; nothing when it hangs up. */
async function askOver(
  socket: TLSSocket,
  url: URL,
  store: EvidenceStore,
  signal: AbortSignal,
): Promise<Handshake['application']> {
  const asked = request({
    createConnection: () => socket,
    path: `${url.pathname}${url.search}`,
    headers: { host: url.host, accept: 'application/fhir+json, application/json', connection: 'close' },
    signal: AbortSignal.any([signal, AbortSignal.timeout(longest)]),
  });
  asked.on('error', () => {}); // After an answer has begun, what goes wrong ends its body.
  asked.end();
  let response: IncomingMessage;
  try {
    [response] = await once(asked, 'response');
  } catch {
    return undefined;
  }
  const body = await store.keep(response, { limit: longestAnswer });
  return { status: response.statusCode ?? 0, ...(body.size > 0 ? { body } : {}) };
}
