import { backendAlone, smart, twoDeployments } from '../../facts/discovery/samples.ts';
import { claimsSmart, isForBackendAlone, smartConfiguration } from '../../facts/discovery/smart-configuration.ts';
import { defineRule, failed, passed } from '../../model/rule.ts';

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
const isListOfTexts = (value: unknown): boolean => Array.isArray(value) && value.length > 0 && value.every(isText);

const always = { authorization_endpoint: isText, token_endpoint: isText, capabilities: isListOfTexts };
const since2 = { grant_types_supported: isListOfTexts, code_challenge_methods_supported: isListOfTexts };

/** Each of these is a question that an app must otherwise put to a person. */
export default defineRule({
  id: 'discovery/smart-required-members',
  says: 'The SMART configuration has every member that an app needs, each of the right kind',
  otherwise: 'Members that an app needs are missing from the SMART configuration or of the wrong kind',
  cites: [
    'AUT-PAT-25',
    'AUT-PAT-6',
    'SMART 2.0.0 endpoints',
    'SMART 2.0.0 grant-types',
    'SMART 2.0.0 capabilities',
    'SMART 2.0.0 code-challenge-methods',
    'SMART 2.2.0 endpoints',
    'SMART 2.2.0 grant-types',
    'SMART 2.2.0 capabilities',
    'SMART 2.2.0 code-challenge-methods',
  ],
  barrier: 'tec-smart-discovery-defect',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Add the members named here: texts for endpoints, lists of texts for the others.',
  per: 'deployment',
  needs: { smart: smartConfiguration },
  judge({ smart }, { vendor }) {
    const { says, exhibit } = smart;
    const needed = claimsSmart(vendor, '2.0.0') === false ? always : { ...always, ...since2 };
    const spared = isForBackendAlone(smart, vendor) ? 'authorization_endpoint' : undefined;
    const wrong = Object.entries(needed)
      .filter(([member, isRight]) => member !== spared && !isRight(says[member]))
      .map(([member]) =>
        says[member] === undefined ? `${member} is missing` : `${member} is of the wrong kind or empty`,
      );
    return wrong.length > 0 ? failed(`${wrong.join('; ')}.`, exhibit) : passed(exhibit);
  },
  examples: {
    passed: [
      { when: 'all of SMART App Launch 2', facts: { smart: smart() } },
      { when: 'members of their own besides', facts: { smart: smart({ 'https://larkspur.example/tenant': 7 }) } },
      {
        when: 'no authorization endpoint where backend clients alone are served',
        facts: { smart: backendAlone() },
        setting: { vendor: { deployments: twoDeployments } },
      },
      {
        when: 'SMART App Launch 1 had fewer',
        facts: { smart: smart({ grant_types_supported: undefined }) },
        setting: { day: '2025-06-01', vendor: { standards: { smart: '1.0.0' } } },
      },
    ],
    failed: [
      { when: 'no grant types', facts: { smart: smart({ grant_types_supported: undefined }) } },
      { when: 'a text where a list belongs', facts: { smart: smart({ capabilities: 'launch-ehr' }) } },
      { when: 'an empty token endpoint', facts: { smart: smart({ token_endpoint: '' }) } },
    ],
  },
});
