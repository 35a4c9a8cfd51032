import type { Finding } from '../../model/finding.ts';
import { inForce, type Requirement } from '../../model/requirement.ts';
import { confidences, severities } from '../../model/words.ts';
import {
  attributionWords,
  confidenceWords,
  counted,
  environmentWords,
  exceptionStateWords,
  kindWords,
  severityWords,
} from '../plain-words.ts';
import { byRule, type ReportInput, type RuleFindings } from '../report.ts';
import { furtherOnes, named, sighting, whereSeen } from './finding.ts';
import { anchor, type Content, link, type Markup, markup } from './markup.ts';
import type { Page } from './section.ts';
import { severitySign, sign } from './signs.ts';

/** Sightings of one rule that open their exhibits in place; the others are one line each. */
const mostSightings = 12;
const mostExhibitsOfOne = 10;
const mostLines = 500;

/** Failed findings by rule: most severe first, then the surest, then by name. */
export function barriersOf(findings: readonly Finding[]): readonly RuleFindings[] {
  const rank = ({ findings: ofRule }: RuleFindings): number =>
    Math.min(
      ...ofRule.map(
        ({ severity, confidence }) =>
          severities.indexOf(severity) * confidences.length + confidences.indexOf(confidence),
      ),
    );
  return byRule(findings.filter(({ outcome }) => outcome === 'failed')).toSorted((a, b) => rank(a) - rank(b));
}

export async function barriers(page: Page, failed: readonly RuleFindings[]): Promise<Markup> {
  const articles: Markup[] = [];
  for (const ofRule of failed) articles.push(await barrier(page, ofRule));
  return markup`<section aria-labelledby="barriers"><h2 id="barriers">What stands in the way</h2>
${failed.length === 0 && markup`<p>No barrier was seen.</p>`}${articles}</section>`;
}

async function barrier(page: Page, { rule, findings }: RuleFindings): Promise<Markup> {
  const [first] = findings;
  const { severity } = first;
  const sightings: Markup[] = [];
  for (const finding of findings.slice(0, mostSightings))
    sightings.push(sighting(finding, await evidenceOf(page, finding)));
  return markup`
<article class="barrier" id="${anchor(rule)}" aria-labelledby="${anchor('title', rule)}">
<p class="over"><span class="severity ${severity}">${severitySign(severity)} ${severityWords[severity]}</span> <code>${rule}</code></p>
<h3 id="${anchor('title', rule)}">${sign('failed')}<span>${first.title}</span></h3>
${sightings}
${moreSightings(page, findings.slice(mostSightings))}
<div class="sides">
<div><h4>What is asked</h4>
${citations(page.input, first.cites)}
${first.assumes && markup`<p><strong>Our reading.</strong> ${first.assumes} <span class="note">Whoever disputes this reading may keep the facts.</span></p>`}</div>
<div><h4>How to mend it</h4>
<p>${first.remedy}</p>
<h4>What might justify it</h4>
${justifications(page.input, first)}</div>
</div>
</article>`;
}

async function evidenceOf({ exhibits }: Page, finding: Finding): Promise<Markup> {
  const shown: Markup[] = [];
  for (const id of finding.evidence.slice(0, mostExhibitsOfOne)) shown.push(await exhibits.show(id));
  const more = finding.evidence.length - shown.length;
  const where = finding.environment ? environmentWords[finding.environment] : 'In what is published';
  return markup`<dl class="axes">
<div><dt>How sure</dt><dd>${confidenceWords[finding.confidence]}${seen(finding)}</dd></div>
<div><dt>What kind</dt><dd>${kindWords[finding.kind]}</dd></div>
<div><dt>Who answers for it</dt><dd>${attributionWords[finding.attributedTo]}</dd></div>
<div><dt>Where</dt><dd>${where}</dd></div>
</dl>
${shown}${more > 0 && markup`<p class="note">It rests on ${counted(more, 'more exhibit')}, named in findings.json.</p>`}`;
}

const moreSightings = (page: Page, findings: readonly Finding[]): Content =>
  findings.length > 0 &&
  markup`<details class="plain"><summary>${counted(findings.length, 'more sighting')}</summary>
<ul class="lines">${findings.slice(0, mostLines).map(
    finding => markup`
<li>${whereSeen(finding)}: ${finding.because} ${named(page, finding, 3)}</li>`,
  )}</ul>${furtherOnes(findings.length - mostLines)}</details>`;

function seen({ corroboration }: Finding): Content {
  if (!corroboration) return undefined;
  const { asked } = corroboration;
  const wanted = [
    asked.times !== undefined && counted(asked.times, 'time'),
    asked.hours !== undefined && `over ${counted(asked.hours, 'hour')}`,
    asked.networks !== undefined && `from ${counted(asked.networks, 'network')}`,
  ].filter(Boolean);
  return `. Seen ${corroboration.seen === 1 ? 'once' : counted(corroboration.seen, 'time')}; ${wanted.join(' ')} is asked before it counts as certain`;
}

const readingWords: Readonly<Record<Requirement['reading'], string>> = {
  verified: 'read against the text itself',
  secondary: 'read from a secondary source',
  memory: 'from memory, not checked against the text',
  inference: 'our own inference from the text',
};

function citations({ catalogue, judgement }: ReportInput, cites: readonly string[]): Markup {
  const day = judgement.run.startedAt.slice(0, 10);
  return markup`<dl class="citations">${cites.map(id => {
    const text = catalogue.requirement(id) ?? catalogue.exception(id);
    if (!text) return markup`<div><dt>${id}</dt><dd class="note">Not in this catalogue.</dd></div>`;
    const standing = inForce(text.inForce, day) ? '' : ` Not in force on ${day}.`;
    return markup`<div><dt>${link(text.link, id)}</dt>
<dd>${text.asks} <span class="note">In our own words; ${readingWords[text.reading]}.${standing}</span></dd></div>`;
  })}</dl>`;
}

function justifications({ catalogue }: ReportInput, finding: Finding): Markup {
  const known = catalogue.barrier(finding.barrier ?? '');
  const ids = [...new Set([...finding.exceptions, ...(known?.exceptions ?? [])])];
  if (ids.length === 0) return markup`<p>No exception that is known to us fits.</p>`;
  return markup`<p>${exceptionStateWords[finding.exceptionState]}</p>${ids.map(id => {
    const exception = catalogue.exception(id);
    if (!exception) return markup`<p>${id}</p>`;
    const deadlines = exception.deadlines.map(
      ({ days, unit, from, for: what }) => `${counted(days, `${unit} day`)} from ${from}: ${what}`,
    );
    return markup`
<details class="plain"><summary>${exception.name} (${exception.id})</summary>
<p>${exception.asks} ${link(exception.link, 'The text')}</p>
${list('All of these must hold', exception.conditions)}
${list('Proof it would take', exception.proofs)}
${list('Deadlines', deadlines)}</details>`;
  })}`;
}

const list = (title: string, items: readonly string[]): Content =>
  items.length > 0 && markup`<p class="part">${title}</p><ul>${items.map(item => markup`<li>${item}</li>`)}</ul>`;
