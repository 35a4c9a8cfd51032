import { textsIn } from '../../facts/discovery/json.ts';
import { capabilitiesWithout, smart } from '../../facts/discovery/samples.ts';
import { claimsSmart, hasCapability, smartConfiguration } from '../../facts/discovery/smart-configuration.ts';
import { defineRule, failed, inapplicable, passed } from '../../model/rule.ts';

/** A backend client signs blindly where it is not told which algorithms and scopes will be taken. */
export default defineRule({
  id: 'discovery/asymmetric-client-members',
  says: 'For clients with keys the SMART configuration names scopes, methods and signing algorithms',
  otherwise: 'What clients with keys need is missing from the SMART configuration',
  cites: ['SMART 2.2.0 asymmetric-clients', 'SMART 2.0.0 asymmetric-clients', '45 CFR 170.315(g)(10)(v)(B)'],
  barrier: 'tec-smart-discovery-defect',
  assumes: 'Version 2.0.0 means the same as 2.2.0.',
  severity: 'low',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy:
    'Add scopes_supported, token_endpoint_auth_methods_supported, and token_endpoint_auth_signing_alg_values_supported with RS384 or ES384.',
  per: 'deployment',
  needs: { smart: smartConfiguration },
  judge({ smart }, { vendor }) {
    const { says, exhibit } = smart;
    if (!hasCapability(smart, 'client-confidential-asymmetric')) {
      return inapplicable('The capability client-confidential-asymmetric is not declared.', exhibit);
    }
    const algorithms = textsIn(says.token_endpoint_auth_signing_alg_values_supported);
    const lacking = [
      ...[
        'scopes_supported',
        'token_endpoint_auth_methods_supported',
        'token_endpoint_auth_signing_alg_values_supported',
      ]
        .filter(member => textsIn(says[member]).length === 0)
        .map(member => `${member} is missing or empty`),
      ...(algorithms.length > 0 && !algorithms.some(name => name === 'RS384' || name === 'ES384')
        ? [`of the signing algorithms (${algorithms.join(', ')}) none is RS384 or ES384`]
        : []),
    ];
    if (lacking.length === 0) return passed(exhibit);
    const verdict = failed(`${lacking.join('; ')}.`, exhibit);
    return claimsSmart(vendor, '2.2.0') ? verdict : { ...verdict, confidence: 'likely' };
  },
  examples: {
    passed: [{ when: 'all of it', facts: { smart: smart() } }],
    failed: [
      {
        when: 'no algorithms',
        facts: { smart: smart({ token_endpoint_auth_signing_alg_values_supported: undefined }) },
      },
      {
        when: 'only an older algorithm',
        facts: { smart: smart({ token_endpoint_auth_signing_alg_values_supported: ['RS256'] }) },
      },
    ],
    inapplicable: [
      {
        when: 'clients with keys are not served',
        facts: { smart: smart({ capabilities: capabilitiesWithout('client-confidential-asymmetric') }) },
      },
    ],
  },
});
