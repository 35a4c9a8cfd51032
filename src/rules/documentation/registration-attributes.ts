import { contentsOf } from '../../facts/documentation/contents.ts';
import { api, published } from '../../facts/documentation/samples.ts';
import { publishedPages } from '../../facts/documents/published.ts';
import { defineRule } from '../../model/rule.ts';
import { eachItem, withoutG10 } from '../documentation.ts';

/** Registration that is not described begins with a letter to somebody, and a wait. */
export default defineRule({
  id: 'documentation/registration-attributes',
  says: 'Documented are the way to register an app and all that it must bring',
  otherwise: 'It is not documented how an app is registered, or with what',
  cites: ['45 CFR 170.315(g)(10)(viii)(A)(3)', 'API-DOC-1'],
  barrier: 'doc-content-incomplete',
  assumes:
    'Three attributes named in connection with registration are taken for a description of what must be brought.',
  severity: 'medium',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy:
    'Publish every attribute that registration asks for (redirect addresses, kind of client, keys, scopes ...), and where it is done.',
  per: 'vendor',
  needs: { pages: publishedPages },
  judge: ({ pages }, { vendor }) => withoutG10(vendor) ?? eachItem(pages, contentsOf(pages), ['way', 'attributes']),
  examples: {
    passed: [{ when: 'both are there', facts: { pages: published([api()]) } }],
    failed: [{ when: 'not a word of registration', facts: { pages: published([api({ registration: '' })]) } }],
    'cant-tell': [
      {
        when: 'the attributes are said to come later',
        facts: {
          pages: published([
            api({ registration: '<h2>Registration</h2><p>Register with our portal. We ask for a redirect URI.</p>' }),
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
