import { severities } from '../../model/words.ts';
import { counted, grouped, outcomesInOrder, outcomeWords, severityWords } from '../plain-words.ts';
import type { RuleFindings } from '../report.ts';
import { anchor, type Markup, markup, toAnchor } from './markup.ts';
import { outcomesByTopic } from './outcomes-by-topic.ts';
import type { Page } from './section.ts';
import { severitySign, sign } from './signs.ts';

/** The run in one glance: counts, then what stands in the way, most severe first. */
export function verdict(page: Page, barriers: readonly RuleFindings[]): Markup {
  const { findings } = page;
  const bugs = findings.filter(({ reason }) => reason === 'harness-bug').length;
  return markup`<section aria-labelledby="glance"><h2 id="glance">In one glance</h2>
<ul class="tiles">${outcomesInOrder.map(outcome => {
    const count = findings.filter(finding => finding.outcome === outcome).length;
    return markup`
<li class="${outcome}"><span class="figure">${grouped(count)}</span><span class="label">${sign(outcome)} ${outcomeWords[outcome]}</span></li>`;
  })}</ul>
<p class="note">Each is a finding: what one rule says of one deployment, page or client. That nothing was seen to stand in the way proves nothing; that something did is shown below, with the evidence.</p>
${bugs > 0 && markup`<p class="notice">Our own harness failed in ${counted(bugs, 'finding')}, counted here as not tested: nothing in that is the vendor\u2019s doing.</p>`}
${
  barriers.length > 0
    ? markup`<ol class="ways">${severities.map(severity =>
        barriers.filter(({ findings: [finding] }) => finding.severity === severity).map(way),
      )}</ol>`
    : markup`<p class="lead">No barrier was seen. What could not be told or was not tested is listed below, with what it would take.</p>`
}
${outcomesByTopic(page)}
</section>`;
}

const way = ({ rule, findings }: RuleFindings): Markup => {
  const [{ severity, title }] = findings;
  return markup`
<li><span class="severity ${severity}">${severitySign(severity)} ${severityWords[severity]}</span>
<a href="${toAnchor(anchor(rule))}">${title}</a>
${findings.length > 1 && markup`<span class="times">${counted(findings.length, 'time')}</span>`}</li>`;
};
