import type {
  Body,
  ConnectionFailure,
  Exchange,
  Exhibit,
  ExhibitId,
  Handshake,
  Headers,
  Measurement,
  RenderedPage,
} from '../../model/exhibit.ts';
import { milestones } from '../../model/journal.ts';
import { duration, grouped, moment } from '../plain-words.ts';
import type { Pseudonyms } from '../pseudonyms.ts';
import type { ReportInput } from '../report.ts';
import { bodyPath, excerpt, shownLength } from './excerpt.ts';
import { facts } from './facts.ts';
import { type Content, type Markup, markup } from './markup.ts';
import { repeatExchange, repeatFailure, repeatHandshake } from './repeat.ts';

/** One line that says what was seen. */
export function summary(exhibit: Exhibit, { text, hides }: Pseudonyms): Markup {
  switch (exhibit.kind) {
    case 'exchange': {
      const { request, response } = exhibit;
      return markup`<code>${request.method} ${text(request.url)}</code> <span class="answer">answered ${response.status}${exhibit.madeByProxy && ' (by a proxy of ours)'}</span>`;
    }
    case 'failure':
      return markup`<code>${exhibit.method} ${text(exhibit.url)}</code> <span class="answer">no answer: ${exhibit.phase}, ${exhibit.code}</span>`;
    case 'page':
      return markup`<code>${text(exhibit.url)}</code> <span class="answer">as a browser drew it</span>`;
    case 'file':
      return markup`File <code>${hides(exhibit) ? 'of a patient' : text(exhibit.name)}</code> <span class="answer">${grouped(exhibit.body.size)} bytes</span>`;
    case 'tls':
      return markup`<code>${exhibit.offered} to ${exhibit.host}:${exhibit.port}</code> <span class="answer">${exhibit.accepted ? 'accepted' : 'not accepted'}${exhibit.trusted === false && ', certificate not trusted'}</span>`;
    case 'measurement':
      return markup`${exhibit.label ?? 'Measurement'} <span class="answer">measured by ${exhibit.by}</span>`;
    case 'step':
      return markup`Step <q>${exhibit.step.id}</q> <span class="answer">${exhibit.event}</span>`;
    case 'journal':
      return markup`What a person wrote down <span class="answer">${moment(exhibit.happenedAt)}</span>`;
    case 'run':
      return markup`The run itself <span class="answer">${moment(exhibit.startedAt)}</span>`;
  }
}

export interface Showing {
  readonly input: ReportInput;
  readonly shown: Pseudonyms;
  readonly picture: (body: Body, of: string) => Promise<Content>;
  readonly name: (id: ExhibitId) => Markup;
}

/** What an exhibit holds, laid out for whoever opens it. */
export async function content(exhibit: Exhibit, showing: Showing): Promise<Content> {
  const { text } = showing.shown;
  switch (exhibit.kind) {
    case 'exchange':
      return await exchange(exhibit, showing);
    case 'failure':
      return failure(exhibit, text);
    case 'page':
      return await page(exhibit, showing);
    case 'file':
      return await body(exhibit, exhibit.body, showing);
    case 'tls':
      return await handshake(exhibit, showing);
    case 'measurement':
      return measurement(exhibit, showing);
    case 'step':
      return facts([
        ['Event', exhibit.event],
        ['Reason', exhibit.reason],
        ['Said', exhibit.message && text(exhibit.message)],
        ['Needs leave for', exhibit.permits?.join(', ')],
        ['Deployment', exhibit.step.deployment ?? undefined],
      ]);
    case 'journal':
      return markup`<blockquote>${text(exhibit.text)}</blockquote>${facts([
        ['Happened', moment(exhibit.happenedAt)],
        ['Written down', exhibit.writtenAt && `${moment(exhibit.writtenAt)}${exhibit.by ? `, by ${exhibit.by}` : ''}`],
        ['How', exhibit.what],
        ['Whose act', exhibit.who],
        ['Means', exhibit.means && milestones[exhibit.means]],
        ['Waits for', exhibit.waitsFor],
        ['From', exhibit.mail?.from && text(exhibit.mail.from)],
        ['To', exhibit.mail?.to && text(exhibit.mail.to)],
        ['Date header', exhibit.mail?.date],
      ])}${exhibit.attachments.map(
        (attachment, index) =>
          markup`<p class="note">Attached: ${exhibit.attached?.[index] && `${exhibit.attached[index]}, `}${bodyPath(attachment)}</p>`,
      )}`;
    case 'run':
      return facts([
        ['Run', exhibit.run],
        ['Harness', exhibit.harness],
        ['Node.js', `${exhibit.node} on ${exhibit.platform}`],
        ['Topics', exhibit.topics.join(', ')],
      ]);
  }
}

const body = async (exhibit: Exhibit, of: Body | undefined, { input, shown }: Showing): Promise<Content> =>
  of && (await excerpt(input.evidence, of, shown.hides(exhibit), shown.text));

