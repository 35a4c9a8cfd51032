import { certificate, tls, tlsOnLoopback } from '../../facts/discovery/samples.ts';
import { isInspected, isModern, type TlsHost, tlsHosts } from '../../facts/discovery/tls.ts';
import { about, cantTell, defineRule, failed, inapplicable, passed, type Verdict } from '../../model/rule.ts';

/** Clients turn away from a certificate they cannot trust, and they should. */
export default defineRule({
  id: 'discovery/certificate',
  says: 'Every host that apps speak to shows a certificate that clients trust',
  otherwise: 'A host that apps speak to shows a certificate that clients do not trust',
  cites: ['SEC-CNN-1', '45 CFR 170.315(g)(10)(iv)(A)', '45 CFR 170.315(g)(10)(iv)(B)'],
  barrier: 'sec-tls-weak',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy:
    'Install a certificate of a public authority that names the host, with its intermediate certificates, and renew it in time.',
  per: 'deployment',
  needs: { tls: tlsHosts },
  judge({ tls }, { vendor: { network } }) {
    if (tls.hosts.length === 0) return inapplicable('The base address is on loopback, where nobody uses TLS.');
    return tls.hosts.map(host => about(host.host, verdictOn(host, network.proxy)));
  },
  examples: {
    passed: [
      { when: 'trusted', facts: { tls: tls() } },
      {
        when: 'trusted for a few days more',
        facts: { tls: tls({ 'TLSv1.3': { certificate: { ...certificate, notAfter: '2026-11-28T00:00:00.000Z' } } }) },
      },
    ],
    failed: [
      { when: 'expired', facts: { tls: untrusted('CERT_HAS_EXPIRED') } },
      { when: 'for another host', facts: { tls: untrusted('ERR_TLS_CERT_ALTNAME_INVALID') } },
      { when: 'of an unknown authority', facts: { tls: untrusted('UNABLE_TO_VERIFY_LEAF_SIGNATURE') } },
    ],
    'cant-tell': [
      {
        when: 'a proxy of ours in between',
        facts: { tls: untrusted('SELF_SIGNED_CERT_IN_CHAIN') },
        setting: { vendor: { network: { resolve: {}, proxy: 'http://proxy.example:3128' } } },
      },
      {
        when: 'signed by a product that inspects',
        facts: { tls: untrusted('SELF_SIGNED_CERT_IN_CHAIN', 'O=Zscaler Inc.') },
      },
      { when: 'no handshake', facts: { tls: tls({ 'TLSv1.2': { accepted: false }, 'TLSv1.3': { accepted: false } }) } },
    ],
    inapplicable: [{ when: 'loopback', facts: { tls: tlsOnLoopback } }],
  },
});

/** A certificate so close to its end is worth a word, and no finding. */
const soon = 14 * 24 * 60 * 60 * 1000;
/** Faults of the certificate itself; of an unknown authority the fault may lie in what our machine trusts. */
const ownFaults = /EXPIRED|NOT_YET_VALID|ALTNAME/;

function verdictOn({ host, handshakes }: TlsHost, proxy: string | undefined): Verdict {
  const seen = handshakes.filter(handshake => isModern(handshake) && handshake.accepted);
  const [first] = seen;
  if (!first) {
    const any = handshakes[0];
    return any
      ? cantTell(`No handshake with ${host} showed a certificate.`, any.id)
      : inapplicable('Nobody shook hands.');
  }
  const bad = seen.find(({ trusted }) => trusted === false);
  if (!bad) {
    const end = first.certificate?.notAfter;
    const isEnding = end !== undefined && Date.parse(end) - Date.parse(first.at) < soon;
    return isEnding ? { ...passed(first.id), because: `It is trusted until ${end}, which is soon.` } : passed(first.id);
  }
  const { trustError = 'not trusted', certificate: shown } = bad;
  const what = `${host}: ${trustError}; issued by ${shown?.issuer.replaceAll('\n', ', ') ?? 'nobody'}, valid until ${shown?.notAfter ?? 'no day'}`;
  if (isInspected(bad, proxy))
    return cantTell(`${what}. It may have been put in place of the vendor's on our side.`, bad.id);
  const verdict = failed(`${what}.`, bad.id);
  return ownFaults.test(trustError) ? verdict : { ...verdict, confidence: 'likely' };
}

function untrusted(trustError: string, issuer = 'CN=Larkspur Internal CA') {
  const bad = { trusted: false, trustError, certificate: { ...certificate, issuer } };
  return tls({ 'TLSv1.2': bad, 'TLSv1.3': bad });
}
