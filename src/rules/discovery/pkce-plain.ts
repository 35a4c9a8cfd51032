import { textsIn } from '../../facts/discovery/json.ts';
import { smart } from '../../facts/discovery/samples.ts';
import { smartConfiguration } from '../../facts/discovery/smart-configuration.ts';
import { defineRule, failed, passed } from '../../model/rule.ts';

/** With "plain" whoever reads the request can redeem the patient's code. */
export default defineRule({
  id: 'discovery/pkce-plain',
  says: 'The SMART configuration offers S256 without "plain"',
  otherwise: 'The SMART configuration offers the code challenge method "plain"',
  cites: ['AUT-PAT-25', 'SMART 2.0.0 code-challenge-methods', 'SMART 2.2.0 code-challenge-methods'],
  barrier: 'tec-smart-discovery-defect',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Refuse "plain" and take it out of code_challenge_methods_supported.',
  per: 'deployment',
  needs: { smart: smartConfiguration },
  judge({ smart: { says, exhibit } }) {
    const offered = textsIn(says.code_challenge_methods_supported);
    return offered.includes('plain') ? failed(`It offers ${offered.join(', ')}.`, exhibit) : passed(exhibit);
  },
  examples: {
    passed: [{ when: 'S256 alone', facts: { smart: smart() } }],
    failed: [{ when: 'both', facts: { smart: smart({ code_challenge_methods_supported: ['S256', 'plain'] }) } }],
  },
});
