import type { ConnectionFailure, Exchange } from '../../model/exhibit.ts';
import { counted, duration, grouped } from '../plain-words.ts';
import { type Content, type Markup, markup } from './markup.ts';
import type { Page } from './section.ts';
import { table } from './table.ts';

const answers = ['2xx', '3xx', '4xx', '5xx', 'none'] as const;
type Answer = (typeof answers)[number];
const answerWords: Readonly<Record<Answer, string>> = {
  '2xx': 'answered (2xx)',
  '3xx': 'redirected (3xx)',
  '4xx': 'refused or not found (4xx)',
  '5xx': 'server error (5xx)',
  none: 'no answer',
};

interface Asking {
  readonly host: string;
  readonly answer: Answer;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly took: number | undefined;
  readonly says: string;
}

/** Drawing units. The drawing is scaled to the column; only their proportions matter. */
const width = 960;
const left = 8;
const laneHeight = 46;
const mostLanes = 12;
const mostMarks = 600;
const mostRows = 200;
/** Silence longer than this, in milliseconds, is drawn as a gap of fixed width: a run may wait for hours, or be resumed next week. */
const longSilence = 20_000;
const gapWidth = 26;

/** Every request of the run, a lane for each host; where they crowd, one mark stands for several. */
export function timeline({ input, shown }: Page): Markup {
  const { evidence } = input;
  const asked = [
    ...evidence.exhibits('exchange').map(exchange => ofExchange(exchange, shown.text)),
    ...evidence.exhibits('failure').map(failure => ofFailure(failure, shown.text)),
  ]
    .filter(({ at }) => Number.isFinite(at))
    .sort((a, b) => a.at - b.at);
  const [first] = asked;
  const last = asked.at(-1);
  if (!first || !last) return markup`<p>No request was sent in this run.</p>`;

  const hosts = [...Map.groupBy(asked, ({ host }) => host)];
  const lanes = hosts.length > mostLanes ? crowded(hosts) : hosts;
  const axis = timeAxis(asked.map(({ at }) => at));
  const floor = lanes.length * laneHeight;
  const title = `${counted(asked.length, 'request')} to ${counted(hosts.length, 'host')} in ${duration(last.at - first.at)}; the table below tells the same in numbers`;
  return markup`<figure class="timeline">
<div class="scroll" tabindex="0" role="region" aria-label="Requests over time">
<svg viewBox="0 0 ${width} ${floor + 30}" role="img" aria-labelledby="timeline-title" class="picture">
<title id="timeline-title">${title}</title>
${axis.gaps.map(
  ({ x, length }) => markup`<g><title>Nothing was sent for ${duration(length)}</title>
<rect class="gap" x="${x}" y="0" width="${gapWidth}" height="${floor}"/>
<text class="tick middle" x="${x + gapWidth / 2}" y="${floor + 22}">${duration(length)}</text></g>`,
)}
${lanes.map(([host, ofHost], lane) => {
  const y = lane * laneHeight + 32;
  return markup`<text class="lane" x="${left}" y="${y - 15}">${shorten(host)}</text>
<path class="line" d="M${left} ${y}H${width - left}"/>
${marks(ofHost, axis.place, Math.floor(mostMarks / lanes.length), y)}`;
})}
<text class="tick" x="${left}" y="${floor + 22}">${clock(first.at)}</text>
<text class="tick end" x="${width - left}" y="${floor + 22}">${clock(last.at)}</text>
</svg></div>
<figcaption>${answers.filter(answer => asked.some(asking => asking.answer === answer)).map(key)}
<span class="key">A larger mark stands for several requests.</span></figcaption>
</figure>
${hostTable(hosts)}`;
}

const key = (answer: Answer): Markup => markup`
<span class="key"><svg viewBox="-8 -8 16 16" width="14" height="14" aria-hidden="true" focusable="false">${shape(answer, 0, 0, 5)}</svg>
${answerWords[answer]}</span>`;

function ofExchange({ request, response, at, took }: Exchange, text: (given: string) => string): Asking {
  const { status } = response;
  const answer = status < 300 ? '2xx' : status < 400 ? '3xx' : status < 500 ? '4xx' : '5xx';
  const says = `${request.method} ${text(request.url)} answered ${status} in ${duration(took)}`;
  return { host: hostOf(request.url), answer, at: Date.parse(at), took, says };
}

const ofFailure = ({ method, url, at, code }: ConnectionFailure, text: (given: string) => string): Asking => ({
  host: hostOf(url),
  answer: 'none',
  at: Date.parse(at),
  took: undefined,
  says: `${method} ${text(url)}: no answer, ${code}`,
});

const clock = (at: number): string => `${new Date(at).toISOString().slice(11, 19)} UTC`;
const hostOf = (url: string): string => URL.parse(url)?.host || 'no host';
const shorten = (text: string): string => (text.length > 70 ? `${text.slice(0, 67)}...` : text);

