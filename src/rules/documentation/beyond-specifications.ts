import { contentsOf } from '../../facts/documentation/contents.ts';
import { api, published } from '../../facts/documentation/samples.ts';
import { publishedPages } from '../../facts/documents/published.ts';
import { defineRule } from '../../model/rule.ts';
import { eachItem, withoutG10 } from '../documentation.ts';

/** The specifications leave choices open: an app that is not told which were made must guess. */
export default defineRule({
  id: 'documentation/beyond-specifications',
  says: 'Documented is what the specifications leave open: first refresh token, scopes, PKCE, TLS, bulk files',
  otherwise: 'A choice that the specifications leave open is not documented',
  cites: ['45 CFR 170.404(a)(2)(i)'],
  barrier: 'doc-content-incomplete',
  assumes:
    'ONC: the texts of HL7 need not be repeated, but what goes beyond them must be published, the way native apps get a first refresh token among it.',
  severity: 'low',
  confidence: 'needs-person',
  kind: 'condition-concern',
  remedy:
    'Say which scopes are granted, what is required of PKCE and TLS, how a native app gets a refresh token, and how bulk files are fetched.',
  per: 'vendor',
  needs: { pages: publishedPages },
  judge: ({ pages }, { vendor }) =>
    withoutG10(vendor) ?? eachItem(pages, contentsOf(pages), ['nativeRefresh', 'scopes', 'pkce', 'tls', 'bulkFiles']),
  examples: {
    passed: [{ when: 'all is there', facts: { pages: published([api()]) } }],
    failed: [
      {
        when: 'nothing of refresh tokens',
        facts: {
          pages: published([
            api({
              scopes: '<h2>Scopes</h2><p>openid, fhirUser, launch/patient and patient/*.rs are granted.</p>',
              errors: '',
            }),
          ]),
        },
      },
    ],
    'cant-tell': [
      {
        when: 'an export is mentioned, and nothing of its files',
        facts: { pages: published([api({ bulk: '<p>GET [base]/Group/[id]/$export starts an export.</p>' })]) },
      },
    ],
    inapplicable: [
      {
        when: 'the product is not certified to (g)(10)',
        facts: { pages: published([api()]) },
        setting: { vendor: { product: { criteria: ['b10'] } } },
      },
    ],
  },
});
