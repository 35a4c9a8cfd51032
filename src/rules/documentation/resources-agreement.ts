import { capabilityStatement } from '../../facts/discovery/capability-statement.ts';
import { changedResource, statement, usCoreResources } from '../../facts/discovery/samples.ts';
import { claimsOf } from '../../facts/documentation/claims.ts';
import { cite, libraryOf } from '../../facts/documentation/library.ts';
import { protocolTypes } from '../../facts/documentation/resource-types.ts';
import { api, published, sections } from '../../facts/documentation/samples.ts';
import { publishedPages } from '../../facts/documents/published.ts';
import { about, cantTell, defineRule, failed, passed, type Verdict } from '../../model/rule.ts';
import { exhibitsOf, unreadable } from '../documentation.ts';

/** An app written for what the documentation offers fails where the server does not; what is not documented nobody asks for. */
export default defineRule({
  id: 'documentation/resources-agreement',
  says: 'Documentation and CapabilityStatement name the same resource types',
  otherwise: 'Documentation and CapabilityStatement do not name the same resource types',
  cites: ['45 CFR 170.315(g)(10)(viii)(A)(1)', '45 CFR 170.404(a)(2)(i)'],
  barrier: 'doc-behavior-mismatch',
  assumes:
    'A type is documented as offered where it heads a section or a row of a table, or stands in a request. Documentation that sends its reader to the CapabilityStatement for the list need not repeat it.',
  severity: 'medium',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Write the list of types from the release that runs, and test the documentation against it.',
  per: 'deployment',
  needs: { pages: publishedPages, statement: capabilityStatement },
  judge({ pages, statement: { server, exhibit } }) {
    const nothing = unreadable(pages);
    if (nothing) return nothing;
    if (!server || server.resources.length === 0)
      return cantTell('The CapabilityStatement lists no resource type.', exhibit);
    return [about('documented', documented()), about('offered', offered())];

    function documented(): Verdict {
      const { resources } = claimsOf(pages);
      const stated = new Set(server!.resources.map(({ type }) => type));
      const missing = [...resources].filter(([type]) => !stated.has(type));
      if (resources.size === 0)
        return cantTell(
          'The documentation lists no resource type in a form that we recognise.',
          ...exhibitsOf(pages),
          exhibit,
        );
      const [first] = missing;
      if (!first) return passed(...exhibitsOf(pages), exhibit);
      const types = missing.map(([type]) => type).join(', ');
      return failed(
        `The CapabilityStatement does not list ${types}, which the documentation offers: ${cite(first[1])}.`,
        ...first[1].page.exhibits,
        exhibit,
      );
    }

    function offered(): Verdict {
      const { mentionedTypes, defersTypes } = claimsOf(pages);
      const silent = server!.resources
        .map(({ type }) => type)
        .filter(type => !mentionedTypes.has(type) && !protocolTypes.has(type));
      if (silent.length === 0) return passed(...exhibitsOf(pages), exhibit);
      const types = silent.join(', ');
      if (defersTypes)
        return cantTell(
          `The documentation does not name ${types}; it may mean to leave the list to the API itself: ${cite(defersTypes)}.`,
          ...defersTypes.page.exhibits,
          exhibit,
        );
      const { gaps } = libraryOf(pages);
      if (gaps.length > 0)
        return cantTell(
          `The documentation does not name ${types}, as far as it was read: ${gaps.join('; ')}.`,
          ...exhibitsOf(pages),
          exhibit,
        );
      return failed(
        `The CapabilityStatement lists ${types}, which the documentation nowhere names.`,
        ...exhibitsOf(pages),
        exhibit,
      );
    }
  },
  examples: {
    passed: [
      {
        when: 'the same types',
        facts: {
          pages: published([api()]),
          statement: statement({
            resources: usCoreResources().filter(({ type }) => ['Patient', 'Observation', 'Condition'].includes(type)),
          }),
        },
      },
    ],
    failed: [
      {
        when: 'a type is documented that is not offered',
        facts: {
          pages: published([api({ functions: `${sections.functions}<h3>Appointment</h3><p>Visits to come.</p>` })]),
          statement: statement({
            resources: usCoreResources().filter(({ type }) => ['Patient', 'Observation', 'Condition'].includes(type)),
          }),
        },
      },
      {
        when: 'types are offered that are not documented',
        facts: { pages: published([api()]), statement: statement() },
      },
    ],
    'cant-tell': [
      {
        when: 'the documentation sends its reader to the CapabilityStatement',
        facts: {
          pages: published([
            api({ base: `${sections.base}<p>The CapabilityStatement has the full list of types.</p>` }),
          ]),
          statement: statement(),
        },
      },
      {
        when: 'no documentation could be read',
        facts: { pages: published([{ role: 'api', status: 401, html: '' }]), statement: statement() },
      },
      {
        when: 'the CapabilityStatement lists nothing',
        facts: { pages: published([api()]), statement: statement({ resources: [] }) },
      },
      {
        when: 'no type stands in a form that shows it is offered',
        facts: {
          pages: published([
            api({
              functions:
                '<p>A Patient, an Observation or a Condition can be read with a token; see FHIR on search parameters.</p>',
            }),
          ]),
          statement: statement({ resources: changedResource('Patient', {}) }),
        },
      },
    ],
  },
});
