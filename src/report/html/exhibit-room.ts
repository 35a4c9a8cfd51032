import type { Body, Exhibit, ExhibitId, Headers } from '../../model/exhibit.ts';
import { duration, grouped, moment } from '../plain-words.ts';
import type { Pseudonyms } from '../pseudonyms.ts';
import type { ReportInput } from '../report.ts';
import { bodyPath, excerpt } from './excerpt.ts';
import { type Content, type Markup, markup } from './markup.ts';
import { repeatExchange, repeatFailure, repeatHandshake } from './repeat.ts';

/** Exhibits shown whole; those cited after that are named only, or a page of thousands would open in nobody's browser. */
const mostExhibits = 300;
/** Bytes of pictures in one page, and in one picture. */
const mostPictures = 900_000;
const largestPicture = 400_000;

/** Numbers exhibits as a court would, in the order in which they are first cited, and shows each once. */
export interface ExhibitRoom {
  /** The exhibit opened in place, or the number under which it was shown before. */
  show(id: ExhibitId): Promise<Markup>;
  /** Its number with a link, if it is shown anywhere so far; else its kind and digest. */
  name(id: ExhibitId): Markup;
}

export function exhibitRoom(input: ReportInput, shown: Pseudonyms): ExhibitRoom {
  const numbers = new Map<ExhibitId, number>();
  let pictures = 0;

  const name = (id: ExhibitId): Markup => {
    const number = numbers.get(id);
    return number === undefined
      ? markup`<span title="${id}">${input.evidence.exhibit(id)?.kind} <code>${id.slice(7, 19)}</code></span>`
      : markup`<a href="#exhibit-${number}">Exhibit ${number}</a>`;
  };

  const picture = async (body: Body, of: string): Promise<Content> => {
    const elsewhere = markup`<p class="note">Picture not embedded, to keep this file small: ${bodyPath(body)}</p>`;
    if (body.withheld || body.size > largestPicture || pictures + body.size > mostPictures) return elsewhere;
    try {
      const bytes = await input.evidence.bytes(body);
      const type = imageType(bytes);
      if (!type) return markup`<p class="note">The stored picture is neither PNG, JPEG nor WebP: ${bodyPath(body)}</p>`;
      pictures += bytes.length;
      return markup`<figure><img src="data:${type};base64,${Buffer.from(bytes).toString('base64')}" alt="Picture of ${of}"><figcaption>As a browser that had never been there showed it</figcaption></figure>`;
    } catch (error) {
      return markup`<p class="note">The picture could not be read: ${error instanceof Error ? error.message : String(error)}</p>`;
    }
  };

  const show = async (id: ExhibitId): Promise<Markup> => {
    const exhibit = input.evidence.exhibit(id);
    if (!exhibit)
      return markup`<p class="exhibit-named">${name(id)} is cited but is not among this run\u2019s exhibits.</p>`;
    const line = summary(exhibit, shown);
    if (numbers.has(id)) return markup`<p class="exhibit-named">${name(id)} ${line}</p>`;
    if (numbers.size >= mostExhibits) return markup`<p class="exhibit-named">${name(id)} ${line}</p>`;
    const number = numbers.size + 1;
    numbers.set(id, number);
    // The address stands inside what is folded: only then does a browser unfold it for who follows a link.
    const inside = await content(exhibit, { input, shown, picture, name });
    return markup`<details class="exhibit"><summary><span class="number">Exhibit ${number}</span> ${line}</summary><div class="inside" id="exhibit-${number}">${inside}${provenance(exhibit)}</div></details>\n`;
  };
  return { show, name };
}

