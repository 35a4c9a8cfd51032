import { capabilityStatement } from '../../facts/discovery/capability-statement.ts';
import { changedResource, statement } from '../../facts/discovery/samples.ts';
import { versionHeldTo } from '../../facts/discovery/us-core-claims.ts';
import { demandsOfCertification } from '../../facts/discovery/us-core-server.ts';
import { about, cantTell, defineRule, failed, passed } from '../../model/rule.ts';

/** Apps that read the statement leave out searches that it does not name, and the records found only so. */
export default defineRule({
  id: 'discovery/us-core-search-parameters',
  says: 'The CapabilityStatement declares the search parameters that US Core demands of each type',
  otherwise: 'Search parameters that US Core demands are not declared',
  cites: ['45 CFR 170.315(g)(10)(ii)(A)', 'US Core server-capabilities', 'SH-PAT-1'],
  barrier: 'tec-search-unsupported',
  assumes:
    'Only parameters demanded with SHALL, of types that the server says it has; whether they work is another question.',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Support the parameters named here and declare them in CapabilityStatement.rest.resource.searchParam.',
  per: 'deployment',
  needs: { statement: capabilityStatement },
  judge({ statement }, { vendor, catalogue }) {
    const { server, exhibit } = statement;
    const version = versionHeldTo(statement, vendor.standards['us-core'], catalogue);
    const demands = version && demandsOfCertification(version, catalogue);
    if (!version || !demands) return cantTell('Which US Core version to hold it to is not clear.', exhibit);
    const lacking = (server?.resources ?? []).flatMap(({ type, searchParameters }) => {
      const declared = [...searchParameters, ...(server?.searchParameters ?? [])];
      const missing = (demands[type]?.alone ?? []).filter(name => !declared.includes(name));
      if (missing.length === 0) return [];
      return [
        about(
          type,
          failed(`US Core ${version} demands, and it does not declare for ${type}: ${missing.join(', ')}.`, exhibit),
        ),
      ];
    });
    return lacking.length > 0 ? lacking : passed(exhibit);
  },
  examples: {
    passed: [
      { when: 'all are declared', facts: { statement: statement() } },
      {
        when: 'one for all types',
        facts: {
          statement: statement({
            server: {
              resources: changedResource('Encounter', { searchParameters: ['patient', 'date'] }),
              searchParameters: ['_id'],
              operations: [],
            },
          }),
        },
      },
      {
        when: 'practitioners can be read and not searched',
        facts: { statement: statement({ resources: changedResource('Practitioner', { searchParameters: [] }) }) },
      },
    ],
    failed: [
      {
        when: 'problems cannot be searched by patient',
        facts: {
          statement: statement({ resources: changedResource('Condition', { searchParameters: ['category'] }) }),
        },
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
