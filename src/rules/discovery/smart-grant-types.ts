import { textsIn } from '../../facts/discovery/json.ts';
import { backendAlone, smart, twoDeployments } from '../../facts/discovery/samples.ts';
import { isForBackendAlone, smartConfiguration } from '../../facts/discovery/smart-configuration.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';

/** One grant is for apps that people use, the other for servers that work alone; (g)(10) promises both. */
export default defineRule({
  id: 'discovery/smart-grant-types',
  says: 'The SMART configuration offers the grants authorization_code and client_credentials',
  otherwise: 'The SMART configuration does not offer both grants',
  cites: ['AUT-PAT-25', 'SMART 2.0.0 grant-types', 'SMART 2.2.0 grant-types', '45 CFR 170.315(g)(10)(v)(B)'],
  barrier: 'tec-smart-discovery-defect',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Support both grants at the token endpoint and list them in grant_types_supported.',
  per: 'deployment',
  needs: { smart: smartConfiguration },
  judge({ smart }, { vendor }) {
    const { says, exhibit } = smart;
    const offered = textsIn(says.grant_types_supported);
    if (offered.length === 0)
      return cantTell('grant_types_supported is missing or empty; that is told elsewhere.', exhibit);
    if (isForBackendAlone(smart, vendor)) {
      return cantTell(
        'This base address serves backend clients alone; people’s apps may use another of the vendor.',
        exhibit,
      );
    }
    const missing = ['authorization_code', 'client_credentials'].filter(grant => !offered.includes(grant));
    return missing.length > 0
      ? failed(`grant_types_supported lacks ${missing.join(' and ')}.`, exhibit)
      : passed(exhibit);
  },
  examples: {
    passed: [
      {
        when: 'both, and refresh tokens',
        facts: {
          smart: smart({ grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'] }),
        },
      },
    ],
    failed: [
      { when: 'nothing for servers', facts: { smart: smart({ grant_types_supported: ['authorization_code'] }) } },
    ],
    'cant-tell': [
      { when: 'no list', facts: { smart: smart({ grant_types_supported: undefined }) } },
      {
        when: 'a base address for backend clients alone',
        facts: { smart: backendAlone() },
        setting: { vendor: { deployments: twoDeployments } },
      },
    ],
  },
});
