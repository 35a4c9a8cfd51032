import { capabilityStatement } from '../../facts/discovery/capability-statement.ts';
import { statement } from '../../facts/discovery/samples.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';

/** An app written for R4 misreads the records of another release, or reads none. */
export default defineRule({
  id: 'discovery/fhir-release',
  says: 'The server states FHIR R4, version 4.0.1',
  otherwise: 'The server states another release of FHIR than R4 (4.0.1)',
  cites: ['45 CFR 170.215(a)(1)', 'SH-PAT-1'],
  barrier: 'tec-standard-version-stale',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy:
    'Serve FHIR 4.0.1 at this base address and say so in CapabilityStatement.fhirVersion; put other releases elsewhere.',
  per: 'deployment',
  needs: { statement: capabilityStatement },
  judge({ statement: { fhirVersion, exhibit } }, { catalogue }) {
    const accepted = catalogue.accepted('fhir').map(({ version }) => version);
    if (fhirVersion === undefined)
      return failed('fhirVersion is missing, which every CapabilityStatement must have.', exhibit);
    if (accepted.includes(fhirVersion)) return passed(exhibit);
    if (fhirVersion === '4.0.0') {
      return cantTell(
        'fhirVersion is 4.0.0, which differs from 4.0.1 by corrections alone; it may be a slip.',
        exhibit,
      );
    }
    return failed(`fhirVersion is ${fhirVersion}.`, exhibit);
  },
  examples: {
    passed: [{ when: '4.0.1', facts: { statement: statement() } }],
    failed: [
      { when: 'DSTU2', facts: { statement: statement({ fhirVersion: '1.0.2' }) } },
      { when: 'R4B', facts: { statement: statement({ fhirVersion: '4.3.0' }) } },
      { when: 'no release at all', facts: { statement: withoutRelease() } },
    ],
    'cant-tell': [
      { when: 'the release before its corrections', facts: { statement: statement({ fhirVersion: '4.0.0' }) } },
    ],
  },
});

function withoutRelease() {
  const { fhirVersion: _, ...rest } = statement();
  return rest;
}
