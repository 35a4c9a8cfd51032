import { api, published } from '../../facts/documentation/samples.ts';
import { publishedPages } from '../../facts/documents/published.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import { eachRegistered } from '../registered-pages.ts';

/** What lies on a test system may be gone tomorrow, and nobody answers for it. */
export default defineRule({
  id: 'documentation/production-address',
  says: 'Registered pages are not on a test system',
  otherwise: 'A registered page is on a test system',
  cites: ['45 CFR 170.404(a)(2)(i)', '45 CFR 170.523(f)(1)(xii)'],
  barrier: 'doc-not-direct',
  assumes:
    'A host that bears the name of a stage of testing (dev, qa, uat, staging, test), or an address whose path begins with one, is a test system.',
  severity: 'low',
  confidence: 'likely',
  kind: 'condition-concern',
  remedy: 'Publish the pages on a host that is kept for the public, and register that address.',
  per: 'vendor',
  needs: { pages: publishedPages },
  judge: ({ pages }, { vendor }) =>
    eachRegistered(pages, vendor, ({ url, answer, exhibits }) => {
      const stage = [answer.asked, answer.url].map(address => stageIn(new URL(address))).find(found => found);
      if (!stage) return passed(...exhibits);
      const says = `${url} bears the word "${stage}"${answer.url === url ? '' : ` where it leads, at ${answer.url}`}`;
      return answer.kind === 'unreachable'
        ? cantTell(`${says}, and does not answer.`, ...exhibits)
        : failed(`${says}.`, ...exhibits);
    }),
  examples: {
    passed: [
      { when: 'a host for the public', facts: { pages: published([api()]) } },
      {
        when: 'a word that only begins like a stage',
        facts: { pages: published([{ ...api(), at: 'https://developer.larkspur.example/api' }]) },
      },
    ],
    failed: [
      {
        when: 'a host for acceptance tests',
        facts: { pages: published([{ ...api(), at: 'https://fhir-uat.larkspur.example/docs' }]) },
      },
    ],
    'cant-tell': [
      {
        when: 'one that does not answer',
        facts: { pages: published([{ role: 'api', at: 'https://qa.larkspur.example/docs', unreachable: true }]) },
      },
    ],
  },
});

/** The stage of testing that a host or the beginning of a path is called by. A sandbox is made for strangers, and no such stage. */
function stageIn({ hostname, pathname }: URL): string | undefined {
  const words = hostname
    .split('.')
    .slice(0, -2)
    .flatMap(label => label.split('-'));
  const [, begins = ''] = pathname.split('/');
  return (
    words.find(word =>
      /^(dev|devel|qa\d*|uat\d*|stage|staging|stg|test\d*|testing|preprod|apitest|openapitest)$/i.test(word),
    ) ?? (/^(qa\d*|uat\d*|staging|stg|preprod)$/i.test(begins) ? begins : undefined)
  );
}
