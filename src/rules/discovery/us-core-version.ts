import { capabilityStatement } from '../../facts/discovery/capability-statement.ts';
import { changedResource, statement, usCoreResources } from '../../facts/discovery/samples.ts';
import {
  acceptedAs,
  compareVersions,
  signsOfUsCore6,
  usCoreClaims,
  versionHeldTo,
} from '../../facts/discovery/us-core-claims.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';

const oldPatient = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient|3.1.1';

/** Below the floor, data that patients are promised since then (insurance, dispensed medications, ...) are not there. */
export default defineRule({
  id: 'discovery/us-core-version',
  says: 'The US Core version stated is one that may be used on the day',
  otherwise: 'The US Core version stated may no longer be used',
  cites: ['45 CFR 170.215(b)(1)(ii)', '45 CFR 170.405(b)(8)', '45 CFR 170.315(g)(10)(i)(A)'],
  barrier: 'tec-standard-version-stale',
  assumes:
    'What a deployment says of itself counts before what its vendor claims; a server that names several versions answers for the newest that is accepted. A version newer than the floor without a known approval is not called outdated.',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy:
    'Upgrade this deployment to an approved US Core version and name it in instantiates, implementationGuide or supportedProfile.',
  per: 'deployment',
  needs: { statement: capabilityStatement },
  judge({ statement }, { vendor, catalogue }) {
    const { exhibit } = statement;
    const claimed = vendor.standards['us-core'];
    const { versions, where } = usCoreClaims(statement);
    const accepted = catalogue.accepted('us-core');
    const isAccepted = (version: string) => acceptedAs(version, accepted) !== undefined;
    const approved = `on ${catalogue.day} ${accepted.map(({ version }) => version).join(', ')} may be used`;
    const told = versions.length > 0 ? versions : claimed ? [claimed] : [];
    const sources = versions.length > 0 ? `The CapabilityStatement (${where})` : 'The vendor claims';

    if (told.length === 0) {
      const version = versionHeldTo(statement, claimed, catalogue);
      if (version) return passed(exhibit);
      return cantTell('Neither the CapabilityStatement nor the profile names a US Core version.', exhibit);
    }
    if (told.some(isAccepted)) {
      if (!claimed || isAccepted(claimed)) return passed(exhibit);
      return cantTell(`${sources}, while the vendor claims ${claimed}; ${approved}.`, exhibit);
    }
    const newest = told.toSorted(compareVersions).at(-1) ?? '';
    const floor = accepted[0]?.version;
    const conflict = claimed && !told.includes(claimed) ? `, while the vendor claims ${claimed}` : '';
    const what = versions.length > 0 ? `${sources}${conflict}` : `${sources} ${newest}, and the server names none`;
    if (floor && compareVersions(newest, floor) > 0) {
      return cantTell(`${what}; we know of no approval of ${newest}, and ${approved}.`, exhibit);
    }
    const signs = signsOfUsCore6(statement);
    if (signs.length > 0) {
      return cantTell(`${what}; ${approved}. Yet it lists ${signs.join(', ')}, which came with 6.0.0.`, exhibit);
    }
    const verdict = failed(`${what}; ${approved}.`, exhibit);
    return versions.length > 0 ? verdict : { ...verdict, confidence: 'likely' };
  },
  examples: {
    passed: [
      { when: 'the floor', facts: { statement: statement() } },
      {
        when: 'the floor, written in short',
        facts: { statement: statement({ usCore: null }) },
        setting: { vendor: { standards: { 'us-core': '6.1' } } },
      },
      { when: 'a newer approved version', facts: { statement: statement({ usCore: '7.0.0' }) } },
      {
        when: 'an old version in its time',
        facts: { statement: statement({ usCore: '3.1.1' }) },
        setting: { day: '2025-06-01', vendor: { standards: { 'us-core': '3.1.1' } } },
      },
      { when: 'only the vendor names the version', facts: { statement: statement({ usCore: null }) } },
      {
        when: 'nobody names it, and every profile is listed',
        facts: { statement: statement({ usCore: null }) },
        setting: { vendor: { standards: {} } },
      },
    ],
    failed: [
      { when: 'a server that was never upgraded', facts: { statement: statement({ usCore: '3.1.1' }) } },
      {
        when: 'a vendor that claims an old version, and a server that shows nothing newer',
        facts: { statement: statement({ usCore: null, resources: usCoreResources().slice(0, 4) }) },
        setting: { vendor: { standards: { 'us-core': '4.0.0' } } },
      },
    ],
    'cant-tell': [
      {
        when: 'a vendor that claims an old version, and a server that shows newer profiles',
        facts: { statement: statement({ usCore: null }) },
        setting: { vendor: { standards: { 'us-core': '4.0.0' } } },
      },
      {
        when: 'nobody names it, and profiles are missing',
        facts: { statement: statement({ usCore: null, resources: [] }) },
        setting: { vendor: { standards: {} } },
      },
      {
        when: 'old versions of some profiles beside new ones without a version',
        facts: {
          statement: statement({ usCore: null, resources: changedResource('Patient', { profiles: [oldPatient] }) }),
        },
      },
      { when: 'a version whose approval we do not know', facts: { statement: statement({ usCore: '8.0.0' }) } },
      {
        when: 'the server is newer than the vendor claims to be',
        facts: { statement: statement() },
        setting: { vendor: { standards: { 'us-core': '3.1.1' } } },
      },
    ],
  },
});
