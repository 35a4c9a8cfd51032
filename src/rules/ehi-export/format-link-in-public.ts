import { asksForCredentials, refusesRobots, saysWhat } from '../../facts/address.ts';
import { openedExports, openedLinks } from '../../facts/ehi-export/exports.ts';
import { exhibit, formatPage, opened } from '../../facts/ehi-export/samples.ts';
import { response } from '../../facts/service-base-urls/samples.ts';
import { about, cantTell, defineRule, failed, inapplicable, passed, type Verdict } from '../../model/rule.ts';

/** A description that only customers may read is none for the patient, or for the next product. */
export default defineRule({
  id: 'ehi-export/format-link-in-public',
  says: 'The address that the export names opens for anyone',
  otherwise: 'The address that the export names does not open for a stranger',
  cites: ['45 CFR 170.315(b)(10)(i)(E)', '45 CFR 170.315(b)(10)(ii)(B)'],
  barrier: 'ehi-format-doc-defect',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy:
    'Serve the description at the address that exports name, without a login, for as long as exports with it are about.',
  corroboration: { times: 2, hours: 24 },
  per: 'vendor',
  needs: { exports: openedExports },
  mayUse: { links: openedLinks },
  judge({ exports, links = [] }) {
    // What a README or a manifest names is meant for the reader; other addresses may be anything.
    const meant = exports.flatMap(({ reading }) =>
      reading.links.filter(({ path }) => /read_?me|manifest|about|index|format/i.test(path)),
    );
    const wanted = new Set(meant.map(({ url }) => url));
    const asked = links.filter(({ url }) => wanted.has(url));
    const [first] = asked;
    if (!first)
      return inapplicable('No export names an address of its format that could be opened.', ...exports[0].exhibits);
    return asked.map(({ url, answer }): Verdict => {
      const one = asked.length > 1 ? (verdict: Verdict) => about(url, verdict) : (verdict: Verdict) => verdict;
      if (answer.kind === 'response' && answer.status < 400 && !asksForCredentials(answer))
        return one(passed(...answer.exhibits));
      if (refusesRobots(answer))
        return one(cantTell(`${url} refused our client; no person has tried yet.`, ...answer.exhibits));
      return one(failed(`${url}, which the export names, ${saysWhat(answer)}.`, ...answer.exhibits));
    });
  },
  examples: {
    passed: [
      {
        when: 'it opens',
        facts: { exports: [opened()], links: [{ url: formatPage, answer: response({ status: 200 }) }] },
      },
    ],
    failed: [
      {
        when: 'it is gone',
        facts: { exports: [opened()], links: [{ url: formatPage, answer: response({ status: 404 }) }] },
      },
    ],
    'cant-tell': [
      {
        when: 'our client is refused',
        facts: { exports: [opened()], links: [{ url: formatPage, answer: response({ status: 403 }) }] },
      },
    ],
    inapplicable: [
      { when: 'no address is named', facts: { exports: [opened({ links: [] }, { exhibits: [exhibit] })] } },
    ],
  },
});
