import { patientData } from '../../model/vendor.ts';
import { counted, moment, permissionWords, purposeWords } from '../plain-words.ts';
import { type Content, link, type Markup, markup } from './markup.ts';
import type { Page } from './section.ts';

export const productOf = ({ input }: Page): string => {
  const { vendor, product } = input.judgement.run;
  return [product.name ?? vendor, product.version].filter(Boolean).join(' ');
};

/** Who was tested, when, by what, and with whose leave. */
export function head(page: Page): Markup {
  const { run, judgedBy } = page.input.judgement;
  const { vendor } = page.input.evidence.run;
  return markup`<header class="masthead">
<p class="kicker">Access to patients\u2019 records without special effort</p>
<h1>${productOf(page)}</h1>
<p class="lead">What stood in the way of an app that asked for the records the law promises, with the evidence for each sentence.</p>
${!run.complete && markup`<p class="notice">This run is unfinished. What follows rests on what was collected until it stopped; resume it before relying on what is missing here.</p>`}
<dl class="facts wide">
${pair('Developer', run.vendor)}
${pair('Product', productOf(page))}
${pair('CHPL number', run.product.chpl ?? 'not stated')}
${pair('Purpose', purposeWords[vendor.purpose])}
${pair('Deployments', vendor.deployments.map(({ id, environment }) => `${id} (${environment ?? 'environment not stated'})`).join(', ') || 'none named')}
${pair('Leave given', vendor.engagement ? `by ${vendor.engagement.by}, to do what is ${['passive', ...vendor.engagement.permits.filter(permission => permission !== 'passive')].join(', ')}` : 'none: only what is public was read')}
${pair('Collected', markup`${time(run.startedAt)}${run.finishedAt !== null && markup` to ${time(run.finishedAt)}`}`)}
${pair('Standards claimed', claimed(run.standards))}
${pair('Harness', `special-effort ${run.harness}${judgedBy.harness === run.harness ? '' : `, judged by ${judgedBy.harness}`}`)}
${pair('Requirements', `catalogue ${judgedBy.catalogue.version}`)}
</dl>
</header>`;
}

/** What was allowed, by whom, and where it was done. */
export function scope({ input }: Page): Markup {
  const { vendor, authorised } = input.evidence.run;
  const { engagement } = vendor;
  const permits = ['passive' as const, ...(engagement?.permits ?? []).filter(permission => permission !== 'passive')];
  return markup`<section aria-labelledby="scope"><h2 id="scope">Scope and permission</h2>
<dl class="facts wide">
${pair('Leave given by', engagement ? engagement.by : 'nobody: only what is public was read')}
${engagement?.document && pair('Document', engagement.document)}
${engagement?.until && pair('Until', `${engagement.until}, inclusive`)}
${pair(
  'Permitted',
  permits.map(permission => markup`<span class="line">${permission}: ${permissionWords[permission]}</span>`),
)}
${pair('Authorised for production', authorised ? 'yes, said on the command line' : 'no')}
${pair('Audience', vendor.audience.length > 0 ? `apps chosen by ${vendor.audience.join('s and ')}s` : 'not stated')}
${pair('Topics', input.evidence.run.suites.map(({ topic }) => topic).join(', '))}
${pair('Patients\u2019 names', input.options.patients === 'keep' ? 'kept as they were seen' : 'replaced by pseudonyms; bodies that may hold a record are not shown')}
</dl>
${
  vendor.deployments.length > 0
    ? markup`<table class="deployments"><caption>${counted(vendor.deployments.length, 'deployment')} asked</caption><thead><tr><th scope="col">Deployment</th><th scope="col">Environment</th><th scope="col">Run by</th><th scope="col">Records</th></tr></thead><tbody>${vendor.deployments.map(
        deployment =>
          markup`<tr><th scope="row">${deployment.id}<br><span class="address">${link(deployment.base)}</span></th><td data-label="Environment">${deployment.environment ?? 'not stated'}</td><td data-label="Run by">${{ developer: 'the developer', customer: 'a customer', unknown: 'not stated' }[deployment.host]}</td><td data-label="Records">${deployment.data ?? 'not stated'}; ${dataWords[patientData(deployment)]}</td></tr>`,
      )}</tbody></table>`
    : markup`<p>The profile names no deployment.</p>`
}</section>`;
}

const dataWords = {
  keep: 'bodies kept as evidence',
  measure: 'measured, no body kept',
  refuse: 'none asked for',
} as const;

const pair = (term: string, value: Content): Markup => markup`<div><dt>${term}</dt><dd>${value}</dd></div>`;

export const time = (iso: string): Markup => markup`<time datetime="${iso}">${moment(iso)}</time>`;

function claimed(standards: Readonly<Record<string, string | undefined>>): string {
  const names: Readonly<Record<string, string>> = { 'us-core': 'US Core', smart: 'SMART', bulk: 'Bulk Data' };
  const stated = Object.entries(standards).flatMap(([family, version]) =>
    version ? [`${names[family] ?? family} ${version}`] : [],
  );
  return stated.join(', ') || 'not stated';
}
