import { tls, tlsOnLoopback } from '../../facts/discovery/samples.ts';
import {
  isConnectionTrouble,
  isModern,
  isOurOwnRefusal,
  type TlsHost,
  tlsHosts,
  tlsLabels,
} from '../../facts/discovery/tls.ts';
import type { Handshake } from '../../model/exhibit.ts';
import { about, cantTell, defineRule, failed, inapplicable, passed, type Verdict } from '../../model/rule.ts';

/** TLS 1.0 and 1.1 can be broken on the way: the record would be safe with the vendor and open in between. */
export default defineRule({
  id: 'discovery/tls-old',
  says: 'No host that apps speak to works over TLS 1.0 or 1.1',
  otherwise: 'A host that apps speak to works over TLS 1.0 or 1.1',
  cites: ['SEC-CNN-1', '45 CFR 170.315(g)(10)(iv)(A)', 'FHIR 4.0.1 communications-security'],
  barrier: 'sec-tls-weak',
  assumes: 'A refusal by the application, after the handshake, is as good as one in the handshake.',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Switch TLS 1.0 and 1.1 off, or refuse every request that comes over them and document that.',
  per: 'deployment',
  needs: { tls: tlsHosts },
  judge({ tls }, { vendor: { network } }) {
    if (tls.hosts.length === 0) return inapplicable('The base address is on loopback, where nobody uses TLS.');
    return tls.hosts.flatMap(host =>
      host.handshakes
        .filter(handshake => !isModern(handshake))
        .map(handshake => about(`${host.host} ${handshake.offered}`, verdictOn(handshake, host, network.proxy))),
    );
  },
  examples: {
    passed: [
      { when: 'both refused in the handshake', facts: { tls: tls() } },
      {
        when: 'a connection cut, where newer versions are served',
        facts: { tls: tls({ TLSv1: { accepted: false, code: 'ECONNRESET' } }) },
      },
      {
        when: 'refused by the application',
        facts: { tls: tls({ 'TLSv1.1': { accepted: true, application: { status: 403 } } }) },
      },
    ],
    failed: [
      {
        when: 'the CapabilityStatement served over 1.0',
        facts: { tls: tls({ TLSv1: { accepted: true, application: { status: 200 } } }) },
      },
    ],
    'cant-tell': [
      { when: 'nothing came after the handshake', facts: { tls: tls({ TLSv1: { accepted: true } }) } },
      {
        when: 'an endpoint that says no to every GET',
        facts: { tls: tls({ TLSv1: { accepted: true, label: tlsLabels.endpoint, application: { status: 405 } } }) },
      },
      {
        when: 'our own library cannot offer it',
        facts: {
          tls: tls({ TLSv1: { accepted: false, code: 'ERR_SSL_NO_PROTOCOLS_AVAILABLE', refusedByServer: true } }),
        },
      },
      {
        when: 'no connection',
        facts: { tls: tls({ 'TLSv1.1': { accepted: false, code: 'TIMEOUT', refusedByServer: false } }) },
      },
      {
        when: 'a proxy of ours in between',
        facts: { tls: tls({ TLSv1: { accepted: true, application: { status: 200 } } }) },
        setting: { vendor: { network: { resolve: {}, proxy: 'http://proxy.example:3128' } } },
      },
    ],
    inapplicable: [{ when: 'loopback', facts: { tls: tlsOnLoopback } }],
  },
});

function verdictOn(handshake: Handshake, { handshakes }: TlsHost, proxy: string | undefined): Verdict {
  const { id, offered, code, accepted, application } = handshake;
  if (!accepted) {
    const servesNewer = handshakes.some(other => isModern(other) && other.accepted);
    const isRefusal = handshake.refusedByServer === true && !isOurOwnRefusal(handshake);
    const isCut = servesNewer && !isConnectionTrouble(handshake) && !isOurOwnRefusal(handshake);
    return isRefusal || isCut
      ? passed(id)
      : cantTell(`The handshake did not come to an end (${code ?? 'no code'}).`, id);
  }
  if (proxy) return cantTell(`${offered} was accepted, through a proxy of ours that may have done so itself.`, id);
  if (!application) return cantTell(`${offered} was accepted, and nothing came of the request that followed.`, id);
  const { status } = application;
  if (status >= 200 && status < 300)
    return failed(`Over ${offered} a request was answered ${status}, as over any other.`, id);
  if (status >= 400 && handshake.label === tlsLabels.document) return passed(id);
  return cantTell(
    `${offered} was accepted and the request answered ${status}, which may be its answer to any GET.`,
    id,
  );
}