/** One line that says what was seen. */
function summary(exhibit: Exhibit, { text }: Pseudonyms): Markup {
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
      return markup`File <code>${text(exhibit.name)}</code> <span class="answer">${grouped(exhibit.body.size)} bytes</span>`;
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

interface Showing {
  readonly input: ReportInput;
  readonly shown: Pseudonyms;
  readonly picture: (body: Body, of: string) => Promise<Content>;
  readonly name: (id: ExhibitId) => Markup;
}

async function content(exhibit: Exhibit, { input, shown, picture, name }: Showing): Promise<Content> {
  const { text } = shown;
  const hidden = shown.hides(exhibit);
  const body = (of: Body | undefined): Promise<Content> =>
    of ? excerpt(input.evidence, of, hidden, text) : Promise.resolve(undefined);
  switch (exhibit.kind) {
    case 'exchange': {
      const { request, response } = exhibit;
      return markup`<p class="part">Asked</p><pre><code>${request.method} ${text(request.url)}\n${headerLines(request.headers, text)}</code></pre>${await body(request.body)}
<p class="part">Answered ${response.status} in ${duration(exhibit.took)}${exhibit.remoteAddress && ` from ${exhibit.remoteAddress}`}</p><pre><code>${headerLines(response.headers, text) || 'No headers'}</code></pre>${await body(response.body)}${
        exhibit.redirectedFrom && markup`<p class="note">A redirect led here: ${name(exhibit.redirectedFrom)}</p>`
      }${repetition(repeatExchange({ request: { ...request, url: text(request.url) } }), text(request.url) !== request.url)}`;
    }
    case 'failure':
      return markup`<p>${exhibit.message}</p>${facts([
        ['Failed at', `${exhibit.phase} (${exhibit.code})`],
        ['Tries', exhibit.tries.map(({ at, code }) => markup`<span class="line">${at}: ${code}</span>`)],
        ['Control', exhibit.control ? controlWords(exhibit.control, text) : 'None: the fault may be on our side'],
      ])}${repetition(repeatFailure({ ...exhibit, url: text(exhibit.url) }), text(exhibit.url) !== exhibit.url)}`;
    case 'page':
      return markup`${facts([
        ['Title', exhibit.title],
        ['Ended at', text(exhibit.finalUrl)],
        ['Status', exhibit.status ?? 'none'],
        ['Links', grouped(exhibit.links.length)],
        ['Requests of its own', grouped(exhibit.requests.length)],
        ['Not whole', exhibit.incomplete],
      ])}${exhibit.screenshot && (hidden ? markup`<p class="note">${hidden}</p>` : await picture(exhibit.screenshot, text(exhibit.url)))}<p class="part">Its text</p>${await body(exhibit.text)}`;
    case 'file':
      return await body(exhibit.body);
    case 'tls':
      return markup`${facts([
        ['Offered', `${exhibit.offered} alone`],
        [
          'Server',
          exhibit.accepted
            ? 'accepted it'
            : exhibit.refusedByServer
              ? 'spoke TLS and refused it'
              : 'did not complete it',
        ],
        ['Code', exhibit.code],
        ['Cipher', exhibit.cipher],
        ['Over it, a GET answered', exhibit.application?.status],
        [
          'Certificate for',
          exhibit.certificate && (exhibit.certificate.names.join(', ') || exhibit.certificate.subject),
        ],
        ['Issued by', exhibit.certificate?.issuer],
        ['Valid', exhibit.certificate && `${exhibit.certificate.notBefore} to ${exhibit.certificate.notAfter}`],
        [
          'Trusted',
          exhibit.trusted === undefined
            ? undefined
            : exhibit.trusted
              ? 'yes'
              : `no: ${exhibit.trustError ?? 'no reason recorded'}`,
        ],
        ['SHA-256', exhibit.certificate?.sha256],
      ])}${exhibit.application && (await body(exhibit.application.body))}${repetition(repeatHandshake(exhibit))}`;
    case 'measurement':
      return markup`<pre><code>${text(cut(JSON.stringify(exhibit.value, null, 2) ?? 'absent'))}</code></pre>${
        exhibit.of.length > 0 &&
        markup`<p class="note">Measured on ${exhibit.of.slice(0, 20).map(id => markup`${name(id)} `)}</p>`
      }`;
    case 'step':
      return facts([
        ['Event', exhibit.event],
        ['Reason', exhibit.reason],
        ['Said', exhibit.message && text(exhibit.message)],
        ['Needs leave to', exhibit.permits?.join(', ')],
        ['Deployment', exhibit.step.deployment ?? undefined],
      ]);
    case 'journal':
      return markup`<blockquote>${text(exhibit.text)}</blockquote>${exhibit.attachments.map(
        attachment => markup`<p class="note">Attached: ${bodyPath(attachment)}</p>`,
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

const cut = (text: string): string => (text.length > 4096 ? `${text.slice(0, 4096)}\n...` : text);

const headerLines = (headers: Headers, text: (given: string) => string): string =>
  headers.map(([name, value]) => `${name}: ${text(value)}`).join('\n');

const controlWords = (
  { url, status }: { url: string; status: number | 'loopback' },
  text: (given: string) => string,
): string => (status === 'loopback' ? 'Loopback needs none' : `${text(url)} answered ${status} by the same route`);

function facts(pairs: readonly (readonly [string, Content])[]): Markup {
  const told = pairs.filter(([, value]) => value !== undefined && value !== '');
  return markup`<dl class="facts">${told.map(([term, value]) => markup`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}

const repetition = (command: string | undefined, hidden = false): Content =>
  command !== undefined &&
  markup`<p class="part">To ask this again</p><pre class="command"><code>${command}</code></pre>${
    command.includes('$SECRET') && markup`<p class="note">Set SECRET to a credential of your own.</p>`
  }${hidden && markup`<p class="note">What this report hides in the address has to be put back.</p>`}`;

const provenance = ({ id, at, label, step }: Exhibit): Markup =>
  markup`<p class="provenance">${at}${step && markup`, by the step <q>${step.id}</q>${step.attempt > 1 && `, attempt ${step.attempt}`}`}${label && markup`, kept as <q>${label}</q>`}<br><code>${id}</code></p>`;

/** By their first bytes, whatever the record says: an SVG could hold a script. */
function imageType(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (start.startsWith('\x89PNG\r\n')) return 'image/png';
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  return start.startsWith('RIFF') && start.endsWith('WEBP') ? 'image/webp' : undefined;
}
