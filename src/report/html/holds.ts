import type { Finding } from '../../model/finding.ts';
import { counted, grouped } from '../plain-words.ts';
import { byRule } from '../report.ts';
import { whereSeen } from './barriers.ts';
import { type Markup, markup } from './markup.ts';
import type { Page } from './section.ts';
import { sign } from './signs.ts';

const mostOfOneRule = 30;

/** Where no barrier was seen, and where a rule does not apply: quiet lists, for completeness. */
export function holds(page: Page): Markup {
  const [passed, inapplicable] = (['passed', 'inapplicable'] as const).map(outcome =>
    page.findings.filter(finding => finding.outcome === outcome),
  ) as [Finding[], Finding[]];
  return markup`<section aria-labelledby="holds"><h2 id="holds">Where no barrier was seen</h2>
<p>Passing proves nothing beyond the exhibits named: another app, patient, place or day may meet a barrier that these did not.</p>
${passed.length > 0 && markup`<details class="plain"><summary>${counted(passed.length, 'finding')}</summary>${rows(page, passed)}</details>`}</section>
<section aria-labelledby="inapplicable"><h2 id="inapplicable">What does not apply</h2>
${inapplicable.length > 0 ? markup`<details class="plain"><summary>${counted(inapplicable.length, 'finding')}</summary>${rows(page, inapplicable)}</details>` : markup`<p>Every rule applies.</p>`}</section>`;
}

const rows = (page: Page, findings: readonly Finding[]): Markup =>
  markup`<ul class="lines spaced">${byRule(findings).map(
    ({ rule, findings: ofRule }) =>
      markup`<li>${sign(ofRule[0].outcome)} ${page.input.rule(rule)?.says ?? ofRule[0].title} <span class="note"><code>${rule}</code></span><ul>${ofRule
        .slice(0, mostOfOneRule)
        .map(
          finding =>
            markup`<li>${whereSeen(finding)}${finding.outcome === 'inapplicable' && markup`: ${finding.because}`} <span class="note">rests on ${finding.evidence.slice(0, 4).map(id => markup`${page.exhibits.name(id)} `)}${finding.evidence.length > 4 && `and ${grouped(finding.evidence.length - 4)} more`}</span></li>\n`,
        )}</ul>${ofRule.length > mostOfOneRule && markup`<p class="note">${grouped(ofRule.length - mostOfOneRule)} further ones are in findings.json.</p>`}</li>\n`,
  )}</ul>`;
