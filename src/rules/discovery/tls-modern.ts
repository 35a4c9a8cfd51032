import { tls, tlsOnLoopback } from '../../facts/discovery/samples.ts';
import { isConnectionTrouble, isModern, isOurOwnRefusal, type TlsHost, tlsHosts } from '../../facts/discovery/tls.ts';
import type { ExhibitId } from '../../model/exhibit.ts';
import { about, cantTell, defineRule, failed, inapplicable, passed, type Verdict } from '../../model/rule.ts';
import type { NonEmpty } from '../../model/words.ts';

/** Phones and browsers speak nothing older: where it is refused they cannot connect at all. */
export default defineRule({
  id: 'discovery/tls-modern',
  says: 'Every host that apps speak to accepts TLS 1.2 or newer',
  otherwise: 'A host that apps speak to accepts neither TLS 1.2 nor TLS 1.3',
  cites: ['SEC-CNN-1', '45 CFR 170.315(g)(10)(iv)(A)', '45 CFR 170.315(g)(10)(iv)(B)', 'SMART 2.2.0 tls'],
  barrier: 'sec-tls-weak',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Enable TLS 1.2 and 1.3 on the host.',
  per: 'deployment',
  needs: { tls: tlsHosts },
  judge({ tls }) {
    if (tls.hosts.length === 0) return inapplicable('The base address is on loopback, where nobody uses TLS.');
    return tls.hosts.flatMap(host => verdictOn(host));
  },
  examples: {
    passed: [
      { when: '1.2 and 1.3', facts: { tls: tls() } },
      { when: '1.2 alone', facts: { tls: tls({ 'TLSv1.3': { accepted: false, refusedByServer: true } }) } },
    ],
    failed: [
      {
        when: 'nothing newer than 1.1',
        facts: {
          tls: tls({
            'TLSv1.1': { accepted: true },
            'TLSv1.2': { accepted: false, refusedByServer: true, code: 'ERR_SSL_UNSUPPORTED_PROTOCOL' },
            'TLSv1.3': { accepted: false, refusedByServer: true, code: 'ERR_SSL_UNSUPPORTED_PROTOCOL' },
          }),
        },
      },
    ],
    'cant-tell': [
      {
        when: 'no connection',
        facts: {
          tls: tls({
            'TLSv1.2': { accepted: false, code: 'TIMEOUT' },
            'TLSv1.3': { accepted: false, code: 'TIMEOUT' },
          }),
        },
      },
    ],
    inapplicable: [{ when: 'loopback', facts: { tls: tlsOnLoopback } }],
  },
});

function verdictOn({ host, handshakes }: TlsHost): Verdict[] {
  const modern = handshakes.filter(isModern);
  const [first, ...rest] = modern.map(({ id }) => id);
  if (!first) return [];
  const exhibits: NonEmpty<ExhibitId> = [first, ...rest];
  const accepted = modern.find(handshake => handshake.accepted);
  if (accepted) return [about(host, passed(accepted.id))];
  const codes = modern.map(({ offered, code }) => `${offered}: ${code ?? 'no code'}`).join(', ');
  const refused = modern.every(
    handshake => handshake.refusedByServer && !isOurOwnRefusal(handshake) && !isConnectionTrouble(handshake),
  );
  return [
    about(
      host,
      refused
        ? failed(`${host} refused both (${codes}).`, ...exhibits)
        : cantTell(`No handshake with ${host} came to an end (${codes}).`, ...exhibits),
    ),
  ];
}
