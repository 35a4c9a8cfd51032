import type { StepRecord } from '../../model/exhibit.ts';
import { counted, grouped, reasonWords } from '../plain-words.ts';
import { time } from './head.ts';
import { type Content, type Markup, markup } from './markup.ts';
import type { Page } from './section.ts';
import { timeline } from './timeline.ts';

/** What was done to the vendor, step by step, and every request as a picture. */
export function done(page: Page): Markup {
  const { input, shown } = page;
  const ends = Map.groupBy(
    input.evidence.exhibits('step').filter(({ event }) => event !== 'intent' && event !== 'started'),
    ({ step }) => step.id,
  );
  return markup`<section aria-labelledby="done"><h2 id="done">What was done</h2>
${timeline(page)}
<details class="plain"><summary>${counted(
    input.evidence.run.suites.reduce((sum, { steps }) => sum + steps.length, 0),
    'step',
  )}</summary>${input.evidence.run.suites.map(
    ({ topic, steps }) =>
      markup`<h3>${topic}</h3><ul class="lines">${steps.map(
        step =>
          markup`<li>${step.name} <span class="note">${step.permits.join(', ')}; ${endWords(ends.get(`${topic}/${step.name}`) ?? [], shown.text)}</span></li>\n`,
      )}</ul>`,
  )}</details></section>`;
}

function endWords(records: readonly StepRecord[], text: (given: string) => string): Content {
  if (records.length === 0) return 'left no record of an end';
  return records
    .slice(0, 20)
    .map(
      ({ event, reason, message, step }) =>
        markup`<span class="line">${step.deployment !== null && `${step.deployment}: `}${event}${reason && ` (${reasonWords[reason].says.toLowerCase()})`}${message && `: ${text(message)}`}</span>`,
    );
}

/** How a reader makes sure that nothing was changed since. */
export function seal({ input }: Page): Markup {
  const { judgedBy, run } = input.judgement;
  const sealed = input.seal;
  return markup`<section aria-labelledby="seal"><h2 id="seal">Seal</h2>
${
  sealed
    ? markup`<p>The evidence was sealed at ${time(sealed.sealedAt)}: ${counted(sealed.journals.length, 'journal')} and ${counted(sealed.bodies.count, 'body', 'bodies')}. In the folder of this run, the command below reads every byte again and compares it with the seals of the evidence and of each judgement.</p><pre class="command"><code>special-effort verify .</code></pre>
<table><caption>What was sealed</caption><thead><tr><th scope="col">File</th><th scope="col" class="number">Bytes</th><th scope="col">SHA-256</th></tr></thead><tbody>${sealed.journals.map(
        ({ file, size, sha256 }) =>
          markup`<tr><th scope="row">${file}</th><td class="number">${grouped(size)}</td><td><code>${sha256}</code></td></tr>`,
      )}<tr><th scope="row">bodies, by name</th><td class="number">${grouped(sealed.bodies.count)} files</td><td><code>${sealed.bodies.sha256}</code></td></tr></tbody></table>`
    : markup`<p>The evidence of this run was not sealed when this report was made. Nothing shows whether it was changed since.</p>`
}
<p class="note">Run <code>${run.id}</code>, judged by special-effort ${judgedBy.harness} with catalogue ${judgedBy.catalogue.version}, SHA-256 <code>${judgedBy.catalogue.sha256}</code>. The same evidence, harness and catalogue give the same report, byte for byte.</p></section>`;
}
