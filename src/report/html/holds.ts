import type { Finding } from '../../model/finding.ts';
import { counted } from '../plain-words.ts';
import { byRule, type RuleFindings } from '../report.ts';
import { furtherOnes, named, saysOf, whereSeen } from './finding.ts';
import { type Markup, markup } from './markup.ts';
import type { Page } from './section.ts';
import { sign } from './signs.ts';

const mostOfOneRule = 30;

/** Where no barrier was seen, and where a rule does not apply: quiet lists, for completeness. */
export function holds(page: Page): Markup {
  const passed = page.findings.filter(({ outcome }) => outcome === 'passed');
  const inapplicable = page.findings.filter(({ outcome }) => outcome === 'inapplicable');
  return markup`<section aria-labelledby="holds"><h2 id="holds">Where no barrier was seen</h2>
<p>Passing proves nothing beyond the exhibits named: another app, patient, place or day may meet a barrier that these did not.</p>
${passed.length > 0 && list(page, passed)}</section>
<section aria-labelledby="inapplicable"><h2 id="inapplicable">What does not apply</h2>
${inapplicable.length > 0 ? list(page, inapplicable) : markup`<p>Every rule applies.</p>`}</section>`;
}

const list = (page: Page, findings: readonly Finding[]): Markup => markup`
<details class="plain"><summary>${counted(findings.length, 'finding')}</summary>
<ul class="lines spaced">${byRule(findings).map(ofRule => item(page, ofRule))}</ul></details>`;

const item = (page: Page, { rule, findings }: RuleFindings): Markup => markup`
<li>${sign(findings[0].outcome)} ${saysOf(page, findings[0])} <span class="note"><code>${rule}</code></span>
<ul>${findings.slice(0, mostOfOneRule).map(
  finding => markup`
<li>${whereSeen(finding)}${finding.outcome === 'inapplicable' && `: ${finding.because}`}
<span class="note">rests on ${named(page, finding, 4)}</span></li>`,
)}</ul>${furtherOnes(findings.length - mostOfOneRule)}</li>`;
