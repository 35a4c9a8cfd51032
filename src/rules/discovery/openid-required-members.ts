import { textIn, textsIn } from '../../facts/discovery/json.ts';
import { openidConfiguration } from '../../facts/discovery/openid-configuration.ts';
import { openid } from '../../facts/discovery/samples.ts';
import { defineRule, failed, passed } from '../../model/rule.ts';

const texts = ['issuer', 'authorization_endpoint', 'token_endpoint', 'jwks_uri'];
const lists = ['response_types_supported', 'subject_types_supported', 'id_token_signing_alg_values_supported'];

/** Client libraries refuse a provider whose metadata are not whole, and the patient cannot sign in. */
export default defineRule({
  id: 'discovery/openid-required-members',
  says: 'The OpenID configuration has every required member, RS256 among its signing algorithms',
  otherwise: 'Required members are missing from the OpenID configuration',
  cites: ['AUT-PAT-17', 'OpenID Connect provider-metadata', '45 CFR 170.215(e)(1)'],
  barrier: 'tec-smart-discovery-defect',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Add the members named here, and RS256 to id_token_signing_alg_values_supported.',
  per: 'deployment',
  needs: { openid: openidConfiguration },
  judge({ openid: { says, exhibit } }) {
    const missing = [
      ...texts.filter(member => textIn(says[member]) === undefined),
      ...lists.filter(member => textsIn(says[member]).length === 0),
    ].map(member => `${member} is missing or of the wrong kind`);
    const algorithms = textsIn(says.id_token_signing_alg_values_supported);
    const weak =
      algorithms.length > 0 && !algorithms.includes('RS256') ? [`RS256 is not among ${algorithms.join(', ')}`] : [];
    const lacking = [...missing, ...weak];
    return lacking.length > 0 ? failed(`${lacking.join('; ')}.`, exhibit) : passed(exhibit);
  },
  examples: {
    passed: [{ when: 'all of it', facts: { openid: openid() } }],
    failed: [
      { when: 'no subject types', facts: { openid: openid({ subject_types_supported: undefined }) } },
      { when: 'no RS256', facts: { openid: openid({ id_token_signing_alg_values_supported: ['ES256'] }) } },
    ],
  },
});
