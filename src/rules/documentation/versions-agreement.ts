import { capabilityStatement } from '../../facts/discovery/capability-statement.ts';
import { statement } from '../../facts/discovery/samples.ts';
import { claimsOf } from '../../facts/documentation/claims.ts';
import { cite } from '../../facts/documentation/library.ts';
import { api, published } from '../../facts/documentation/samples.ts';
import { publishedPages } from '../../facts/documents/published.ts';
import { cantTell, defineRule, failed, inapplicable, passed } from '../../model/rule.ts';
import { exhibitsOf, unreadable } from '../documentation.ts';

const releases: readonly [RegExp, string][] = [
  [/^4\.0/, 'R4'],
  [/^3\.0/, 'STU3'],
  [/^1\.0/, 'DSTU2'],
];

/** Documentation of an old release describes resources that are no longer there. */
export default defineRule({
  id: 'documentation/versions-agreement',
  says: 'Documentation and CapabilityStatement speak of the same release of FHIR',
  otherwise: 'The documentation speaks of another release of FHIR than the server runs',
  cites: ['45 CFR 170.404(a)(2)(i)', '45 CFR 170.315(g)(10)(viii)(A)(1)'],
  barrier: 'doc-behavior-mismatch',
  assumes:
    'Documentation that names several releases may describe several APIs; it disagrees only where the one that runs is not among them.',
  severity: 'medium',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Publish the documentation of the release that runs.',
  per: 'deployment',
  needs: { pages: publishedPages, statement: capabilityStatement },
  judge({ pages, statement: { fhirVersion, exhibit } }) {
    const nothing = unreadable(pages);
    if (nothing) return nothing;
    const named = claimsOf(pages).releases;
    const runs = releases.find(([pattern]) => pattern.test(fhirVersion ?? ''))?.[1];
    if (!runs) return cantTell(`The CapabilityStatement gives ${fhirVersion ?? 'no version of FHIR'}.`, exhibit);
    const [first] = named;
    if (!first) return inapplicable('The documentation names no release of FHIR.', ...exhibitsOf(pages));
    if (named.has(runs)) return passed(...exhibitsOf(pages), exhibit);
    return failed(
      `The server runs FHIR ${fhirVersion} (${runs}), and the documentation speaks of ${[...named.keys()].join(', ')}: ${cite(first[1])}.`,
      ...first[1].page.exhibits,
      exhibit,
    );
  },
  examples: {
    passed: [{ when: 'R4 in both', facts: { pages: published([api()]), statement: statement() } }],
    failed: [
      {
        when: 'documentation of DSTU2 for a server of R4',
        facts: {
          pages: published([api({ intro: '<h1>FHIR API</h1><p>The API is FHIR DSTU2.</p>' })]),
          statement: statement(),
        },
      },
    ],
    'cant-tell': [
      {
        when: 'the server does not say what it runs',
        facts: { pages: published([api()]), statement: statement({ fhirVersion: '' }) },
      },
      {
        when: 'no documentation could be read',
        facts: { pages: published([{ role: 'api', status: 401, html: '' }]), statement: statement() },
      },
    ],
    inapplicable: [
      {
        when: 'no release is named',
        facts: { pages: published([api({ intro: '<h1>API</h1>' })]), statement: statement() },
      },
    ],
  },
});
