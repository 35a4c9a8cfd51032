import { capabilityStatement } from '../../facts/discovery/capability-statement.ts';
import { backendAlone, capabilitiesWithout, smart, statement, twoDeployments } from '../../facts/discovery/samples.ts';
import {
  capabilitiesIn,
  claimsSmart,
  isForBackendAlone,
  smartConfiguration,
} from '../../facts/discovery/smart-configuration.ts';
import { usCoreClaims } from '../../facts/discovery/us-core-claims.ts';
import { cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';

/** In the words of the test procedure (AUT-PAT-25). */
const asked = [
  'launch-ehr',
  'launch-standalone',
  'authorize-post',
  'client-public',
  'client-confidential-symmetric',
  'client-confidential-asymmetric',
  'sso-openid-connect',
  'context-banner',
  'context-style',
  'context-ehr-patient',
  'context-standalone-patient',
  'permission-offline',
  'permission-patient',
  'permission-user',
  'permission-v1',
  'permission-v2',
];
const askedSinceUsCore6 = 'context-ehr-encounter';

/** A capability that is not declared is a kind of app (a phone's, a clinic's, a server's) that need not try. */
export default defineRule({
  id: 'discovery/smart-capabilities',
  says: 'The SMART configuration declares every capability that the test procedure asks for',
  otherwise: 'The SMART configuration lacks capabilities that the test procedure asks for',
  cites: ['AUT-PAT-25', '45 CFR 170.215(c)(2)'],
  barrier: 'tec-smart-discovery-defect',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Support the capabilities named here and add them to "capabilities".',
  per: 'deployment',
  needs: { smart: smartConfiguration },
  mayUse: { statement: capabilityStatement },
  judge({ smart, statement }, { vendor, catalogue }) {
    if (claimsSmart(vendor, '2.0.0') === false) {
      return inapplicable(
        `The vendor claims SMART App Launch ${vendor.standards.smart}; this list is that of version 2.`,
        smart.exhibit,
      );
    }
    const declared = capabilitiesIn(smart);
    if (declared.length === 0)
      return cantTell('It declares no capability at all; that is told elsewhere.', smart.exhibit);
    if (isForBackendAlone(smart, vendor)) {
      return cantTell(
        'This base address serves backend clients alone; people’s apps may use another of the vendor.',
        smart.exhibit,
      );
    }
    const spared = ['context-standalone-encounter', 'permission-online'].flatMap(
      id => catalogue.discretion(id)?.covers ?? [],
    );
    const usCore = [...(statement ? usCoreClaims(statement).versions : []), vendor.standards['us-core']].filter(
      version => version !== undefined,
    );
    const isBeforeUsCore6 = usCore.length > 0 && usCore.every(version => Number.parseInt(version, 10) < 6);
    const wanted = [...asked, ...(isBeforeUsCore6 ? [] : [askedSinceUsCore6])].filter(
      capability => !spared.includes(capability),
    );
    const missing = wanted.filter(capability => !declared.includes(capability));
    return missing.length > 0 ? failed(`Missing: ${missing.join(', ')}.`, smart.exhibit) : passed(smart.exhibit);
  },
  examples: {
    passed: [
      {
        when: 'all, and some of their own',
        facts: { smart: smart({ capabilities: [...capabilitiesWithout(), 'smart-app-state'] }) },
      },
      {
        when: 'no encounter context before US Core 6',
        facts: {
          smart: smart({ capabilities: capabilitiesWithout('context-ehr-encounter') }),
          statement: statement({ usCore: '4.0.0' }),
        },
        setting: { day: '2025-06-01', vendor: { standards: { 'us-core': '4.0.0', smart: '2.0.0' } } },
      },
    ],
    failed: [
      {
        when: 'apps without a secret are left out',
        facts: { smart: smart({ capabilities: capabilitiesWithout('client-public') }) },
      },
      {
        when: 'no encounter context with US Core 6.1.0',
        facts: { smart: smart({ capabilities: capabilitiesWithout('context-ehr-encounter') }), statement: statement() },
      },
    ],
    'cant-tell': [
      {
        when: 'a base address for backend clients alone',
        facts: { smart: backendAlone() },
        setting: { vendor: { deployments: twoDeployments } },
      },
      { when: 'no list of capabilities', facts: { smart: smart({ capabilities: undefined }) } },
    ],
    inapplicable: [
      {
        when: 'a vendor still on SMART App Launch 1',
        facts: { smart: smart({ capabilities: capabilitiesWithout('permission-v2') }) },
        setting: { day: '2025-06-01', vendor: { standards: { smart: '1.0.0' } } },
      },
    ],
  },
});
