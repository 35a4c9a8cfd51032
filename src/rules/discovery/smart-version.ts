import { capabilitiesWithout, smart } from '../../facts/discovery/samples.ts';
import { signsOfSmart2, smartConfiguration } from '../../facts/discovery/smart-configuration.ts';
import { acceptedAs, compareVersions } from '../../facts/discovery/us-core-claims.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';

const old = {
  capabilities: capabilitiesWithout('permission-v2'),
  code_challenge_methods_supported: undefined,
  grant_types_supported: undefined,
};

/** On SMART App Launch 1 a patient cannot share part of the record: all of a kind, or none. */
export default defineRule({
  id: 'discovery/smart-version',
  says: 'The server is on a version of SMART App Launch that may be used on the day',
  otherwise: 'The server is on a version of SMART App Launch that may no longer be used',
  cites: ['45 CFR 170.215(c)(2)', '45 CFR 170.405(b)(8)', '45 CFR 170.315(g)(10)(v)(A)(1)(i)'],
  barrier: 'tec-standard-version-stale',
  assumes:
    'The document names no version. One that has neither permission-v2 nor code_challenge_methods_supported nor grant_types_supported is that of version 1.',
  severity: 'high',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Upgrade this deployment to SMART App Launch 2.0.0 or 2.2.0.',
  per: 'deployment',
  needs: { smart: smartConfiguration },
  judge({ smart }, { vendor, catalogue }) {
    const { exhibit } = smart;
    const claimed = vendor.standards.smart;
    const accepted = catalogue.accepted('smart');
    const approved = `on ${catalogue.day} ${accepted.map(({ version }) => version).join(', ')} may be used`;
    const signs = signsOfSmart2(smart);
    const accepts1 = accepted.some(({ version }) => version.startsWith('1.'));

    if (signs.length === 0) {
      if (accepts1) return passed(exhibit);
      const conflict = claimed ? ` The vendor claims ${claimed}.` : '';
      return failed(`Nothing in the document is of version 2, and ${approved}.${conflict}`, exhibit);
    }
    if (claimed && !acceptedAs(claimed, accepted)) {
      const isOld = accepted.every(({ version }) => compareVersions(claimed, version) < 0);
      if (!isOld) return cantTell(`The vendor claims ${claimed}, of which we know no approval; ${approved}.`, exhibit);
      return cantTell(`The vendor claims ${claimed}, yet the document has ${signs.join(', ')}; ${approved}.`, exhibit);
    }
    return passed(exhibit);
  },
  examples: {
    passed: [
      { when: 'version 2', facts: { smart: smart() } },
      {
        when: 'version 2, which the vendor does not claim',
        facts: { smart: smart() },
        setting: { vendor: { standards: {} } },
      },
      {
        when: 'version 1 in its time',
        facts: { smart: smart(old) },
        setting: { day: '2025-06-01', vendor: { standards: { smart: '1.0.0' } } },
      },
    ],
    failed: [
      {
        when: 'version 1 after its time',
        facts: { smart: smart(old) },
        setting: { vendor: { standards: { smart: '1.0.0' } } },
      },
      { when: 'a server that was never upgraded', facts: { smart: smart(old) } },
    ],
    'cant-tell': [
      {
        when: 'a claim older than the document',
        facts: { smart: smart() },
        setting: { vendor: { standards: { smart: '1.0.0' } } },
      },
      {
        when: 'a version whose approval we do not know',
        facts: { smart: smart() },
        setting: { vendor: { standards: { smart: '2.1.0' } } },
      },
    ],
  },
});
