import type { Finding } from '../../model/finding.ts';
import type { Ledger, LedgerStep } from '../../model/ledger.ts';
import { counted } from '../plain-words.ts';
import { type Content, type Markup, markup } from './markup.ts';
import type { Page } from './section.ts';
import { table } from './table.ts';

type Actor = LedgerStep['who'];
const actors: Readonly<Record<Actor, string>> = {
  us: 'The app\u2019s developer',
  program: 'A program',
  vendor: 'The vendor',
  customer: 'A customer of the vendor',
  patient: 'The patient',
};

/** Rules that speak to what is asked for at a step. */
const rulesOn: { readonly [asks in NonNullable<LedgerStep['asks']>]?: string } = {
  sponsor: 'onboarding/registration-without-a-sponsor',
  vetting: 'onboarding/patient-apps-without-vetting',
  programme: 'onboarding/production-without-a-programme',
  payment: 'onboarding/registration-at-no-charge',
  sales: 'onboarding/registration-without-sales',
};

/** Drawing units; the drawing is scaled to the column. */
const width = 960;
const left = 200;
const laneHeight = 40;
const mostMarks = 80;
const mostRows = 300;

/** What getting in took: who had to act, what it cost, and whether anything told of it beforehand. */
export function ledger(page: Page): Content {
  const { ledger: found } = page.input;
  if (!found) return false;
  return markup`<section aria-labelledby="ledger"><h2 id="ledger">What getting in took</h2>
<p>${sums(found)}</p>
${picture(found, page)}
${table(
  'stacked',
  [
    'Each step, in the order in which it happened',
    found.steps.length > mostRows && `; the first ${mostRows} of ${found.steps.length}`,
  ],
  ['Step', 'When and who', 'What it cost, and what was told of it'],
  found.steps.slice(0, mostRows).map(step => row(step, page)),
)}</section>`;
}

function sums({ steps, arrived, days, minutes, money, handovers }: Ledger): string {
  const cost = [
    minutes > 0 && `${counted(minutes, 'minute')} of work written down`,
    money.length > 0 && money.join(', '),
  ]
    .filter(Boolean)
    .join(' and ');
  return `${counted(steps.length, 'step')} over ${counted(days, 'business day')}, ${counted(handovers, 'time')} passed from one to another${cost ? `; ${cost}` : ''}. ${arrived ? 'It ends with a patient\u2019s record.' : 'No patient\u2019s record was reached in what was seen.'}`;
}

const tellings: Readonly<Record<NonNullable<LedgerStep['documented']>['how'], (place: string) => string>> = {
  told: place => `The documentation tells of it: ${place}`,
  'not-told': () => 'No other page that was read tells of it',
  denied: place => `The documentation says that it is not needed: ${place}`,
};

function row(step: LedgerStep, page: Page): readonly [Content, ...Content[]] {
  const { shown, exhibits } = page;
  const { at, what, words, about, who, waited, minutes, money, documented, agreement } = step;
  const approval =
    agreement &&
    markup`<span class="note">Text <code>${agreement.sha256.slice(0, 12)}</code>${agreement.approvedBy ? `, agreed to by ${agreement.approvedBy}` : ': nobody has agreed to it yet'}</span>`;
  return [
    markup`${shown.text(what)}${words && markup` <q>${shown.text(words)}</q>`} ${approval} <span class="note">${about && markup`${shown.text(about)}, `}${exhibits.name(step.exhibits[0])}</span>`,
    markup`<span class="counts"><span>${at.slice(0, 10)}</span></span> <span class="line">${actors[who]}</span>${waited > 0 && markup`<span class="note">after ${counted(waited, 'business day')}</span>`}`,
    [
      [minutes !== undefined && counted(minutes, 'minute'), money].filter(Boolean).join(', '),
      documented && tellings[documented.how](documented.place ?? ''),
      ...against(step, page).map(({ title, rule }) => markup`${title} <span class="note">${rule}</span>`),
    ]
      .filter(line => line !== undefined && line !== '')
      .map(line => markup`<span class="line">${line}</span>`),
  ];
}

/** Failed findings about a step: the rule on what it asks for, and those judged from what was written down of it. */
function against({ asks, exhibits }: LedgerStep, { findings, input }: Page): readonly Finding[] {
  const rule = asks && rulesOn[asks];
  const written = input.evidence.exhibit(exhibits[0])?.kind === 'journal';
  return findings.filter(
    finding =>
      finding.outcome === 'failed' &&
      finding.topic === 'onboarding' &&
      (finding.rule === rule || (written && finding.evidence.at(-1) === exhibits[0])),
  );
}

/** A lane for each who had to act; the line goes from one to the next as the matter did. */
function picture({ steps }: Ledger, page: Page): Content {
  const drawn = steps.slice(0, mostMarks);
  const lanes = (Object.keys(actors) as Actor[]).filter(actor => drawn.some(({ who }) => who === actor));
  if (drawn.length < 2) return false;
  const gap = (width - left - 30) / (drawn.length - 1);
  const x = (index: number): number => Math.round((left + 15 + index * gap) * 10) / 10;
  const y = (who: Actor): number => lanes.indexOf(who) * laneHeight + 26;
  const floor = lanes.length * laneHeight + 10;
  return markup`<figure class="ledger"><div class="scroll" tabindex="0" role="region" aria-label="Steps by who had to act">
<svg viewBox="0 0 ${width} ${floor + 26}" role="img" aria-labelledby="ledger-title" class="picture">
<title id="ledger-title">${counted(steps.length, 'step')}, a lane for each who had to act; the table below tells the same</title>
${lanes.map(
  lane =>
    markup`<text class="lane" x="8" y="${y(lane) + 4}">${actors[lane]}</text><path class="line" d="M${left} ${y(lane)}H${width - 8}"/>`,
)}
<path class="line" d="${drawn.map(({ who }, index) => `${index === 0 ? 'M' : 'L'}${x(index)} ${y(who)}`).join('')}"/>
${drawn.map((step, index): Markup => {
  const stands = against(step, page).length > 0;
  const waits =
    step.waited > 0 &&
    gap > 14 &&
    markup`<text class="tick middle" x="${x(index)}" y="${floor + 16}">+${step.waited}</text>`;
  return markup`<g><title>${step.at.slice(0, 10)}: ${page.shown.text(step.what)}</title>${
    stands
      ? markup`<path class="mark broken" d="M${x(index) - 6} ${y(step.who) - 6}h12v12h-12z"/>`
      : markup`<circle class="mark ok" cx="${x(index)}" cy="${y(step.who)}" r="6"/>`
  }</g>${waits}`;
})}
</svg></div>
<figcaption>A square is a step that a rule speaks against; a number is business days waited before a step.</figcaption></figure>`;
}
