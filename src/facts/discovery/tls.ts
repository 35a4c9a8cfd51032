import type { Handshake } from '../../model/exhibit.ts';
import { perDeployment } from '../../model/fact.ts';
import { isLoopback } from '../../model/vendor.ts';

export const tlsStep = 'discovery/shake hands in each version of TLS';
/**
 * What the step calls a handshake: below TLS 1.2 it is followed by a GET, and only of a document that is served to
 * everyone can a refusal be told from the endpoint's usual "not like this".
 */
export const tlsLabels = {
  document: 'handshake for a public document',
  endpoint: 'handshake for an endpoint',
} as const;
export const tlsVersions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;

/** One host that apps must speak to, and how it answered each version offered alone. */
export interface TlsHost {
  /** `host` or `host:port` where the port is not 443. */
  readonly host: string;
  readonly handshakes: readonly Handshake[];
}

/** Hosts of the FHIR base, of authorization and of every other endpoint that discovery names. */
export interface TlsHosts {
  readonly hosts: readonly TlsHost[];
  /** The base is on loopback as written, where nobody uses TLS. */
  readonly onLoopback: boolean;
}

export const tlsHosts = perDeployment({
  id: 'discovery/tls-hosts',
  from: [tlsStep],
  read(evidence, deployment): TlsHosts | undefined {
    const onLoopback = isLoopback(deployment.base);
    const byHost = new Map<string, Handshake[]>();
    for (const handshake of evidence.exhibits('tls', { step: tlsStep, deployment })) {
      const host = handshake.port === 443 ? handshake.host : `${handshake.host}:${handshake.port}`;
      byHost.set(host, [...(byHost.get(host) ?? []), handshake]);
    }
    if (byHost.size === 0 && !onLoopback) return undefined;
    return { hosts: [...byHost].map(([host, handshakes]) => ({ host, handshakes })), onLoopback };
  },
});

const modern: readonly string[] = ['TLSv1.2', 'TLSv1.3'];
export const isModern = ({ offered }: Handshake): boolean => modern.includes(offered);

/** Our own TLS library would not even offer the version: that says nothing of the server. */
export const isOurOwnRefusal = ({ code }: Handshake): boolean =>
  /NO_PROTOCOLS_AVAILABLE|NO_CIPHERS_AVAILABLE/.test(code ?? '');

/** The connection ended before TLS had its say, as where a firewall or a slow network stands between. */
export const isConnectionTrouble = ({ code }: Handshake): boolean =>
  /TIMEOUT|TIMEDOUT|^PROXY|EAI_AGAIN|ENOTFOUND|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ADDRESS_REFUSED/.test(code ?? '');

/** Issuers under which security products re-sign what they inspect; what is seen is then their certificate, not the vendor's. */
const inspectors =
  /zscaler|netskope|palo ?alto|fortinet|fortigate|blue ?coat|symantec web|umbrella|forcepoint|sophos|mcafee web|untangle|check ?point|sonicwall|barracuda|inspection|proxy/i;

/** Whether a certificate was, or may well have been, put in place of the vendor's on our side of the network. */
export const isInspected = ({ certificate }: Handshake, proxy: string | undefined): boolean =>
  proxy !== undefined || inspectors.test(certificate?.issuer ?? '');
