import { contentsOf } from '../../facts/documentation/contents.ts';
import { api, published } from '../../facts/documentation/samples.ts';
import { publishedPages } from '../../facts/documents/published.ts';
import { defineRule } from '../../model/rule.ts';
import { eachItem, withoutG10 } from '../documentation.ts';

/** Whoever is not told how to ask, what comes back and what went wrong learns it by trial, if at all. */
export default defineRule({
  id: 'documentation/request-and-response',
  says: 'Documented are syntax, functions, parameters and their types, returns, errors and what to do about them',
  otherwise: 'Something that an app must know of requests and responses is not documented',
  cites: ['45 CFR 170.315(g)(10)(viii)(A)(1)', 'API-DOC-1'],
  barrier: 'doc-content-incomplete',
  assumes:
    'Each item must stand in what the developer publishes, in whatever form; a link to the texts of HL7 alone does not document this API.',
  severity: 'medium',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Add the section that is missing, with examples.',
  per: 'vendor',
  needs: { pages: publishedPages },
  judge: ({ pages }, { vendor }) =>
    withoutG10(vendor) ??
    eachItem(pages, contentsOf(pages), [
      'syntax',
      'functions',
      'parameters',
      'requiredness',
      'returns',
      'exceptions',
      'handling',
    ]),
  examples: {
    passed: [{ when: 'all is there', facts: { pages: published([api()]) } }],
    failed: [{ when: 'not a word of errors', facts: { pages: published([api({ errors: '' })]) } }],
    'cant-tell': [
      {
        when: 'errors are mentioned, and no more',
        facts: { pages: published([api({ errors: '<p>Errors are answered with an OperationOutcome.</p>' })]) },
      },
      {
        when: 'not a word of errors, but a page stayed closed to us',
        facts: { pages: published([api({ errors: '' }), { at: '/api/errors', status: 403, html: '<p>No</p>' }]) },
      },
      { when: 'nothing could be read', facts: { pages: published([{ role: 'api', status: 401, html: '' }]) } },
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
