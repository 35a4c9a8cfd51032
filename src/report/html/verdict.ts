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
<ul class="tiles">${outcomesInOrder.map(
    outcome =>
      markup`<li class="${outcome}"><span class="figure">${grouped(findings.filter(finding => finding.outcome === outcome).length)}</span><span class="label">${sign(outcome)} ${outcomeWords[outcome]}</span></li>`,
  )}</ul>
<p class="note">Each is a finding: what one rule says of one deployment, page or client. That nothing was seen to stand in the way proves nothing; that something did is shown below, with the evidence.</p>
${bugs > 0 && markup`<p class="notice">Our own harness failed in ${counted(bugs, 'finding')}, counted here as not tested: nothing in that is the vendor\u2019s doing.</p>`}
${
  barriers.length === 0
    ? markup`<p class="lead">No barrier was seen. What could not be told or was not tested is listed below, with what it would take.</p>`
    : markup`<ol class="ways">${severities.flatMap(severity =>
        barriers
          .filter(({ findings: [finding] }) => finding.severity === severity)
          .map(
            ({ rule, findings: ofRule }) =>
              markup`<li><span class="severity ${severity}">${severitySign(severity)} ${severityWords[severity]}</span><a href="${toAnchor(anchor(rule))}">${ofRule[0].title}</a>${ofRule.length > 1 && markup` <span class="times">${counted(ofRule.length, 'time')}</span>`}</li>`,
          ),
      )}</ol>`
}
${outcomesByTopic(page)}
</section>`;
}
