import { api, published } from '../../facts/documentation/samples.ts';
import { publishedPages } from '../../facts/documents/published.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachRegistered } from '../registered-pages.ts';

/** Whoever must sign in, give an address or agree first has been made to ask leave to learn how to ask. */
export default defineRule({
  id: 'documentation/public-access',
  says: 'Registered pages open to anyone, with nothing to do or agree to first',
  otherwise: 'Something must be done or given before a registered page opens',
  cites: ['45 CFR 170.404(a)(2)(i)', '45 CFR 170.315(g)(10)(viii)(B)', 'API-DOC-2'],
  barrier: 'doc-access-gated',
  assumes: 'A page whose only content is a request to sign in, to give an address or to agree is no documentation.',
  severity: 'high',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Move the documents outside the login or form. Terms can be accepted later, when the API is used.',
  per: 'vendor',
  needs: { pages: publishedPages },
  judge: ({ pages }, { vendor }) =>
    eachRegistered(pages, vendor, ({ url, state, exhibits }) => {
      switch (state.kind) {
        case 'open':
          return passed(...exhibits);
        case 'login':
        case 'gate':
          return failed(`${url} ${state.says}.`, ...exhibits);
        case 'turned-away':
          return cantTell(`Our client was turned away, and no person has tried: ${url} ${state.says}.`, ...exhibits);
        default:
          return cantTell(`Whether it is open cannot be seen: ${url} ${state.says}.`, ...exhibits);
      }
    }),
  examples: {
    passed: [
      {
        when: 'documentation, with a link to sign in at its top',
        facts: { pages: published([{ ...api(), html: `<header><a href="/login">Log in</a></header>${api().html}` }]) },
      },
    ],
    failed: [
      {
        when: 'a password before everything',
        facts: {
          pages: published([
            {
              role: 'api',
              html: '<h1>Partner portal</h1><p>Please sign in to view the API documentation.</p><form><input name=u><input type=password name=p></form>',
            },
          ]),
        },
      },
      {
        when: 'a redirect to a sign-in',
        facts: {
          pages: published([
            { role: 'api', end: 'https://login.larkspur.example/signin', html: '<p>Welcome back</p>' },
          ]),
        },
      },
      {
        when: 'an address is asked for first',
        facts: {
          pages: published([
            {
              role: 'api',
              html: '<h1>API guide</h1><p>Complete the form to download the API documentation.</p><form><input type=email placeholder="Work e-mail"><button>Send</button></form>',
            },
          ]),
        },
      },
      {
        when: 'a licence is to be accepted first',
        facts: {
          pages: published([
            {
              role: 'api',
              html: '<h1>Licence</h1><p>You must accept the agreement to access the documentation.</p><form><label><input type=checkbox> I agree</label><button>I agree</button></form>',
            },
          ]),
        },
      },
      {
        when: 'JSON that asks for a session, with status 401',
        facts: { pages: published([{ role: 'api', status: 401, html: '' }]) },
      },
    ],
    'cant-tell': [
      {
        when: 'a robot check',
        facts: {
          pages: published([{ role: 'api', html: '<title>Just a moment...</title><p>Checking your browser</p>' }]),
        },
      },
      {
        when: 'robots are refused',
        facts: { pages: published([{ role: 'api', status: 403, html: '<p>Forbidden</p>' }]) },
      },
      {
        when: 'a shell that nothing drew',
        facts: { pages: published([{ role: 'api', html: '<script src="/app.js"></script><div id="root"></div>' }]) },
      },
      { when: 'it is gone', facts: { pages: published([{ role: 'api', status: 404, html: '<p>Gone</p>' }]) } },
    ],
  },
});
