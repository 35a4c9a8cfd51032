import { registeredFor } from '../../facts/documents/published.ts';
import { formatDescription } from '../../facts/ehi-export/format-description.ts';
import { description, exhibit, formatPage } from '../../facts/ehi-export/samples.ts';
import { response } from '../../facts/service-base-urls/samples.ts';
import { about, cantTell, defineRule, failed, inapplicable, passed, type Verdict } from '../../model/rule.ts';

const page = (kind: 'open' | 'gone' | 'login' | 'turned-away', says: string) => ({
  url: formatPage,
  answer: response({ status: 200 }),
  state: { kind, says },
  documents: [],
  reach: [{ role: 'ehi-format' as const, clicks: 0, path: [] }],
  exhibits: [exhibit] as const,
});

/** Patients and the products they move to must be able to read what the columns mean, without being anybody's customer. */
export default defineRule({
  id: 'ehi-export/description-in-public',
  says: 'The registered description of the export format opens for anyone',
  otherwise: 'The registered description of the export format does not open for a stranger',
  cites: ['45 CFR 170.315(b)(10)(i)(E)', '45 CFR 170.315(b)(10)(ii)(B)'],
  barrier: 'ehi-format-doc-defect',
  severity: 'medium',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Serve the description at its registered address, to everyone, without a login or a form.',
  corroboration: { times: 2, hours: 24 },
  per: 'vendor',
  needs: { description: formatDescription },
  judge({ description }) {
    const registered = registeredFor({ pages: description.pages, knocked: [], unread: [] }, 'ehi-format');
    if (registered.length === 0)
      return inapplicable('The profile names no page of the format under pages.ehi-format.', ...description.exhibits);
    return registered.map(({ url, state, exhibits }): Verdict => {
      const one = (verdict: Verdict) => (registered.length > 1 ? about(url, verdict) : verdict);
      switch (state.kind) {
        case 'open':
          return one(passed(...exhibits));
        case 'login':
        case 'gate':
        case 'gone':
        case 'soft-gone':
        case 'parked':
        case 'unreachable':
          return one(failed(`${url} ${state.says}.`, ...exhibits));
        default:
          return one(cantTell(`Whether it is open cannot be seen: ${url} ${state.says}.`, ...exhibits));
      }
    });
  },
  examples: {
    passed: [{ when: 'it opens', facts: { description: description([], { pages: [page('open', 'opens')] }) } }],
    failed: [
      { when: 'it is gone', facts: { description: description([], { pages: [page('gone', 'answered 404')] }) } },
      {
        when: 'a login is first',
        facts: { description: description([], { pages: [page('login', 'asks to sign in')] }) },
      },
    ],
    'cant-tell': [
      {
        when: 'our client was turned away',
        facts: { description: description([], { pages: [page('turned-away', 'answered 403')] }) },
      },
    ],
    inapplicable: [{ when: 'none is registered', facts: { description: description() } }],
  },
});
