import {
  type CapabilityStatement,
  capabilityStatement,
  groupOperations,
} from '../../facts/discovery/capability-statement.ts';
import { changedResource, statement } from '../../facts/discovery/samples.ts';
import { claimsOf } from '../../facts/documentation/claims.ts';
import { cite, libraryOf } from '../../facts/documentation/library.ts';
import { api, published } from '../../facts/documentation/samples.ts';
import { publishedPages } from '../../facts/documents/published.ts';
import { about, cantTell, defineRule, failed, passed, type Verdict } from '../../model/rule.ts';
import { exhibitsOf, unreadable } from '../documentation.ts';

/** An operation that is there and not documented is there for insiders. */
export default defineRule({
  id: 'documentation/operations-agreement',
  says: 'Documentation and CapabilityStatement name the same operations',
  otherwise: 'Documentation and CapabilityStatement do not name the same operations',
  cites: ['45 CFR 170.315(g)(10)(viii)(A)(1)', '45 CFR 170.404(a)(2)(i)'],
  barrier: 'doc-behavior-mismatch',
  assumes:
    'An operation is documented where its name stands with its dollar sign. A group export that another base address declares is declared.',
  severity: 'low',
  confidence: 'likely',
  kind: 'criterion-nonconformity',
  remedy: 'Document every operation that the CapabilityStatement declares, and declare every one that is documented.',
  per: 'deployment',
  needs: { pages: publishedPages, statement: capabilityStatement },
  mayUse: { exports: groupOperations },
  judge({ pages, statement: stated, exports }) {
    const nothing = unreadable(pages);
    if (nothing) return nothing;
    const { operations } = claimsOf(pages);
    const declared = operationsOf(stated);
    return [about('documented', documented()), about('declared', offered())];

    function documented(): Verdict {
      const missing = [...operations].filter(
        ([name]) => !declared.has(name) && !(name === '$export' && exports && exports.length > 0),
      );
      const [first] = missing;
      if (!first) return passed(...exhibitsOf(pages), stated.exhibit);
      const names = missing.map(([name]) => name).join(', ');
      if (declared.size === 0)
        return cantTell(
          `${names} is documented, and the CapabilityStatement declares no operation at all: ${cite(first[1])}.`,
          ...first[1].page.exhibits,
          stated.exhibit,
        );
      return failed(
        `The CapabilityStatement does not declare ${names}, which is documented: ${cite(first[1])}.`,
        ...first[1].page.exhibits,
        stated.exhibit,
      );
    }

    function offered(): Verdict {
      const silent = [...declared].filter(name => !operations.has(name));
      if (silent.length === 0) return passed(...exhibitsOf(pages), stated.exhibit);
      const { gaps } = libraryOf(pages);
      if (gaps.length > 0)
        return cantTell(
          `The documentation does not name ${silent.join(', ')}, as far as it was read: ${gaps.join('; ')}.`,
          ...exhibitsOf(pages),
          stated.exhibit,
        );
      return failed(
        `The CapabilityStatement declares ${silent.join(', ')}, which the documentation nowhere names.`,
        ...exhibitsOf(pages),
        stated.exhibit,
      );
    }
  },
  examples: {
    passed: [
      { when: 'the group export, in both', facts: { pages: published([api()]), statement: withOperations('export') } },
    ],
    failed: [
      {
        when: 'an operation is declared and not documented',
        facts: { pages: published([api()]), statement: withOperations('export', 'match') },
      },
      {
        when: 'an operation is documented and not declared',
        facts: { pages: published([api()]), statement: withOperations('everything') },
      },
    ],
    'cant-tell': [
      { when: 'no operation is declared at all', facts: { pages: published([api()]), statement: withOperations() } },
      {
        when: 'no documentation could be read',
        facts: { pages: published([{ role: 'api', status: 401, html: '' }]), statement: withOperations('export') },
      },
    ],
  },
});

function withOperations(...names: string[]): CapabilityStatement {
  return statement({
    resources: changedResource('Group', {}).concat([
      { type: 'Group', profiles: [], searchParameters: [], operations: names.map(name => ({ name })) },
    ]),
  });
}

/** Declared names, with the dollar sign they are called by. */
function operationsOf({ server }: CapabilityStatement): ReadonlySet<string> {
  const all = [...(server?.operations ?? []), ...(server?.resources ?? []).flatMap(({ operations }) => operations)];
  const called = ({ name = '', definition = '' }: (typeof all)[number]): string =>
    /export/i.test(`${name} ${definition}`) ? '$export' : `$${name.replace(/^\$/, '')}`;
  return new Set(all.map(called).filter(name => name.length > 1));
}
