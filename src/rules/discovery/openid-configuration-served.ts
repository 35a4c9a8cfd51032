import { receptionOf, saysWhatCame } from '../../facts/discovery/json.ts';
import { openidConfigurationReading } from '../../facts/discovery/openid-configuration.ts';
import { capabilitiesWithout, reading, smart, unreachable } from '../../facts/discovery/samples.ts';
import { hasCapability, smartConfiguration } from '../../facts/discovery/smart-configuration.ts';
import { cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';

/** An app that must know which patient has signed in checks that here. */
export default defineRule({
  id: 'discovery/openid-configuration-served',
  says: 'The issuer serves its OpenID configuration to anyone',
  otherwise: 'The issuer does not serve its OpenID configuration',
  cites: ['AUT-PAT-17', 'OpenID Connect discovery', '45 CFR 170.215(e)(1)'],
  barrier: 'tec-smart-discovery-defect',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Answer GET [issuer]/.well-known/openid-configuration with status 200 and the provider metadata as JSON.',
  per: 'deployment',
  needs: { openid: openidConfigurationReading, smart: smartConfiguration },
  judge({ openid, smart }) {
    const { exhibit, exhibits } = openid.answer;
    const came = saysWhatCame(openid);
    switch (receptionOf(openid)) {
      case 'served':
        return passed(exhibit);
      case 'asked-to-sign-in':
      case 'not-there':
      case 'something-else':
        if (!hasCapability(smart, 'sso-openid-connect')) {
          return inapplicable('The capability sso-openid-connect is not declared.', smart.exhibit, exhibit);
        }
        return failed(`${came}.`, smart.exhibit, ...exhibits);
      case 'turned-away':
        return cantTell(`Our client was turned away: ${came}.`, exhibit);
      case 'server-error':
      case 'unreachable':
      case 'broken-off':
        return cantTell(`Seen once, and it may pass: ${came}.`, exhibit);
    }
  },
  examples: {
    passed: [{ when: 'provider metadata', facts: { openid: reading({ object: {} }), smart: smart() } }],
    failed: [
      { when: 'nothing there', facts: { openid: reading({ status: 404, instead: 'a web page' }), smart: smart() } },
      { when: 'a login before it', facts: { openid: reading({ status: 401, instead: 'nothing' }), smart: smart() } },
    ],
    'cant-tell': [
      { when: 'a robot check', facts: { openid: reading({ status: 403, instead: 'a web page' }), smart: smart() } },
      { when: 'nothing listens', facts: { openid: unreachable, smart: smart() } },
    ],
    inapplicable: [
      {
        when: 'an issuer named without single sign-on',
        facts: {
          openid: reading({ status: 404, instead: 'nothing' }),
          smart: smart({ capabilities: capabilitiesWithout('sso-openid-connect') }),
        },
      },
    ],
  },
});
