import { type CrossOrigin, preflights, registeredOrigin } from '../../facts/discovery/cors.ts';
import { crossOrigin } from '../../facts/discovery/samples.ts';
import { claimsSmart } from '../../facts/discovery/smart-configuration.ts';
import { about, cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import type { Client } from '../../model/vendor.ts';

/** The browser asks first; if the server does not say yes, the app's own request is never sent. */
export default defineRule({
  id: 'discovery/cors-preflight',
  says: 'A registered browser app gets leave to use the token endpoint and the FHIR API',
  otherwise: 'A registered browser app gets no leave to use the token endpoint or the FHIR API',
  cites: ['SMART 2.2.0 cors'],
  barrier: 'reg-public-client-refused',
  assumes:
    'The origin of the redirect address registered for a public client is a registered origin; leave for [base]/metadata with a token stands for leave for the FHIR API.',
  severity: 'medium',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy:
    'Answer OPTIONS with status 204, Access-Control-Allow-Origin for the registered origin, and Access-Control-Allow-Headers with authorization and content-type.',
  per: 'deployment',
  needs: { seen: preflights },
  judge({ seen }, { vendor }) {
    const asked = claimsSmart(vendor, '2.2.0');
    const verdict = (preflight: CrossOrigin) => {
      const { exhibit, allowed, lacking, origin } = preflight;
      if (allowed) return passed(exhibit);
      const what = `A preflight from ${origin} was answered with ${lacking}`;
      if (asked === false)
        return inapplicable(`${what}; SMART App Launch ${vendor.standards.smart} asks for no more.`, exhibit);
      if (asked === undefined)
        return cantTell(`${what}; SMART App Launch 2.2 would ask for more, and none is claimed.`, exhibit);
      if (registeredOrigin(vendor) !== origin)
        return cantTell(`${what}, and that origin is not known to be registered.`, exhibit);
      return failed(`${what}, although that is the origin of a registered public client.`, exhibit);
    };
    return [
      ...(seen.token ? [about('token endpoint', verdict(seen.token))] : []),
      ...(seen.fhir ? [about('FHIR API', verdict(seen.fhir))] : []),
    ];
  },
  examples: {
    passed: [{ when: 'leave for both', facts: { seen: { token: crossOrigin(), fhir: crossOrigin() } } }],
    failed: [
      {
        when: 'no leave for a registered app',
        facts: { seen: { token: refused('https://app.example'), fhir: crossOrigin() } },
        setting: { vendor: { clients: [browserApp()] } },
      },
    ],
    'cant-tell': [
      { when: 'no leave for a stranger', facts: { seen: { token: refused('https://stranger.example') } } },
      {
        when: 'no version claimed',
        facts: { seen: { fhir: refused('https://app.example') } },
        setting: { vendor: { standards: {}, clients: [browserApp()] } },
      },
    ],
    inapplicable: [
      {
        when: 'version 2.0.0 does not ask for it',
        facts: { seen: { token: refused('https://app.example') } },
        setting: { vendor: { standards: { smart: '2.0.0' }, clients: [browserApp()] } },
      },
    ],
  },
});

function refused(origin: string) {
  return crossOrigin({ origin, status: 405, allowed: false, lacking: 'status 405' });
}

function browserApp(): Client {
  return { id: 'app', kind: 'public', clientId: '1', redirect: 'https://app.example/callback' };
}
