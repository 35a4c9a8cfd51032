import { capabilityStatement } from '../../facts/discovery/capability-statement.ts';
import { changedResource, statement } from '../../facts/discovery/samples.ts';
import { versionHeldTo } from '../../facts/discovery/us-core-claims.ts';
import { demandsOfCertification } from '../../facts/discovery/us-core-server.ts';
import { about, cantTell, defineRule, failed, passed } from '../../model/rule.ts';

/** Without its second half (category, code, date) a search gives everything or nothing. */
export default defineRule({
  id: 'discovery/us-core-search-combinations',
  says: 'Every parameter of the combined searches that US Core demands is declared',
  otherwise: 'Parameters of combined searches that US Core demands are not declared',
  cites: ['45 CFR 170.315(g)(10)(ii)(A)', 'US Core server-capabilities', 'SH-PAT-1'],
  barrier: 'tec-search-unsupported',
  assumes:
    'Servers seldom declare combinations themselves, so their absence says nothing; a combination with a parameter that is not declared at all cannot be meant to work.',
  severity: 'medium',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy:
    'Support the combined searches named here and declare each parameter in CapabilityStatement.rest.resource.searchParam.',
  per: 'deployment',
  needs: { statement: capabilityStatement },
  judge({ statement }, { vendor, catalogue }) {
    const { server, exhibit } = statement;
    const version = versionHeldTo(statement, vendor.standards['us-core'], catalogue);
    const demands = version && demandsOfCertification(version, catalogue);
    if (!version || !demands) return cantTell('Which US Core version to hold it to is not clear.', exhibit);
    const lacking = (server?.resources ?? []).flatMap(({ type, searchParameters }) => {
      const { alone, together } = demands[type] ?? { alone: [], together: [] };
      const known = [...searchParameters, ...(server?.searchParameters ?? []), ...alone];
      const broken = together.filter(names => names.some(name => !known.includes(name)));
      if (broken.length === 0) return [];
      const missing = [...new Set(broken.flat())].filter(name => !known.includes(name));
      const searches = broken.map(names => names.join(' + ')).join('; ');
      return [
        about(
          type,
          failed(
            `For ${type}, US Core ${version} demands ${searches}, and ${missing.join(', ')} is not declared.`,
            exhibit,
          ),
        ),
      ];
    });
    return lacking.length > 0 ? lacking : passed(exhibit);
  },
  examples: {
    passed: [{ when: 'each parameter is declared, no combination', facts: { statement: statement() } }],
    failed: [
      {
        when: 'observations cannot be searched by category',
        facts: {
          statement: statement({
            resources: changedResource('Observation', { searchParameters: ['patient', 'code', 'date'] }),
          }),
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
