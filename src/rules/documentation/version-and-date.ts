import { libraryOf, whatWasRead } from '../../facts/documentation/library.ts';
import { api, published, sections } from '../../facts/documentation/samples.ts';
import { versionOf } from '../../facts/documentation/version.ts';
import { publishedPages } from '../../facts/documents/published.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { exhibitsOf, unreadable } from '../documentation.ts';

/** Whoever does not know what a text describes cannot tell a fault of theirs from a text that is old. */
export default defineRule({
  id: 'documentation/version-and-date',
  says: 'The documentation says what version it describes, or when it was written',
  otherwise: 'The documentation says neither what version it describes nor when it was written',
  cites: ['45 CFR 170.404(a)(2)(i)'],
  barrier: 'doc-content-incomplete',
  assumes: 'Documentation is complete when its reader can tell which release it describes.',
  severity: 'low',
  confidence: 'needs-person',
  kind: 'condition-concern',
  remedy: 'Put the version of the product and a date of the last change on the documentation.',
  per: 'vendor',
  needs: { pages: publishedPages },
  judge({ pages }, { vendor }) {
    const nothing = unreadable(pages);
    if (nothing) return nothing;
    const stated = versionOf(pages, vendor.product.version);
    if (stated) return { ...passed(...stated.page.exhibits), because: stated.says };
    const { gaps, documents } = libraryOf(pages);
    if (gaps.length > 0)
      return cantTell(`Neither was found, but not everything was read: ${gaps.join('; ')}.`, ...exhibitsOf(pages));
    return failed(`Neither a version nor a date was found in ${whatWasRead(documents)}.`, ...exhibitsOf(pages));
  },
  examples: {
    passed: [{ when: 'both are there', facts: { pages: published([api()]) } }],
    failed: [
      {
        when: 'neither is',
        facts: { pages: published([api({ intro: '<h1>FHIR API</h1><p>FHIR R4 over HTTPS.</p>' })]) },
      },
    ],
    'cant-tell': [
      {
        when: 'neither is, but a page stayed closed to us',
        facts: {
          pages: published([api({ intro: sections.bulk }), { at: '/api/changes', status: 403, html: '<p>No</p>' }]),
        },
      },
    ],
  },
});
