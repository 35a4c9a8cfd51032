import { textsIn } from '../../facts/discovery/json.ts';
import { capabilitiesWithout, smart } from '../../facts/discovery/samples.ts';
import { capabilitiesIn, smartConfiguration } from '../../facts/discovery/smart-configuration.ts';
import { claimsOf } from '../../facts/documentation/claims.ts';
import { cite, libraryOf } from '../../facts/documentation/library.ts';
import { api, published, sections } from '../../facts/documentation/samples.ts';
import { publishedPages } from '../../facts/documents/published.ts';
import { about, cantTell, defineRule, failed, passed, type Verdict } from '../../model/rule.ts';
import { exhibitsOf, unreadable } from '../documentation.ts';

/** A scope that the documentation offers and the server refuses ends at the consent screen, before a patient's eyes. */
export default defineRule({
  id: 'documentation/scopes-agreement',
  says: 'The scopes that are documented are those of the SMART configuration',
  otherwise: 'Documentation and SMART configuration contradict each other on scopes',
  cites: ['45 CFR 170.404(a)(2)(i)', '45 CFR 170.315(g)(10)(viii)(A)(1)'],
  barrier: 'doc-behavior-mismatch',
  assumes:
    'A scope is contradicted where the capability it needs is not declared (offline_access without permission-offline, and the like). A server may grant scopes that scopes_supported leaves out.',
  severity: 'medium',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Document the scopes that are granted, and declare the capabilities that go with them.',
  per: 'deployment',
  needs: { pages: publishedPages, smart: smartConfiguration },
  judge({ pages, smart: configuration }) {
    const nothing = unreadable(pages);
    if (nothing) return nothing;
    const { scopes } = claimsOf(pages);
    const { exhibit } = configuration;
    if (scopes.size === 0)
      return cantTell('No scope is documented in a form that we recognise.', ...exhibitsOf(pages), exhibit);
    const capabilities = capabilitiesIn(configuration);
    const supported = textsIn(configuration.says.scopes_supported);
    return [about('documented', documented()), about('supported', offered())];

    function documented(): Verdict {
      for (const [scope, found] of scopes) {
        const needed = capabilityFor(scope);
        if (
          !needed ||
          capabilities.length === 0 ||
          needed.some(one => capabilities.includes(one)) ||
          supported.includes(scope)
        )
          continue;
        return failed(
          `"${scope}" is documented (${cite(found)}), and the SMART configuration declares no ${needed.join(' or ')}.`,
          ...found.page.exhibits,
          exhibit,
        );
      }
      return passed(...exhibitsOf(pages), exhibit);
    }

    function offered(): Verdict {
      const silent = supported.filter(
        scope =>
          !/^(patient|user|system)\//.test(scope) && !scopes.has(scope) && !standard.has(scope) && !ofOpenid.has(scope),
      );
      const plain = supported.filter(scope => standard.has(scope) && !scopes.has(scope));
      const of = [...plain, ...silent];
      if (of.length === 0) return passed(...exhibitsOf(pages), exhibit);
      if (plain.length === 0)
        return cantTell(
          `The SMART configuration lists ${silent.join(', ')}, of no standard that we know and not documented.`,
          exhibit,
          ...exhibitsOf(pages),
        );
      const { gaps } = libraryOf(pages);
      if (gaps.length > 0)
        return cantTell(
          `The documentation does not name ${of.join(', ')}, as far as it was read: ${gaps.join('; ')}.`,
          exhibit,
          ...exhibitsOf(pages),
        );
      return failed(
        `The SMART configuration lists ${of.join(', ')}, which the documentation nowhere names.`,
        exhibit,
        ...exhibitsOf(pages),
      );
    }
  },
  examples: {
    passed: [{ when: 'what is documented is declared', facts: { pages: published([api()]), smart: smart() } }],
    failed: [
      {
        when: 'offline_access without permission-offline',
        facts: { pages: published([api()]), smart: smart({ capabilities: capabilitiesWithout('permission-offline') }) },
      },
      {
        when: 'a scope for launches that is not documented',
        facts: {
          pages: published([api()]),
          smart: smart({ scopes_supported: ['openid', 'fhirUser', 'launch/patient', 'online_access', 'patient/*.rs'] }),
        },
      },
    ],
    'cant-tell': [
      {
        when: 'a scope of no standard',
        facts: { pages: published([api()]), smart: smart({ scopes_supported: ['openid', 'larkspur-special'] }) },
      },
      { when: 'no scope is documented', facts: { pages: published([api({ scopes: sections.bulk })]), smart: smart() } },
      {
        when: 'no documentation could be read',
        facts: { pages: published([{ role: 'api', status: 401, html: '' }]), smart: smart() },
      },
    ],
  },
});

/** Scopes that an app asks for by name; `profile`, `email` and the like are OpenID's and need no word. */
const standard: ReadonlySet<string> = new Set([
  'openid',
  'fhirUser',
  'launch',
  'launch/patient',
  'launch/encounter',
  'offline_access',
  'online_access',
]);

const ofOpenid: ReadonlySet<string> = new Set(['profile', 'email', 'address', 'phone']);

/** Capabilities of which one must be declared for a scope to be granted. */
function capabilityFor(scope: string): readonly string[] | undefined {
  if (scope === 'offline_access') return ['permission-offline'];
  if (scope === 'online_access') return ['permission-online'];
  if (scope === 'launch/patient') return ['context-standalone-patient'];
  if (scope === 'launch') return ['launch-ehr'];
  if (/^patient\//.test(scope)) return ['permission-patient'];
  if (/^user\//.test(scope)) return ['permission-user'];
  return undefined;
}
