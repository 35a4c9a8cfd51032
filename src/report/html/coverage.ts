import type { Outcome } from '../../model/words.ts';
import { counted, outcomesInOrder, outcomeWords } from '../plain-words.ts';
import type { CoverageRow } from '../report.ts';
import { anchor, link, type Markup, markup, toAnchor } from './markup.ts';
import type { Page } from './section.ts';
import { sign } from './signs.ts';

/** Every requirement beside the rules that test it: a reader must see what this run says nothing about. */
export function coverage(page: Page): Markup {
  const rows = page.input.coverage ?? [];
  const judged = Map.groupBy(page.findings, ({ rule }) => rule);
  const outcomeOf = ({ rules }: CoverageRow): Outcome | 'no rule' | 'not judged' => {
    if (rules.length === 0) return 'no rule';
    const seen = new Set(rules.flatMap(rule => (judged.get(rule) ?? []).map(({ outcome }) => outcome)));
    return outcomesInOrder.find(outcome => seen.has(outcome)) ?? 'not judged';
  };
  const groups = Map.groupBy(rows, outcomeOf);
  const order = [...outcomesInOrder, 'not judged', 'no rule'] as const;
  return markup`<section aria-labelledby="coverage"><h2 id="coverage">Requirements</h2>
<p>${
    rows.length === 0
      ? 'No table of requirements was given to this report.'
      : `${counted(rows.length, 'requirement')}, each with the rules that test it and the worst they found here. One that no rule tests says why.`
  }</p>
${order.flatMap(outcome => {
  const group = groups.get(outcome);
  return group ? [table(page, outcome, group)] : [];
})}</section>`;
}

function table(
  { input, findings }: Page,
  outcome: Outcome | 'no rule' | 'not judged',
  rows: readonly CoverageRow[],
): Markup {
  const title =
    outcome === 'no rule'
      ? 'No rule tests it'
      : outcome === 'not judged'
        ? 'Its topic was not chosen'
        : outcomeWords[outcome];
  const failed = new Set(findings.filter(finding => finding.outcome === 'failed').map(({ rule }) => rule));
  return markup`<details class="plain"><summary>${outcome !== 'no rule' && outcome !== 'not judged' && sign(outcome)} ${title} <span class="times">${counted(rows.length, 'requirement')}</span></summary>
<table class="requirements"><caption>${outcome === 'no rule' ? 'Requirements that nothing here tests' : 'Requirements and the rules that cite them'}</caption><thead><tr><th scope="col">Requirement</th><th scope="col">${outcome === 'no rule' ? 'Why not' : 'Rules'}</th></tr></thead><tbody>${rows.map(
    ({ requirement: id, rules, untested, partly }) => {
      const requirement = input.catalogue.requirement(id);
      return markup`<tr><th scope="row">${requirement ? link(requirement.link, id) : id}<span class="asks">${requirement?.asks}</span></th><td>${rules.map(
        rule =>
          markup`<span class="line">${failed.has(rule) ? markup`<a href="${toAnchor(anchor(rule))}">${rule}</a>` : rule}</span>`,
      )}${untested}${partly && markup`<span class="note">Not tested: ${partly}</span>`}</td></tr>\n`;
    },
  )}</tbody></table></details>`;
}
