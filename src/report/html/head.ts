import type { Judgement } from '../../model/finding.ts';
import { type Deployment, patientData } from '../../model/vendor.ts';
import { counted, permissionWords, purposeWords } from '../plain-words.ts';
import { facts, time } from './facts.ts';
import { link, type Markup, markup } from './markup.ts';
import type { Page } from './section.ts';
import { table } from './table.ts';

export const productOf = ({ input }: Page): string => {
  const { vendor, product } = input.judgement.run;
  return [product.name ?? vendor, product.version].filter(Boolean).join(' ');
};

/** Who was tested, when, by what, and with whose leave. */
export function head(page: Page): Markup {
  const { run, judgedBy } = page.input.judgement;
  const { deployments, engagement, purpose } = page.input.evidence.run.vendor;
  const places = deployments.map(({ id, environment }) => `${id} (${environment ?? 'environment not stated'})`);
  const ended = run.finishedAt !== null && markup` to ${time(run.finishedAt)}`;
  const laterJudged = judgedBy.harness === run.harness ? '' : `, judged by ${judgedBy.harness}`;
  return markup`<header class="masthead">
<p class="kicker">Access to patients\u2019 records without special effort</p>
<h1>${productOf(page)}</h1>
<p class="lead">What stood in the way of an app that asked for the records the law promises, with the evidence for each sentence.</p>
${!run.complete && markup`<p class="notice">This run is unfinished. What follows rests on what was collected until it stopped; resume it before relying on what is missing here.</p>`}
${facts(
  [
    ['Developer', run.vendor],
    ['Product', productOf(page)],
    ['CHPL number', run.product.chpl ?? 'not stated'],
    ['Purpose', purposeWords[purpose]],
    ['Deployments', places.join(', ') || 'none named'],
    [
      'Leave',
      engagement ? `given by ${engagement.by}: ${permitted(page).join(', ')}` : 'none: only what is public was read',
    ],
    ['Collected', markup`${time(run.startedAt)}${ended}`],
    ['Standards claimed', claimed(run.standards)],
    ['Harness', `special-effort ${run.harness}${laterJudged}`],
    ['Requirements', `catalogue ${judgedBy.catalogue.version}`],
  ],
  'wide',
)}
</header>`;
}

/** What was allowed, by whom, and where it was done. */
export function scope(page: Page): Markup {
  const { vendor, authorised, suites } = page.input.evidence.run;
  const { engagement, audience, deployments } = vendor;
  const kept = page.input.options.patients === 'keep';
  return markup`<section aria-labelledby="scope"><h2 id="scope">Scope and permission</h2>
${facts(
  [
    ['Leave given by', engagement?.by ?? 'nobody: only what is public was read'],
    ['Document', engagement?.document],
    ['Until', engagement?.until && `${engagement.until}, inclusive`],
    ['Permitted', permitted(page).map(word => markup`<span class="line">${word}: ${permissionWords[word]}</span>`)],
    ['Authorised for production', authorised ? 'yes, said on the command line' : 'no'],
    ['Audience', audience.length > 0 ? `apps chosen by ${audience.join('s and ')}s` : 'not stated'],
    ['Topics', suites.map(({ topic }) => topic).join(', ')],
    ['Patients', kept ? 'shown as they were seen' : 'under pseudonyms; bodies that may hold a record are not shown'],
  ],
  'wide',
)}
${
  deployments.length > 0
    ? table(
        'stacked',
        `${counted(deployments.length, 'deployment')} asked`,
        ['Deployment', 'Environment', 'Run by', 'Records'],
        deployments.map(deploymentRow),
      )
    : markup`<p>The profile names no deployment.</p>`
}</section>`;
}

const deploymentRow = (deployment: Deployment) =>
  [
    markup`${deployment.id}<br><span class="address">${link(deployment.base)}</span>`,
    deployment.environment ?? 'not stated',
    hostWords[deployment.host],
    `${deployment.data ?? 'not stated'}; ${dataWords[patientData(deployment)]}`,
  ] as const;

const hostWords = { developer: 'the developer', customer: 'a customer', unknown: 'not stated' } as const;
const dataWords = {
  keep: 'bodies kept as evidence',
  measure: 'measured, no body kept',
  refuse: 'none asked for',
} as const;

/** What the engagement permits; to read what is public needs no leave. */
const permitted = ({ input }: Page) => [
  'passive' as const,
  ...(input.evidence.run.vendor.engagement?.permits ?? []).filter(permission => permission !== 'passive'),
];

function claimed(standards: Judgement['run']['standards']): string {
  const stated = [
    standards['us-core'] && `US Core ${standards['us-core']}`,
    standards.smart && `SMART ${standards.smart}`,
    standards.bulk && `Bulk Data ${standards.bulk}`,
  ];
  return stated.filter(Boolean).join(', ') || 'not stated';
}
