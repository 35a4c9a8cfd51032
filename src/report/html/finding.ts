import type { Finding } from '../../model/finding.ts';
import { grouped } from '../plain-words.ts';
import { anchor, type Content, type Markup, markup } from './markup.ts';
import type { Page } from './section.ts';

/** Deployment and subject, or that the finding is about the vendor as a whole. */
export function whereSeen({ deployment, subject }: Finding): Content {
  if (deployment === null && subject === undefined) return 'The vendor as a whole';
  const place = deployment !== null && markup`<span class="deployment">${deployment}</span>`;
  const what = subject !== undefined && markup`<code class="subject">${subject}</code>`;
  return place && what ? markup`${place} ${what}` : place || what;
}

/** What was seen once, under a rule: where, in one sentence, and then what is given. */
export const sighting = (finding: Finding, inside: Content): Markup => markup`
<div class="sighting" id="${anchor(finding.rule, finding.deployment, finding.subject)}">
<p class="where">${whereSeen(finding)}</p>
<p class="because">${finding.because}</p>
${inside}</div>`;

/** The rule in the words that are true of a good vendor. */
export const saysOf = ({ input }: Page, finding: Finding): string => input.rule(finding.rule)?.says ?? finding.title;

/** At most so many exhibits by number or digest. */
export const named = ({ exhibits }: Page, { evidence }: Finding, most: number): Content => [
  evidence.slice(0, most).map(id => markup`${exhibits.name(id)} `),
  evidence.length > most && `and ${grouped(evidence.length - most)} more`,
];

/** For lists that are cut: where the rest is. */
export const furtherOnes = (count: number): Content =>
  count > 0 && markup`<p class="note">${grouped(count)} further ones are in findings.json.</p>`;
