import { textsIn } from '../../facts/discovery/json.ts';
import { smart } from '../../facts/discovery/samples.ts';
import { hasCapability, smartConfiguration } from '../../facts/discovery/smart-configuration.ts';
import { defineRule, failed, inapplicable, passed } from '../../model/rule.ts';

/** An app with a secret or a key learns here whether it may use it; two answers leave it to guess. */
export default defineRule({
  id: 'discovery/client-authentication-agreement',
  says: 'The token endpoint takes the kinds of client authentication that the capabilities declare',
  otherwise: 'The capabilities declare kinds of client authentication that the token endpoint is said not to take',
  cites: ['SMART 2.0.0 capabilities', 'SMART 2.2.0 capabilities', 'AUT-PAT-25'],
  barrier: 'tec-smart-discovery-defect',
  assumes:
    'Where token_endpoint_auth_methods_supported is given it is complete; client_secret_basic and client_secret_post both count for clients with a secret.',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Add the methods named here to token_endpoint_auth_methods_supported, or leave the capability out.',
  per: 'deployment',
  needs: { smart: smartConfiguration },
  judge({ smart }) {
    const methods = textsIn(smart.says.token_endpoint_auth_methods_supported);
    if (methods.length === 0) return inapplicable('token_endpoint_auth_methods_supported is not given.', smart.exhibit);
    const contradictions = [
      { capability: 'client-confidential-symmetric', any: ['client_secret_basic', 'client_secret_post'] },
      { capability: 'client-confidential-asymmetric', any: ['private_key_jwt'] },
    ].filter(
      ({ capability, any }) => hasCapability(smart, capability) && !any.some(method => methods.includes(method)),
    );
    if (contradictions.length === 0) return passed(smart.exhibit);
    const what = contradictions.map(({ capability, any }) => `${capability} needs ${any.join(' or ')}`);
    return failed(`${what.join('; ')}; the methods are ${methods.join(', ')}.`, smart.exhibit);
  },
  examples: {
    passed: [{ when: 'a method for each', facts: { smart: smart() } }],
    failed: [
      {
        when: 'keys declared, secrets taken',
        facts: { smart: smart({ token_endpoint_auth_methods_supported: ['client_secret_basic'] }) },
      },
    ],
    inapplicable: [
      { when: 'no methods given', facts: { smart: smart({ token_endpoint_auth_methods_supported: undefined }) } },
    ],
  },
});
