import { capabilityStatement } from '../../facts/discovery/capability-statement.ts';
import { changedResource, statement, usCoreResources } from '../../facts/discovery/samples.ts';
import { usCoreProfile, versionHeldTo } from '../../facts/discovery/us-core-claims.ts';
import { demandsOfCertification, tabledVersions } from '../../facts/discovery/us-core-server.ts';
import { about, cantTell, defineRule, failed, passed } from '../../model/rule.ts';

/** A profile that is not stated is a kind of record that an app has no reason to ask for. */
export default defineRule({
  id: 'discovery/us-core-profiles',
  says: 'The CapabilityStatement lists every US Core profile that its version demands',
  otherwise: 'US Core profiles are missing from the CapabilityStatement',
  cites: ['US Core supported-profiles', '45 CFR 170.315(g)(10)(i)(A)', 'SH-PAT-1'],
  barrier: 'tec-search-unsupported',
  assumes:
    'A profile counts as listed in supportedProfile or profile, with or without a version. Profiles that ONC does not ask for are left out.',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Support the profiles named here and list them in CapabilityStatement.rest.resource.supportedProfile.',
  per: 'deployment',
  needs: { statement: capabilityStatement },
  judge({ statement }, { vendor, catalogue }) {
    const { server, exhibit } = statement;
    const version = versionHeldTo(statement, vendor.standards['us-core'], catalogue);
    const demands = version && demandsOfCertification(version, catalogue);
    if (!version || !demands)
      return cantTell(
        `Which US Core version to hold it to is not clear; tables are at hand for ${tabledVersions.join(' and ')}.`,
        exhibit,
      );
    const stated = new Map(server?.resources.map(({ type, profiles }) => [type, profiles.map(usCoreProfile)]));
    // Some servers name no profile of any type: they say less than they must, which is one finding and not twenty-four.
    if (![...stated.values()].flat().some(profile => profile !== undefined)) {
      return failed(`It lists no US Core profile at all, where ${version} demands them.`, exhibit);
    }
    const lacking = Object.entries(demands).flatMap(([type, { profiles }]) => {
      const missing = profiles.filter(profile => !stated.get(type)?.includes(profile));
      if (missing.length === 0) return [];
      const what = stated.has(type) ? missing.join(', ') : `${missing.join(', ')}, nor the type itself`;
      return [about(type, failed(`US Core ${version} demands for ${type}, and it does not list: ${what}.`, exhibit))];
    });
    return lacking.length > 0 ? lacking : passed(exhibit);
  },
  examples: {
    passed: [
      { when: 'all profiles', facts: { statement: statement() } },
      {
        when: 'all but what ONC does not ask for',
        facts: {
          statement: statement({
            resources: usCoreResources()
              .filter(({ type }) => type !== 'Medication' && type !== 'PractitionerRole')
              .map(resource => ({
                ...resource,
                profiles: resource.profiles.filter(profile => !profile.endsWith('sexual-orientation')),
              })),
          }),
        },
      },
    ],
    failed: [
      {
        when: 'a type without its profile',
        facts: { statement: statement({ resources: changedResource('Coverage', { profiles: [] }) }) },
      },
      {
        when: 'a type that is not there',
        facts: { statement: statement({ resources: usCoreResources().filter(({ type }) => type !== 'Specimen') }) },
      },
      {
        when: 'no profile anywhere',
        facts: {
          statement: statement({ resources: usCoreResources().map(resource => ({ ...resource, profiles: [] })) }),
        },
      },
      {
        when: 'the profiles of 6.1.0 under the name of 7.0.0',
        facts: { statement: statement({ usCore: '7.0.0' }) },
      },
    ],
    'cant-tell': [
      {
        when: 'a version we have no table of',
        facts: { statement: statement({ usCore: '9.0.0' }) },
        setting: { vendor: { standards: {} } },
      },
    ],
  },
});
