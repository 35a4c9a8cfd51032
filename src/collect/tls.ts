import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { connect, type SecureVersion, type TLSSocket } from 'node:tls';
import type { EvidenceStore } from '../evidence/store.ts';
import type { Draft, ExhibitId, Handshake } from '../model/exhibit.ts';
import type { Asking } from './http.ts';
import type { Network } from './network.ts';

const longest = 10_000;
const longestAnswer = 64 * 1024;

/** Codes that mean: the server spoke TLS and would not have this version. */
const refusals =
  /ALERT|UNSUPPORTED_PROTOCOL|WRONG_VERSION|NO_PROTOCOLS|HANDSHAKE_FAILURE|PROTOCOL_VERSION|INAPPROPRIATE_FALLBACK/;

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
  const weak = offer.version === 'TLSv1' || offer.version === 'TLSv1.1';
  let tunnel: Socket | undefined;
  try {
    tunnel = network.proxy ? await throughProxy(network.proxy, `${url.hostname}:${seen.port}`) : undefined;
  } catch (error) {
    return store.record<'tls'>({ ...seen, accepted: false, code: `PROXY ${(error as Error).message}` }).id;
  }
  return new Promise(resolve => {
    let settled = false;
    let socket: TLSSocket | undefined;
    const settle = (outcome: Omit<Draft<Handshake>, keyof typeof seen>) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      socket?.destroy();
      resolve(store.record<'tls'>({ ...seen, ...outcome }).id);
    };
    const timer = setTimeout(() => settle({ accepted: false, code: 'TIMEOUT' }), longest);
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
    } catch (error) {
      settle({ accepted: false, code: (error as NodeJS.ErrnoException).code ?? 'UNKNOWN' });
      return;
    }
    const opened = socket;
    opened.once('error', (error: NodeJS.ErrnoException) => {
      const code = error.code ?? 'UNKNOWN';
      settle({ accepted: false, code, ...(refusals.test(code) ? { refusedByServer: true } : {}) });
    });
    opened.once('close', () => settle({ accepted: false, code: 'ECONNRESET' }));
    opened.once('secureConnect', async () => {
      const certificate = opened.getPeerX509Certificate();
      const outcome = {
        accepted: true,
        cipher: opened.getCipher()?.name ?? 'unknown',
        trusted: opened.authorized,
        ...(opened.authorized ? {} : { trustError: errorCode(opened.authorizationError) }),
        ...(certificate
          ? {
              certificate: {
                subject: certificate.subject,
                issuer: certificate.issuer,
                names: (certificate.subjectAltName ?? '').split(', ').filter(Boolean),
                notBefore: new Date(certificate.validFrom).toISOString(),
                notAfter: new Date(certificate.validTo).toISOString(),
                sha256: createHash('sha256').update(certificate.raw).digest('hex'),
              },
            }
          : {}),
      };
      if (!weak) return settle(outcome);
      const application = await askOver(opened, url, store);
      settle({ ...outcome, ...(application ? { application } : {}) });
    });
  });
}

/** A connection to `target` made by the profile's proxy. */
function throughProxy(proxy: string, target: string): Promise<Socket> {
  const { hostname, port } = new URL(proxy);
  return new Promise((resolve, reject) => {
    const asked = request({
      host: hostname,
      port,
      method: 'CONNECT',
      path: target,
      headers: { host: target },
      timeout: longest,
    });
    asked.once('connect', (response, socket) =>
      response.statusCode === 200 ? resolve(socket as Socket) : reject(new Error(String(response.statusCode))),
    );
    asked.once('timeout', () => asked.destroy(new Error('TIMEOUT')));
    asked.once('error', reject);
    asked.end();
  });
}

const errorCode = (error: unknown): string =>
  typeof error === 'string' ? error : ((error as NodeJS.ErrnoException | null)?.code ?? 'UNTRUSTED');

/** What an application says to a plain GET over a connection it should not have accepted. */
async function askOver(socket: TLSSocket, url: URL, store: EvidenceStore): Promise<Handshake['application']> {
  socket.write(
    `GET ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\naccept: application/fhir+json, application/json\r\nconnection: close\r\n\r\n`,
  );
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of socket) {
      pieces.push(piece);
      size += piece.length;
      if (size > longestAnswer) break;
    }
  } catch {
    // Cut off after the handshake: what came is what there is.
  }
  const text = Buffer.concat(pieces).toString('latin1');
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1];
  if (!status) return undefined;
  const body = Buffer.from(text.slice(text.indexOf('\r\n\r\n') + 4), 'latin1');
  return { status: Number(status), ...(body.length > 0 ? { body: await store.keep(body) } : {}) };
}
