import { api, published } from '../../facts/documentation/samples.ts';
import { publishedPages } from '../../facts/documents/published.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachRegistered } from '../registered-pages.ts';

/** A dead link ends the search of whoever has no one to ask. */
export default defineRule({
  id: 'documentation/living-addresses',
  says: 'Registered addresses of documentation, terms and fees lead to a page',
  otherwise: 'A registered address leads to nothing',
  cites: ['45 CFR 170.404(a)(2)(i)', '45 CFR 170.315(g)(10)(viii)(B)', '45 CFR 170.523(f)(1)(xii)'],
  barrier: 'doc-link-dead',
  severity: 'high',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Restore the page at its registered address or redirect to where it is now, and tell the certification body.',
  per: 'vendor',
  corroboration: { times: 3, hours: 24, networks: 2 },
  needs: { pages: publishedPages },
  judge: ({ pages }, { vendor }) =>
    eachRegistered(pages, vendor, ({ url, state, documents, exhibits }) => {
      switch (state.kind) {
        case 'gone':
        case 'soft-gone':
        case 'parked':
        case 'unreachable':
          return failed(`${url} ${state.says}.`, ...exhibits);
        case 'server-error':
        case 'turned-away':
        case 'not-drawn':
          return cantTell(`Whether a page is there cannot be seen: ${url} ${state.says}.`, ...exhibits);
        default:
          if (documents.length > 0 || state.kind === 'login' || state.kind === 'gate') return passed(...exhibits);
          return cantTell(`Something answers, and we cannot read what it is: ${url} ${state.says}.`, ...exhibits);
      }
    }),
  examples: {
    passed: [{ when: 'documentation', facts: { pages: published([api()]) } }],
    failed: [
      { when: 'nothing there', facts: { pages: published([{ role: 'api', status: 404, html: '<p>?</p>' }]) } },
      {
        when: 'status 200, and a page that says that nothing is there',
        facts: {
          pages: published([
            {
              role: 'terms',
              at: '/terms',
              html: '<h1>Oops!</h1><p>The page you are looking for could not be found.</p>',
            },
          ]),
        },
      },
      {
        when: 'the domain is for sale',
        facts: {
          pages: published([
            { role: 'api', html: '<h1>larkspur.example</h1><p>This domain is for sale. Buy this domain.</p>' },
          ]),
        },
      },
      {
        when: 'its host is unknown, while another answers',
        facts: { pages: published([{ role: 'api', unreachable: true }]) },
      },
    ],
    'cant-tell': [
      {
        when: 'an error of the server',
        facts: { pages: published([{ role: 'api', status: 503, html: '<p>Later</p>' }]) },
      },
      {
        when: 'robots are refused',
        facts: { pages: published([{ role: 'api', status: 403, html: '<p>Forbidden</p>' }]) },
      },
      {
        when: 'no answer, and our own network may be at fault',
        facts: { pages: published([{ ...api(), at: '/other', role: 'terms' }]) },
        setting: { vendor: { pages: { api: [{ url: 'https://www.larkspur.example/api' }] } } },
      },
    ],
  },
});
