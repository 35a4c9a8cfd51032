import { sameAddress, textIn } from '../../facts/discovery/json.ts';
import { smart } from '../../facts/discovery/samples.ts';
import { smartConfiguration } from '../../facts/discovery/smart-configuration.ts';
import { claimsOf, type EndpointKind } from '../../facts/documentation/claims.ts';
import { cite } from '../../facts/documentation/library.ts';
import { api, published, sections } from '../../facts/documentation/samples.ts';
import { publishedPages } from '../../facts/documents/published.ts';
import { about, cantTell, defineRule, failed, inapplicable, passed, type Verdict } from '../../model/rule.ts';
import { exhibitsOf, unreadable } from '../documentation.ts';

/** An app that sends its patients to the documented address ends on an error page that names neither. */
export default defineRule({
  id: 'documentation/endpoints-agreement',
  says: 'The addresses of the authorization server that are documented are those of the SMART configuration',
  otherwise: 'Documentation and SMART configuration give different addresses of the authorization server',
  cites: ['45 CFR 170.404(a)(2)(i)', '45 CFR 170.315(g)(10)(viii)(A)(2)'],
  barrier: 'doc-behavior-mismatch',
  assumes:
    'Addresses with placeholders are examples, and one address that agrees is enough: others may belong to other environments.',
  severity: 'medium',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Give the addresses of the release that runs, or send readers to /.well-known/smart-configuration.',
  per: 'deployment',
  needs: { pages: publishedPages, smart: smartConfiguration },
  judge({ pages, smart: configuration }) {
    const nothing = unreadable(pages);
    if (nothing) return nothing;
    const { endpoints, defersAddresses } = claimsOf(pages);
    const kinds = [...new Set(endpoints.map(({ kind }) => kind))];
    if (kinds.length === 0)
      return inapplicable('No address of an authorization server is documented.', ...exhibitsOf(pages));
    return kinds.map(kind => about(kind, judgeOne(kind)));

    function judgeOne(kind: EndpointKind): Verdict {
      const served = textIn(configuration.says[`${kind}_endpoint`]);
      const documented = endpoints.filter(one => one.kind === kind);
      const [first] = documented;
      if (!first || !served)
        return inapplicable(`The SMART configuration gives no ${kind} endpoint.`, configuration.exhibit);
      if (documented.some(({ url }) => sameAddress(url, served)))
        return passed(...first.found.page.exhibits, configuration.exhibit);
      const says = `The SMART configuration gives ${served} and the documentation ${first.url}: ${cite(first.found)}`;
      const exhibits = [...first.found.page.exhibits, configuration.exhibit] as const;
      if (defersAddresses || documented.length > 2)
        return cantTell(
          `${says}. It also says that addresses differ, or where to find them.`,
          configuration.exhibit,
          ...exhibits,
        );
      return failed(`${says}.`, configuration.exhibit, ...exhibits);
    }
  },
  examples: {
    passed: [{ when: 'the same addresses', facts: { pages: published([api()]), smart: smart() } }],
    failed: [
      {
        when: 'the token endpoint has moved',
        facts: {
          pages: published([api()]),
          smart: smart({ token_endpoint: 'https://auth.larkspur.example/v2/token' }),
        },
      },
    ],
    'cant-tell': [
      {
        when: 'each practice has its own',
        facts: {
          pages: published([api({ base: `${sections.base}<p>Each practice has its own base address.</p>` })]),
          smart: smart({ token_endpoint: 'https://auth.larkspur.example/v2/token' }),
        },
      },
      {
        when: 'no documentation could be read',
        facts: { pages: published([{ role: 'api', status: 401, html: '' }]), smart: smart() },
      },
    ],
    inapplicable: [
      {
        when: 'none is documented',
        facts: {
          pages: published([
            api({ scopes: '<h2>Scopes</h2><p>openid and fhirUser; a refresh token comes with offline_access.</p>' }),
          ]),
          smart: smart(),
        },
      },
    ],
  },
});
