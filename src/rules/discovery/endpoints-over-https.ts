import { smart } from '../../facts/discovery/samples.ts';
import { addressesIn, smartConfiguration } from '../../facts/discovery/smart-configuration.ts';
import { defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { isLoopback } from '../../model/vendor.ts';

/** Over plain http anyone on the way reads the token, and with it the record. */
export default defineRule({
  id: 'discovery/endpoints-over-https',
  says: 'The FHIR base and every endpoint are https addresses',
  otherwise: 'Some endpoints are not https addresses',
  cites: ['SEC-CNN-1', '45 CFR 170.315(g)(10)(iv)(A)', '45 CFR 170.315(g)(10)(iv)(B)'],
  barrier: 'sec-tls-weak',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Serve every endpoint over https, and name it so.',
  per: 'deployment',
  needs: { smart: smartConfiguration },
  judge({ smart }, { deployment }) {
    const base = deployment?.base ?? '';
    if (isLoopback(base)) return inapplicable('The base address is on loopback, where nobody uses TLS.', smart.exhibit);
    const plain = [{ member: 'the FHIR base', address: base }, ...addressesIn(smart.says)].filter(
      ({ address }) => URL.canParse(address) && new URL(address).protocol === 'http:',
    );
    if (plain.length === 0) return passed(smart.exhibit);
    return failed(`${plain.map(({ member, address }) => `${member} is ${address}`).join('; ')}.`, smart.exhibit);
  },
  examples: {
    passed: [{ when: 'https everywhere', facts: { smart: smart() } }],
    failed: [
      { when: 'keys over plain http', facts: { smart: smart({ jwks_uri: 'http://auth.larkspur.example/jwks' }) } },
    ],
    inapplicable: [
      {
        when: 'a server on the developer’s own machine',
        facts: { smart: smart({ token_endpoint: 'http://localhost:8080/token' }) },
        setting: { deployment: { base: 'http://localhost:8080/fhir' } },
      },
    ],
  },
});
