import { createHash } from 'node:crypto';
import { barriers, barriersOf } from './html/barriers.ts';
import { coverage } from './html/coverage.ts';
import { done, seal } from './html/done.ts';
import { doubts } from './html/doubts.ts';
import { exhibitRoom } from './html/exhibit-room.ts';
import { head, productOf, scope } from './html/head.ts';
import { holds } from './html/holds.ts';
import { ledger } from './html/ledger.ts';
import { markup } from './html/markup.ts';
import type { Page } from './html/section.ts';
import { signSheet } from './html/signs.ts';
import { style } from './html/style.ts';
import { verdict } from './html/verdict.ts';
import { inOrder } from './json.ts';
import { pseudonyms } from './pseudonyms.ts';
import type { ReportInput } from './report.ts';

/** No script, and nothing from anywhere else: whatever a vendor wrote, a reader's browser runs and fetches nothing. */
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(String(style)).digest('base64')}'; img-src data:; base-uri 'none'; form-action 'none'`;

const contents = [
  ['glance', 'In one glance'],
  ['barriers', 'What stands in the way'],
  ['doubts', 'What could not be told'],
  ['untested', 'What was not tested'],
  ['ledger', 'What getting in took'],
  ['holds', 'No barrier seen'],
  ['inapplicable', 'What does not apply'],
  ['coverage', 'Requirements'],
  ['scope', 'Scope and permission'],
  ['done', 'What was done'],
  ['seal', 'Seal'],
] as const;

/**
 * The file `report.html`: a reviewer reads it first, a developer mends from it.
 *
 * Self-contained; opens from a disk without a network. Bodies come through `input.evidence`; one that was withheld or is
 * missing is named as such and never stops the report.
 */
export async function html(input: ReportInput): Promise<string> {
  const shown = pseudonyms(input.evidence, input.options.patients);
  const page: Page = {
    input,
    shown,
    findings: inOrder(input.judgement.findings).map(shown.finding),
    exhibits: exhibitRoom(input, shown),
  };
  const failed = barriersOf(page.findings);
  // In reading order: exhibits are numbered as they are first shown.
  const inTheWay = await barriers(page, failed);
  const inDoubt = await doubts(page);
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${productOf(page)}: what stands in the way</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the findings</a>
${signSheet}
<div class="page">
${head(page)}
<nav aria-label="Contents"><ol>${contents.filter(([id]) => id !== 'ledger' || input.ledger !== undefined).map(([id, title]) => markup`<li><a href="#${id}">${title}</a></li>`)}</ol></nav>
<main id="main" tabindex="-1">
${verdict(page, failed)}
${inTheWay}
${inDoubt}
${ledger(page)}
${holds(page)}
${coverage(page)}
${scope(page)}
${done(page)}
${seal(page)}
</main>
<footer><p>Made by special-effort ${input.judgement.run.harness}. It reports what was seen and who may have to answer for it. What that means in law takes people: who the actor is, what they knew, and which exception applies.</p></footer>
</div>
</body>
</html>
`.toString();
}
