import { sameAddress, textIn } from '../../facts/discovery/json.ts';
import { openidConfiguration } from '../../facts/discovery/openid-configuration.ts';
import { openid, smart } from '../../facts/discovery/samples.ts';
import { smartConfiguration } from '../../facts/discovery/smart-configuration.ts';
import { about, cantTell, defineRule, failed, passed } from '../../model/rule.ts';

/** Whoever follows the one document and checks by the other throws good identity tokens away. */
export default defineRule({
  id: 'discovery/openid-agreement',
  says: 'The SMART and OpenID configurations name the same issuer, keys and endpoints',
  otherwise: 'The SMART and OpenID configurations contradict each other',
  cites: ['AUT-PAT-17', 'OpenID Connect provider-metadata', 'SMART 2.0.0 issuer'],
  barrier: 'tec-smart-discovery-defect',
  assumes:
    'An ending slash is no difference. Endpoints may differ where an identity provider stands behind the server.',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Publish one issuer and one jwks_uri in both documents.',
  per: 'deployment',
  needs: { smart: smartConfiguration, openid: openidConfiguration },
  judge({ smart, openid }) {
    const differing = (members: readonly string[]) =>
      members.flatMap(member => {
        const [one, other] = [textIn(smart.says[member]), textIn(openid.says[member])];
        return one && other && !sameAddress(one, other) ? [`${member} is ${one} in one and ${other} in the other`] : [];
      });
    const identity = differing(['issuer', 'jwks_uri']);
    const endpoints = differing(['authorization_endpoint', 'token_endpoint']);
    const exhibits = [smart.exhibit, openid.exhibit] as const;
    return [
      about(
        'issuer and keys',
        identity.length > 0 ? failed(`${identity.join('; ')}.`, ...exhibits) : passed(...exhibits),
      ),
      about(
        'endpoints',
        endpoints.length > 0 ? cantTell(`${endpoints.join('; ')}.`, ...exhibits) : passed(...exhibits),
      ),
    ];
  },
  examples: {
    passed: [
      { when: 'the same in both', facts: { smart: smart(), openid: openid() } },
      {
        when: 'an ending slash',
        facts: { smart: smart(), openid: openid({ issuer: 'https://auth.larkspur.example/' }) },
      },
    ],
    failed: [
      { when: 'another issuer', facts: { smart: smart(), openid: openid({ issuer: 'https://idp.larkspur.example' }) } },
      {
        when: 'other keys',
        facts: { smart: smart(), openid: openid({ jwks_uri: 'https://idp.larkspur.example/keys' }) },
      },
    ],
    'cant-tell': [
      {
        when: 'another token endpoint',
        facts: { smart: smart(), openid: openid({ token_endpoint: 'https://idp.larkspur.example/token' }) },
      },
    ],
  },
});
