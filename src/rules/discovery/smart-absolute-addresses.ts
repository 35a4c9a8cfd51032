import { smart } from '../../facts/discovery/samples.ts';
import { addressesIn, claimsSmart, smartConfiguration } from '../../facts/discovery/smart-configuration.ts';
import { defineRule, failed, passed } from '../../model/rule.ts';

/** A relative address sends each client library somewhere else. */
export default defineRule({
  id: 'discovery/smart-absolute-addresses',
  says: 'Every address in the SMART configuration is an absolute web address',
  otherwise: 'The SMART configuration holds addresses that are no absolute web addresses',
  cites: ['SMART 2.2.0 absolute-urls', 'SMART 2.0.0 absolute-urls'],
  barrier: 'tec-smart-discovery-defect',
  assumes: 'Version 2.0.0 means the same as 2.2.0, which says it outright.',
  severity: 'high',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy: 'Write each endpoint as a full address with scheme and host.',
  per: 'deployment',
  needs: { smart: smartConfiguration },
  judge({ smart }, { vendor }) {
    const relative = addressesIn(smart.says).filter(({ address }) => !isWebAddress(address));
    if (relative.length === 0) return passed(smart.exhibit);
    const verdict = failed(
      `${relative.map(({ member, address }) => `${member} is "${address}"`).join('; ')}.`,
      smart.exhibit,
    );
    return claimsSmart(vendor, '2.2.0') ? verdict : { ...verdict, confidence: 'likely' };
  },
  examples: {
    passed: [{ when: 'full addresses', facts: { smart: smart() } }],
    failed: [
      { when: 'a path alone', facts: { smart: smart({ introspection_endpoint: '/oauth2/introspect' }) } },
      { when: 'an address that is not on the web', facts: { smart: smart({ token_endpoint: 'urn:token' }) } },
    ],
  },
});

const isWebAddress = (address: string): boolean => URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
