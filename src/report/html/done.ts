import type { StepRecord } from '../../model/exhibit.ts';
import { counted, grouped, reasonWords } from '../plain-words.ts';
import { time } from './facts.ts';
import { type Content, type Markup, markup } from './markup.ts';
import type { Page } from './section.ts';
import { table } from './table.ts';
import { timeline } from './timeline.ts';

const mostEnds = 20;

/** What was done to the vendor, step by step, and every request as a picture. */
export function done(page: Page): Markup {
  const { evidence } = page.input;
  const { suites } = evidence.run;
  const ends = Map.groupBy(
    evidence.exhibits('step').filter(({ event }) => event !== 'intent' && event !== 'started'),
    ({ step }) => step.id,
  );
  const steps = suites.reduce((sum, suite) => sum + suite.steps.length, 0);
  return markup`<section aria-labelledby="done"><h2 id="done">What was done</h2>
${timeline(page)}
<details class="plain"><summary>${counted(steps, 'step')}</summary>${suites.map(
    suite => markup`
<h3>${suite.topic}</h3>
<ul class="lines">${suite.steps.map(({ name, permits }) => {
      const records = ends.get(`${suite.topic}/${name}`) ?? [];
      return markup`
<li>${name} <span class="note">${permits.join(', ')}; ${endsOf(records, page.shown.text)}</span></li>`;
    })}</ul>`,
  )}</details></section>`;
}

function endsOf(records: readonly StepRecord[], text: (given: string) => string): Content {
  if (records.length === 0) return 'left no record of an end';
  return records.slice(0, mostEnds).map(({ event, reason, message, step }) => {
    const where = step.deployment === null ? '' : `${step.deployment}: `;
    const why = reason ? ` (${reasonWords[reason].says.toLowerCase()})` : '';
    return markup`<span class="line">${where}${event}${why}${message && `: ${text(message)}`}</span>`;
  });
}

/** How a reader makes sure that nothing was changed since. */
export function seal({ input }: Page): Markup {
  const { judgedBy, run } = input.judgement;
  const { catalogue, harness } = judgedBy;
  return markup`<section aria-labelledby="seal"><h2 id="seal">Seal</h2>
${input.seal ? sealed(input.seal) : markup`<p>The evidence of this run was not sealed when this report was made. Nothing shows whether it was changed since.</p>`}
<p class="note">Run <code>${run.id}</code>, judged by special-effort ${harness} with catalogue ${catalogue.version},
SHA-256 <code>${catalogue.sha256}</code>. The same evidence, harness and catalogue give the same report, byte for byte.</p></section>`;
}

const sealed = ({ sealedAt, journals, bodies }: NonNullable<Page['input']['seal']>): Markup => markup`
<p>The evidence was sealed at ${time(sealedAt)}: ${counted(journals.length, 'journal')} and ${counted(bodies.count, 'body', 'bodies')}.
In the folder of this run, the command below reads every byte again and compares it with the seals of the evidence and of each judgement.</p>
<pre class="command"><code>special-effort verify .</code></pre>
${table(
  'stacked',
  'What was sealed',
  ['File', { number: 'Bytes' }, 'SHA-256'],
  [
    ...journals.map(({ file, size, sha256 }) => [file, grouped(size), markup`<code>${sha256}</code>`] as const),
    ['bodies, by name', `${grouped(bodies.count)} files`, markup`<code>${bodies.sha256}</code>`],
  ],
)}`;
