import { capabilityStatement } from '../../facts/discovery/capability-statement.ts';
import { changedResource, statement } from '../../facts/discovery/samples.ts';
import { claimsOf } from '../../facts/documentation/claims.ts';
import { cite } from '../../facts/documentation/library.ts';
import { api, published } from '../../facts/documentation/samples.ts';
import { publishedPages } from '../../facts/documents/published.ts';
import { cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { exhibitsOf, unreadable } from '../documentation.ts';

/** A search that is documented and not known there answers with an error, or with everything. */
export default defineRule({
  id: 'documentation/searches-agreement',
  says: 'The search parameters that are documented are in the CapabilityStatement',
  otherwise: 'A search parameter is documented that is not in the CapabilityStatement',
  cites: ['45 CFR 170.315(g)(10)(viii)(A)(1)', '45 CFR 170.404(a)(2)(i)'],
  barrier: 'doc-behavior-mismatch',
  assumes:
    'A CapabilityStatement that lists any search parameter of a type lists them all. Whether the search works is another question.',
  severity: 'medium',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Take the parameters in the documentation from the release that runs, or state in /metadata what it can do.',
  per: 'deployment',
  needs: { pages: publishedPages, statement: capabilityStatement },
  judge({ pages, statement: { server, exhibit } }) {
    const nothing = unreadable(pages);
    if (nothing) return nothing;
    const { searches } = claimsOf(pages);
    if (searches.size === 0)
      return inapplicable(
        'No search parameter of a type is documented in a form that we recognise.',
        ...exhibitsOf(pages),
      );
    const stated = new Map(
      server?.resources
        .filter(one => one.searchParameters.length > 0)
        .map(one => [one.type, new Set(one.searchParameters)]),
    );
    const known = (type: string, name: string) =>
      stated.get(type)?.has(name) || server?.searchParameters.includes(name);
    const missing = [...searches].filter(([search]) => {
      const [type = '', name = ''] = search.split('?');
      return stated.has(type) && !known(type, name);
    });
    if (stated.size === 0) return cantTell('The CapabilityStatement lists no search parameter at all.', exhibit);
    const [first] = missing;
    if (!first) return passed(...exhibitsOf(pages), exhibit);
    const names = missing
      .slice(0, 10)
      .map(([search]) => search.replace('?', ' by '))
      .join(', ');
    return failed(
      `The CapabilityStatement does not list ${names}, documented in ${cite(first[1])}.`,
      ...first[1].page.exhibits,
      exhibit,
    );
  },
  examples: {
    passed: [{ when: 'all are there', facts: { pages: published([api()]), statement: statement() } }],
    failed: [
      {
        when: 'Observation has no search by category there',
        facts: {
          pages: published([api()]),
          statement: statement({
            resources: changedResource('Observation', { searchParameters: ['patient', 'date'] }),
          }),
        },
      },
    ],
    'cant-tell': [
      {
        when: 'the CapabilityStatement lists none',
        facts: {
          pages: published([api()]),
          statement: statement({
            resources: [{ type: 'Patient', profiles: [], searchParameters: [], operations: [] }],
          }),
        },
      },
      {
        when: 'no documentation could be read',
        facts: { pages: published([{ role: 'api', status: 401, html: '' }]), statement: statement() },
      },
    ],
    inapplicable: [
      {
        when: 'none is documented',
        facts: {
          pages: published([api({ functions: '<h3>Patient</h3><p>Search parameters as in US Core.</p>' })]),
          statement: statement(),
        },
      },
    ],
  },
});