async function exchange(exhibit: Exchange, showing: Showing): Promise<Markup> {
  const { request, response, took, remoteAddress, redirectedFrom } = exhibit;
  const { text } = showing.shown;
  const url = text(request.url);
  const from = remoteAddress ? ` from ${remoteAddress}` : '';
  return markup`<p class="part">Asked</p>
<pre><code>${request.method} ${url}\n${headerLines(request.headers, text)}</code></pre>${await body(exhibit, request.body, showing)}
<p class="part">Answered ${response.status} in ${duration(took)}${from}</p>
<pre><code>${headerLines(response.headers, text) || 'No headers'}</code></pre>${await body(exhibit, response.body, showing)}
${redirectedFrom && markup`<p class="note">A redirect led here: ${showing.name(redirectedFrom)}</p>`}
${repetition(repeatExchange({ request: { ...request, url } }), url !== request.url)}`;
}

function failure(exhibit: ConnectionFailure, text: (given: string) => string): Markup {
  const url = text(exhibit.url);
  return markup`<p>${text(exhibit.message)}</p>${facts([
    ['Failed at', `${exhibit.phase} (${exhibit.code})`],
    ['Tries', exhibit.tries.map(({ at, code }) => markup`<span class="line">${at}: ${code}</span>`)],
    ['Control', exhibit.control ? controlWords(exhibit.control, text) : 'None: the fault may be on our side'],
  ])}${repetition(repeatFailure({ ...exhibit, url }), url !== exhibit.url)}`;
}

async function page(exhibit: RenderedPage, showing: Showing): Promise<Markup> {
  const { text, hides } = showing.shown;
  const hidden = hides(exhibit);
  const picture = exhibit.screenshot && !hidden && (await showing.picture(exhibit.screenshot, text(exhibit.url)));
  return markup`${facts([
    ['Title', hidden ?? exhibit.title],
    ['Ended at', text(exhibit.finalUrl)],
    ['Status', exhibit.status ?? 'none'],
    ['Links', grouped(exhibit.links.length)],
    ['Requests of its own', grouped(exhibit.requests.length)],
    ['Not whole', exhibit.incomplete && text(exhibit.incomplete)],
  ])}${picture}<p class="part">Its text</p>${await body(exhibit, exhibit.text, showing)}`;
}

async function handshake(exhibit: Handshake, showing: Showing): Promise<Markup> {
  const { certificate, application, trusted } = exhibit;
  const refused = exhibit.refusedByServer ? 'spoke TLS and refused it' : 'did not complete it';
  const distrusted = `no: ${exhibit.trustError ?? 'no reason recorded'}`;
  return markup`${facts([
    ['Offered', `${exhibit.offered} alone`],
    ['Server', exhibit.accepted ? 'accepted it' : refused],
    ['Code', exhibit.code],
    ['Cipher', exhibit.cipher],
    ['Over it, a GET answered', application?.status],
    ['Certificate for', certificate && (certificate.names.join(', ') || certificate.subject)],
    ['Issued by', certificate?.issuer],
    ['Valid', certificate && `${certificate.notBefore} to ${certificate.notAfter}`],
    ['Trusted', trusted === undefined ? undefined : trusted ? 'yes' : distrusted],
    ['SHA-256', certificate?.sha256],
  ])}${await body(exhibit, application?.body, showing)}${repetition(repeatHandshake(exhibit))}`;
}

function measurement({ value, of }: Measurement, { shown, name }: Showing): Markup {
  const read = shown.text(JSON.stringify(value, null, 2) ?? 'absent');
  return markup`<pre><code>${read.slice(0, shownLength)}${read.length > shownLength && '\n...'}</code></pre>
${of.length > 0 && markup`<p class="note">Measured on ${of.slice(0, 20).map(id => markup`${name(id)} `)}</p>`}`;
}

const headerLines = (headers: Headers, text: (given: string) => string): string =>
  headers.map(([name, value]) => `${name}: ${text(value)}`).join('\n');

const controlWords = (
  { url, status }: { url: string; status: number | 'loopback' },
  text: (given: string) => string,
): string => (status === 'loopback' ? 'Loopback needs none' : `${text(url)} answered ${status} by the same route`);

const repetition = (command: string | undefined, hidden = false): Content =>
  command !== undefined &&
  markup`<p class="part">To ask this again</p><pre class="command"><code>${command}</code></pre>${
    command.includes('$SECRET') && markup`<p class="note">Set SECRET to a credential of your own.</p>`
  }${hidden && markup`<p class="note">What this report hides in the address has to be put back.</p>`}`;

/** When, by which step, and under which digest it was kept. */
export function provenance({ id, at, label, step }: Exhibit): Markup {
  const again = step && step.attempt > 1 && `, attempt ${step.attempt}`;
  return markup`
<p class="provenance">${at}${step && markup`, by the step <q>${step.id}</q>${again}`}${label && markup`, kept as <q>${label}</q>`}<br>
<code>${id}</code></p>`;
}
