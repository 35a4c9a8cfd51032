import { type Outcome, outcomes } from '../../model/words.ts';
import { counted, outcomesInOrder, outcomeWords } from '../plain-words.ts';
import type { CoverageRow } from '../report.ts';
import { anchor, type Content, link, type Markup, markup, toAnchor } from './markup.ts';
import type { Page } from './section.ts';
import { sign } from './signs.ts';
import { table } from './table.ts';

/** How a requirement fared: the worst outcome among its rules, or why there is none. */
type Fate = Outcome | 'not judged' | 'no rule';
const fates: readonly Fate[] = [...outcomesInOrder, 'not judged', 'no rule'];
const isOutcome = (fate: Fate): fate is Outcome => outcomes.some(outcome => outcome === fate);

/** Every requirement beside the rules that test it: a reader must see what this run says nothing about. */
export function coverage({ input, findings }: Page): Markup {
  const rows = input.coverage ?? [];
  const ofRule = Map.groupBy(findings, ({ rule }) => rule);
  const worst = (rules: readonly string[]): Outcome | undefined => {
    const seen = new Set(rules.flatMap(rule => (ofRule.get(rule) ?? []).map(({ outcome }) => outcome)));
    return outcomesInOrder.find(outcome => seen.has(outcome));
  };
  const groups = Map.groupBy(
    rows,
    ({ rules }): Fate => (rules.length === 0 ? 'no rule' : (worst(rules) ?? 'not judged')),
  );
  const says =
    rows.length === 0
      ? 'No table of requirements was given to this report.'
      : `${counted(rows.length, 'requirement')}, grouped by the worst finding of the rules that cite them. Those that no rule tests say why.`;
  return markup`<section aria-labelledby="coverage"><h2 id="coverage">Requirements</h2>
<p>${says}</p>
${fates.map(fate => {
  const ofFate = groups.get(fate);
  return ofFate && group(fate, ofFate, rule => worst([rule]));
})}</section>`;
}

function group(fate: Fate, rows: readonly CoverageRow[], worst: (rule: string) => Outcome | undefined): Markup {
  const title = isOutcome(fate)
    ? markup`${sign(fate)} ${outcomeWords[fate]}`
    : { 'not judged': 'Topic not chosen', 'no rule': 'No rule tests it' }[fate];
  const [caption, column] =
    fate === 'no rule'
      ? (['Requirements that nothing here tests', 'Why not'] as const)
      : (['Requirements and the rules that cite them', 'Rules'] as const);
  return markup`
<details class="plain"><summary>${title} <span class="times">${counted(rows.length, 'requirement')}</span></summary>
${table(
  'stacked requirements',
  caption,
  ['Requirement', column],
  rows.map(({ entry, rules, untested, partly }) => [
    markup`${link(entry.link, entry.id)}<span class="asks">${entry.asks}</span>`,
    [
      rules.map(rule => ruleLine(rule, worst(rule))),
      untested,
      partly && markup`<span class="note">Not tested: ${partly}</span>`,
    ],
  ]),
)}</details>`;
}

/** Only what stands in the way has a place of its own on this page to lead to. */
function ruleLine(rule: string, outcome: Outcome | undefined): Content {
  const name = outcome === 'failed' ? markup`<a href="${toAnchor(anchor(rule))}">${rule}</a>` : rule;
  const fared = outcome && markup` <span class="note">${outcomeWords[outcome].toLowerCase()}</span>`;
  return markup`<span class="line">${outcome && sign(outcome)} ${name}${fared}</span>`;
}
