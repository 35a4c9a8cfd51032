import { type CrossOrigin, discoveryFromAnotherOrigin } from '../../facts/discovery/cors.ts';
import { capabilitiesWithout, crossOrigin, smart } from '../../facts/discovery/samples.ts';
import { claimsSmart, hasCapability, smartConfiguration } from '../../facts/discovery/smart-configuration.ts';
import { about, cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';

/** An app that lives in the patient's browser alone, with no server that could see the record, stops here. */
export default defineRule({
  id: 'discovery/cors-discovery',
  says: 'Pages of any origin may read the SMART configuration and the CapabilityStatement',
  otherwise: 'Pages of another origin may not read the discovery documents',
  cites: ['SMART 2.2.0 cors'],
  barrier: 'reg-public-client-refused',
  assumes:
    'A server that declares client-public serves apps that run in a browser alone, unless its vendor says otherwise.',
  severity: 'medium',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Send Access-Control-Allow-Origin: * with both documents.',
  per: 'deployment',
  needs: { seen: discoveryFromAnotherOrigin },
  mayUse: { smart: smartConfiguration },
  judge({ seen, smart }, { vendor }) {
    const asked = claimsSmart(vendor, '2.2.0');
    const verdict = (document: CrossOrigin) => {
      const { exhibit, allowed, lacking, origin } = document;
      if (allowed) return passed(exhibit);
      const what = `Asked from ${origin}, it answered with ${lacking}`;
      if (asked === false)
        return inapplicable(`${what}; SMART App Launch ${vendor.standards.smart} asks for no more.`, exhibit);
      if (asked === undefined)
        return cantTell(`${what}; SMART App Launch 2.2 would ask for more, and none is claimed.`, exhibit);
      if (!smart || !hasCapability(smart, 'client-public')) {
        return inapplicable(`${what}; without client-public it need not serve apps in a browser.`, exhibit);
      }
      return failed(`${what}.`, exhibit);
    };
    return [
      ...(seen.smart ? [about('smart-configuration', verdict(seen.smart))] : []),
      ...(seen.metadata ? [about('metadata', verdict(seen.metadata))] : []),
    ];
  },
  examples: {
    passed: [
      { when: 'any origin', facts: { seen: { smart: crossOrigin(), metadata: crossOrigin() }, smart: smart() } },
      {
        when: 'any origin, though not asked for',
        facts: { seen: { smart: crossOrigin() }, smart: smart() },
        setting: { vendor: { standards: { smart: '2.0.0' } } },
      },
    ],
    failed: [{ when: 'no header', facts: { seen: { smart: crossOrigin(), metadata: refused() }, smart: smart() } }],
    'cant-tell': [
      {
        when: 'no version claimed',
        facts: { seen: { smart: refused() }, smart: smart() },
        setting: { vendor: { standards: {} } },
      },
    ],
    inapplicable: [
      {
        when: 'version 2.0.0 does not ask for it',
        facts: { seen: { smart: refused() }, smart: smart() },
        setting: { vendor: { standards: { smart: '2.0.0' } } },
      },
      {
        when: 'no public clients',
        facts: { seen: { smart: refused() }, smart: smart({ capabilities: capabilitiesWithout('client-public') }) },
      },
    ],
  },
});

function refused() {
  return crossOrigin({ allowed: false, lacking: 'no Access-Control-Allow-Origin' });
}
