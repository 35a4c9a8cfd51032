import type { Finding } from '../../model/finding.ts';
import { type Permission, permissions } from '../../model/vendor.ts';
import { type UntestedReason, untestedReasons } from '../../model/words.ts';
import { counted, reasonWords } from '../plain-words.ts';
import { byRule, type RuleFindings } from '../report.ts';
import { furtherOnes, named, saysOf, sighting, whereSeen } from './finding.ts';
import { anchor, type Content, type Markup, markup } from './markup.ts';
import type { Page } from './section.ts';
import { sign } from './signs.ts';

/** Of one rule or one message, in a list. */
const mostOfOneRule = 40;
const mostMessages = 100;
/** Sightings of one rule whose exhibits are opened in place, and how many of each. */
const mostOpened = 6;
const mostExhibitsOfOne = 4;
/** Lists so short that they need no folding. */
const mostUnfolded = 6;

/** What a careful reader would leave open, and what was never tested, with what it would take to know. */
export async function doubts(page: Page): Promise<Markup> {
  const unsure = page.findings.filter(({ outcome }) => outcome === 'cant-tell');
  const untested = Map.groupBy(
    page.findings.filter(({ outcome }) => outcome === 'untested'),
    ({ reason }) => reason ?? 'not-collected',
  );
  const articles: Markup[] = [];
  for (const ofRule of byRule(unsure)) articles.push(await doubt(page, ofRule));
  const reasons = untestedReasons.flatMap(reason => {
    const findings = untested.get(reason);
    return findings ? [reasonGroup(page, reason, findings)] : [];
  });
  return markup`<section aria-labelledby="doubts"><h2 id="doubts">What could not be told</h2>
${
  unsure.length > 0
    ? markup`<p>In ${counted(unsure.length, 'finding')} a careful reader of the exhibits would not decide. Each says what was seen.</p>${articles}`
    : markup`<p>Wherever evidence was collected, it could be read one way or the other.</p>`
}</section>
<section aria-labelledby="untested"><h2 id="untested">What was not tested, and what it would take</h2>
${reasons.length > 0 ? reasons : markup`<p>Every rule that applies was tested.</p>`}</section>`;
}

async function doubt(page: Page, { rule, findings }: RuleFindings): Promise<Markup> {
  const sightings: Markup[] = [];
  for (const [index, finding] of findings.slice(0, mostOfOneRule).entries()) {
    const opened = index < mostOpened ? finding.evidence.slice(0, mostExhibitsOfOne) : [];
    const shown: Markup[] = [];
    for (const id of opened) shown.push(await page.exhibits.show(id));
    sightings.push(sighting(finding, opened.length > 0 ? shown : named(page, finding, mostExhibitsOfOne)));
  }
  return markup`
<article class="doubt" aria-labelledby="${anchor('doubt', rule)}">
<p class="over"><code>${rule}</code></p>
<h3 id="${anchor('doubt', rule)}">${sign('cant-tell')}<span>${saysOf(page, findings[0])}?</span></h3>
${sightings}${furtherOnes(findings.length - mostOfOneRule)}</article>`;
}

function reasonGroup(page: Page, reason: UntestedReason, findings: readonly Finding[]): Markup {
  const { says, takes } = reasonWords[reason];
  const messages = [...Map.groupBy(findings, ({ because }) => because)];
  const title = markup`${says} <span class="times">${counted(findings.length, 'finding')}</span>`;
  return markup`
<article class="reason" aria-labelledby="${anchor('reason', reason)}">
<h3 id="${anchor('reason', reason)}">${sign('untested')}<span>${title}</span></h3>
<p>${takes}</p>
${reason === 'not-permitted' && engagementLines(page, findings)}
<details class="plain"${findings.length <= mostUnfolded && markup` open`}><summary>Which they are</summary>
${messages.slice(0, mostMessages).map(([because, ofMessage]) => markup`<p class="message">${because}</p>${untestedRules(page, ofMessage)}`)}
${furtherOnes(messages.length - mostMessages)}</details></article>`;
}

const untestedRules = (page: Page, findings: readonly Finding[]): Markup =>
  markup`<ul class="lines">${findings.slice(0, mostOfOneRule).map(finding => {
    const somewhere = finding.deployment !== null || finding.subject !== undefined;
    const where = somewhere && markup`, ${whereSeen(finding)}`;
    return markup`
<li>${saysOf(page, finding)} <span class="note"><code>${finding.rule}</code>${where}</span></li>`;
  })}</ul>${furtherOnes(findings.length - mostOfOneRule)}`;

/** Permissions that need a paper. */
const onPaper: readonly Permission[] = ['negative', 'load', 'write'];

/** The engagement that would have let the skipped steps run: what the profile permits already, and what they lacked. */
function engagementLines({ input }: Page, findings: readonly Finding[]): Content {
  const { vendor, startedAt } = input.evidence.run;
  const { by, document, until, permits = [] } = vendor.engagement ?? {};
  const needed = findings.flatMap(({ evidence }) =>
    evidence.flatMap(id => {
      const exhibit = input.evidence.exhibit(id);
      return exhibit?.kind === 'step' ? (exhibit.permits ?? []) : [];
    }),
  );
  const wanted = permissions.filter(
    permission => permission !== 'passive' && (needed.includes(permission) || permits.includes(permission)),
  );
  const paper = wanted.some(permission => onPaper.includes(permission));
  const over = until !== undefined && until < startedAt.slice(0, 10);
  const missing = wanted.some(permission => !permits.includes(permission)) || (paper && document === undefined) || over;
  if (!missing) return undefined;
  const lines = [
    'engagement:',
    `  by: ${by === undefined ? 'NAME OF WHO GIVES LEAVE' : JSON.stringify(by)}`,
    paper && `  document: ${document === undefined ? 'THE CONTRACT OR LETTER' : JSON.stringify(document)}`,
    `  until: ${until === undefined || over ? 'YYYY-MM-DD' : until}`,
    `  permits: [${wanted.join(', ')}]`,
  ];
  return markup`<p class="part">The profile would then say</p><pre><code>${lines.filter(Boolean).join('\n')}</code></pre>`;
}
