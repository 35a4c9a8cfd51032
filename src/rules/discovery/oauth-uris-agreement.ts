import { capabilityStatement } from '../../facts/discovery/capability-statement.ts';
import { sameAddress, textIn } from '../../facts/discovery/json.ts';
import { smart, statement } from '../../facts/discovery/samples.ts';
import { smartConfiguration } from '../../facts/discovery/smart-configuration.ts';
import { defineRule, failed, inapplicable, passed } from '../../model/rule.ts';

/** Older apps read one, newer apps the other: half of them would knock at the wrong door. */
export default defineRule({
  id: 'discovery/oauth-uris-agreement',
  says: 'The CapabilityStatement and the SMART configuration name the same authorization and token endpoints',
  otherwise: 'The CapabilityStatement and the SMART configuration name different endpoints',
  cites: ['AUT-PAT-7', '45 CFR 170.315(g)(10)(v)(A)(1)(i)'],
  barrier: 'tec-smart-discovery-defect',
  assumes:
    'Since SMART App Launch 2 the extension in the CapabilityStatement may be absent; where it is given it must be right.',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Correct the oauth-uris extension, or leave it out: SMART App Launch 2 does not need it.',
  per: 'deployment',
  needs: { statement: capabilityStatement, smart: smartConfiguration },
  judge({ statement: { server, exhibit }, smart }) {
    const { authorize, token } = server?.oauthUris ?? {};
    if (!authorize && !token) return inapplicable('The CapabilityStatement has no oauth-uris, and need not.', exhibit);
    const differing = [
      { name: 'authorize', legacy: authorize, current: textIn(smart.says.authorization_endpoint) },
      { name: 'token', legacy: token, current: textIn(smart.says.token_endpoint) },
    ].filter(({ legacy, current }) => legacy && current && !sameAddress(legacy, current));
    if (differing.length === 0) return passed(exhibit, smart.exhibit);
    const what = differing.map(
      ({ name, legacy, current }) => `${name} is ${legacy} in one and ${current} in the other`,
    );
    return failed(`${what.join('; ')}.`, exhibit, smart.exhibit);
  },
  examples: {
    passed: [
      {
        when: 'the same, but for an ending slash',
        facts: { statement: withToken('https://auth.larkspur.example/token/'), smart: smart() },
      },
    ],
    failed: [
      {
        when: 'the token endpoint of an old server',
        facts: { statement: withToken('https://old.larkspur.example/token'), smart: smart() },
      },
    ],
    inapplicable: [{ when: 'no extension', facts: { statement: statement(), smart: smart() } }],
  },
});

function withToken(token: string) {
  return statement({ server: { resources: [], searchParameters: [], operations: [], oauthUris: { token } } });
}
