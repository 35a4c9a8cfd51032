import { contentsOf } from '../../facts/documentation/contents.ts';
import { api, published, sections } from '../../facts/documentation/samples.ts';
import { publishedPages } from '../../facts/documents/published.ts';
import { defineRule } from '../../model/rule.ts';
import { eachItem, withoutG10 } from '../documentation.ts';

/** An app that lacks a component nobody spoke of fails on a customer's system, in front of a patient. */
export default defineRule({
  id: 'documentation/app-components',
  says: 'Documented are the software and the settings an app needs in order to talk to the API',
  otherwise: 'It is not documented what software or settings an app needs',
  cites: ['45 CFR 170.315(g)(10)(viii)(A)(2)', 'API-DOC-1'],
  barrier: 'doc-content-incomplete',
  assumes:
    'Software is documented where requirements of an app are named (TLS, formats, keys, libraries), settings where addresses or discovery are.',
  severity: 'medium',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy:
    'Say what an app must be able to do (TLS, formats, signatures, redirects) and with which addresses it is configured.',
  per: 'vendor',
  needs: { pages: publishedPages },
  judge: ({ pages }, { vendor }) =>
    withoutG10(vendor) ?? eachItem(pages, contentsOf(pages), ['software', 'configuration']),
  examples: {
    passed: [{ when: 'both are there', facts: { pages: published([api()]) } }],
    failed: [
      {
        when: 'neither is',
        facts: {
          pages: published([
            api({
              intro: '<h1>FHIR API</h1><p>Scopes, a token and bundles of FHIR.</p>',
              base: '',
              needs: '',
              scopes: '',
              registration: '',
            }),
          ]),
        },
      },
    ],
    'cant-tell': [
      {
        when: 'JSON is mentioned',
        facts: {
          pages: published([
            api({ needs: '<p>Answers are JSON.</p>', intro: sections.intro.replace(' over HTTPS', '') }),
          ]),
        },
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
