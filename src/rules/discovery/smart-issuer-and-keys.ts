import { textIn } from '../../facts/discovery/json.ts';
import { capabilitiesWithout, smart } from '../../facts/discovery/samples.ts';
import { hasCapability, smartConfiguration } from '../../facts/discovery/smart-configuration.ts';
import { defineRule, failed, inapplicable, passed } from '../../model/rule.ts';

/** Without them an app cannot check who the person is that has just signed in. */
export default defineRule({
  id: 'discovery/smart-issuer-and-keys',
  says: 'With single sign-on the SMART configuration names the issuer and its keys',
  otherwise: 'The SMART configuration offers single sign-on without naming the issuer and its keys',
  cites: ['SMART 2.0.0 issuer', 'SMART 2.2.0 issuer', 'AUT-PAT-17', '45 CFR 170.215(e)(1)'],
  barrier: 'tec-smart-discovery-defect',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Add issuer and jwks_uri to the SMART configuration.',
  per: 'deployment',
  needs: { smart: smartConfiguration },
  judge({ smart }) {
    const { says, exhibit } = smart;
    if (!hasCapability(smart, 'sso-openid-connect')) {
      return inapplicable('The capability sso-openid-connect is not declared.', exhibit);
    }
    const missing = ['issuer', 'jwks_uri'].filter(member => textIn(says[member]) === undefined);
    return missing.length > 0 ? failed(`It lacks ${missing.join(' and ')}.`, exhibit) : passed(exhibit);
  },
  examples: {
    passed: [{ when: 'both', facts: { smart: smart() } }],
    failed: [{ when: 'no keys', facts: { smart: smart({ jwks_uri: undefined }) } }],
    inapplicable: [
      {
        when: 'no single sign-on',
        facts: { smart: smart({ issuer: undefined, capabilities: capabilitiesWithout('sso-openid-connect') }) },
      },
    ],
  },
});