function crowded(hosts: readonly [string, Asking[]][]): [string, Asking[]][] {
  const busiest = new Set(hosts.toSorted((a, b) => b[1].length - a[1].length).slice(0, mostLanes - 1));
  const others = hosts.filter(host => !busiest.has(host));
  return [
    ...hosts.filter(host => busiest.has(host)),
    [counted(others.length, 'other host'), others.flatMap(([, ofHost]) => ofHost).sort((a, b) => a.at - b.at)],
  ];
}

/** Time to place, long silences cut out. */
function timeAxis(times: readonly number[]): {
  place: (at: number) => number;
  gaps: readonly { x: number; length: number }[];
} {
  const silences = times.flatMap((at, index) => {
    const before = times[index - 1];
    return before !== undefined && at - before > longSilence ? [{ from: before, to: at }] : [];
  });
  // With more silences than fit, the longest are cut out and the others keep their length.
  const cut = silences
    .toSorted((a, b) => b.to - b.from - (a.to - a.from))
    .slice(0, 10)
    .sort((a, b) => a.from - b.from);
  const first = times[0] ?? 0;
  const busy = (times.at(-1) ?? first) - first - cut.reduce((sum, { from, to }) => sum + to - from, 0);
  const scale = (width - 2 * left - 16 - cut.length * gapWidth) / Math.max(busy, 1);
  const place = (at: number): number => {
    const passed = cut.filter(({ to }) => to <= at);
    const silent = passed.reduce((sum, { from, to }) => sum + to - from, 0);
    return left + 8 + (at - first - silent) * scale + passed.length * gapWidth;
  };
  return { place, gaps: cut.map(({ from, to }) => ({ x: rounded(place(from)), length: to - from })) };
}

/** One mark for each request, or, where there are more than `most`, one for all alike within as small a span as will do. */
function marks(asked: readonly Asking[], place: (at: number) => number, most: number, y: number): Content {
  let bundles: Asking[][] = [];
  for (const span of [5, 10, 20, 40, 80, width]) {
    bundles = [...Map.groupBy(asked, ({ at, answer }) => `${answer} ${Math.floor(place(at) / span)}`).values()];
    if (bundles.length <= most) break;
  }
  return bundles.map(bundle => {
    const [one] = bundle as [Asking, ...Asking[]];
    const x = rounded(bundle.reduce((sum, { at }) => sum + place(at), 0) / bundle.length);
    const radius = rounded(Math.min(4 + 1.1 * Math.log2(bundle.length), 11));
    const says = bundle.length === 1 ? one.says : `${counted(bundle.length, 'request')}: ${answerWords[one.answer]}`;
    return markup`<g><title>${says}</title>${shape(one.answer, x, y, radius)}</g>\n`;
  });
}

const rounded = (length: number): number => Math.round(length * 10) / 10;

function shape(answer: Answer, x: number, y: number, radius: number): Markup {
  const at = (dx: number, dy: number): string => `${rounded(x + dx * radius)} ${rounded(y + dy * radius)}`;
  const path = {
    '2xx': undefined,
    '3xx': `M${at(0, -1.2)}L${at(1.2, 0)} ${at(0, 1.2)} ${at(-1.2, 0)}z`,
    '4xx': `M${at(0, -1.1)}L${at(1.1, 0.9)} ${at(-1.1, 0.9)}z`,
    '5xx': `M${at(-0.9, -0.9)}L${at(0.9, -0.9)} ${at(0.9, 0.9)} ${at(-0.9, 0.9)}z`,
    none: `M${at(-0.9, -0.9)}L${at(0.9, 0.9)}M${at(0.9, -0.9)}L${at(-0.9, 0.9)}`,
  }[answer];
  return path === undefined
    ? markup`<circle class="mark ok" cx="${x}" cy="${y}" r="${radius}"/>`
    : markup`<path class="mark ${{ '2xx': 'ok', '3xx': 'moved', '4xx': 'refused', '5xx': 'broken', none: 'silent' }[answer]}" d="${path}"/>`;
}

function hostTable(hosts: readonly [string, readonly Asking[]][]): Markup {
  const rows = hosts.slice(0, mostRows).map(([host, asked]) => {
    const times = asked.flatMap(({ took }) => (took === undefined ? [] : [took])).sort((a, b) => a - b);
    const middle = times[Math.floor(times.length / 2)];
    const counts = answers.map(answer => grouped(asked.filter(asking => asking.answer === answer).length));
    return [host, ...counts, middle === undefined ? '' : duration(middle)] as const;
  });
  const cut = hosts.length > rows.length && `; the first ${rows.length} of ${counted(hosts.length, 'host')}`;
  return markup`<details class="plain"><summary>The same in numbers</summary>
${table(
  'numbers',
  ['Requests by host and answer, with the median time to the last byte', cut],
  ['Host', ...answers.map(answer => ({ number: answer })), { number: 'Median' }],
  rows,
)}</details>`;
}
