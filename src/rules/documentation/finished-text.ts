import { cite, libraryOf } from '../../facts/documentation/library.ts';
import { api, published, sections } from '../../facts/documentation/samples.ts';
import { unfinishedIn } from '../../facts/documentation/unfinished.ts';
import { publishedPages } from '../../facts/documents/published.ts';
import { about, cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { exhibitsOf } from '../documentation.ts';

/** Where a step "will be documented", whoever must take it asks, and waits. */
export default defineRule({
  id: 'documentation/finished-text',
  says: 'Nothing in the documentation is left to be written',
  otherwise: 'Something in the documentation is left to be written',
  cites: ['45 CFR 170.404(a)(2)(i)', 'API-DOC-1'],
  barrier: 'doc-content-incomplete',
  severity: 'medium',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Write what is missing, or take out the section if nothing belongs there.',
  per: 'vendor',
  needs: { pages: publishedPages },
  judge({ pages }) {
    const { documents, gaps } = libraryOf(pages);
    if (documents.length === 0)
      return cantTell(`Nothing could be read: ${gaps[0] ?? 'no page opened'}.`, ...exhibitsOf(pages));
    const unfinished = new Map(unfinishedIn(pages).map(one => [`${one.found.page.url}: ${one.words}`, one]));
    if (unfinished.size === 0) return passed(...exhibitsOf(pages));
    return [...unfinished].slice(0, 20).map(([subject, { found, sure }]) =>
      about(subject, {
        ...failed(`The text is not finished: ${cite(found)}.`, ...found.page.exhibits),
        confidence: sure,
      }),
    );
  },
  examples: {
    passed: [
      { when: 'whole text, with the notation of FHIR', facts: { pages: published([api()]) } },
      {
        when: 'a roadmap says what is to come',
        facts: {
          pages: published([api({ errors: `${sections.errors}<h2>Roadmap</h2><p>Subscriptions: coming soon.</p>` })]),
        },
      },
      {
        when: 'an instruction with a placeholder',
        facts: {
          pages: published([
            api({ needs: `${sections.needs}<p>Replace [your client id] with the id you were issued.</p>` }),
          ]),
        },
      },
    ],
    failed: [
      {
        when: 'a step is still to be documented',
        facts: {
          pages: published([
            api({
              registration: `${sections.registration}<h2>Verification</h2><p>Verification process to be documented.</p>`,
            }),
          ]),
        },
      },
      {
        when: 'the name was never filled in',
        facts: {
          pages: published([
            api(),
            {
              at: '/terms',
              role: 'terms',
              html: '<h1>Terms</h1><p>This agreement is between [Your Company Name] and the developer of an app.</p>',
            },
          ]),
        },
      },
      {
        when: 'filler',
        facts: { pages: published([api({ errors: '<h2>Errors</h2><p>Lorem ipsum dolor sit amet.</p>' })]) },
      },
    ],
    'cant-tell': [
      { when: 'nothing could be read', facts: { pages: published([{ role: 'api', status: 403, html: '<p>No</p>' }]) } },
    ],
  },
});
