import { textsIn } from '../../facts/discovery/json.ts';
import { smart } from '../../facts/discovery/samples.ts';
import { smartConfiguration } from '../../facts/discovery/smart-configuration.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';

/** An app that must use S256 and does not find it offered gives up before it begins. */
export default defineRule({
  id: 'discovery/pkce-s256',
  says: 'The SMART configuration offers the code challenge method S256',
  otherwise: 'The SMART configuration does not offer the code challenge method S256',
  cites: ['AUT-PAT-25', 'SMART 2.0.0 code-challenge-methods', 'SMART 2.2.0 code-challenge-methods'],
  barrier: 'tec-smart-discovery-defect',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Support PKCE with S256 and list it in code_challenge_methods_supported.',
  per: 'deployment',
  needs: { smart: smartConfiguration },
  judge({ smart: { says, exhibit } }) {
    const offered = textsIn(says.code_challenge_methods_supported);
    if (offered.length === 0)
      return cantTell('code_challenge_methods_supported is missing or empty; that is told elsewhere.', exhibit);
    return offered.includes('S256') ? passed(exhibit) : failed(`It offers ${offered.join(', ')} alone.`, exhibit);
  },
  examples: {
    passed: [{ when: 'S256', facts: { smart: smart() } }],
    failed: [{ when: 'another method', facts: { smart: smart({ code_challenge_methods_supported: ['S512'] }) } }],
    'cant-tell': [{ when: 'no list', facts: { smart: smart({ code_challenge_methods_supported: undefined }) } }],
  },
});
