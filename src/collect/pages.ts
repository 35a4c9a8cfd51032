import robotsParser from 'robots-parser';
import type { ExhibitId } from '../model/exhibit.ts';
import type { Answer, Hands } from '../model/hands.ts';

/** What crawled exhibits are called; facts look them up by these names. */
export interface CrawlLabels {
  readonly page: string;
  readonly drawn: string;
  /** An address that was only asked whether it answers. */
  readonly link: string;
  readonly robots: string;
  /** A measurement: what was not read, and why. */
  readonly unread: string;
}

/** The name that robots.txt files may address us by. */
const robotName = 'special-effort';

/** How far reading goes: whichever end comes first. */
export interface Budget {
  readonly pages: number;
  /** Links followed from a registered address, one after another. */
  readonly clicks: number;
  /** Of bodies, together. */
  readonly bytes: number;
  readonly milliseconds: number;
  /** Addresses that are only asked whether they answer. */
  readonly links: number;
  /** Pages drawn in a browser. */
  readonly drawn: number;
}

export const patientReader: Budget = {
  pages: 300,
  clicks: 3,
  bytes: 512 * 1024 * 1024,
  milliseconds: 10 * 60_000,
  links: 100,
  drawn: 60,
};

/** A link that was seen: what reading it promises decides whether and when it is read. */
export interface Seen {
  readonly url: string;
  readonly text: string;
  /** 0: leave it; 1: ask only whether it answers; more: read it, the greatest first. */
  readonly worth: number;
}

/** What reading a body teaches the crawler. Whoever crawls brings the reader, so that collecting knows nothing of documents. */
export interface Look {
  readonly links: readonly Seen[];
  /** Scripts make the page what it is, or its picture is wanted. */
  readonly draw: boolean;
}

export interface Crawl {
  /** Registered addresses; they are read whatever their host's robots.txt says, as a person was told to go there. */
  readonly from: readonly string[];
  readonly labels: CrawlLabels;
  readonly budget: Budget;
  look(
    body: Uint8Array,
    from: { readonly url: string; readonly contentType: string; readonly clicks: number },
  ): Promise<Look>;
  /** What the links of a drawn page are worth. */
  worth(
    link: { readonly url: string; readonly text: string },
    from: { readonly url: string; readonly clicks: number },
  ): number;
}

interface Waiting {
  readonly url: string;
  readonly clicks: number;
  readonly worth: number;
  readonly namedBy?: ExhibitId;
}

export type UnreadReason = 'robots' | 'pages' | 'bytes' | 'time' | 'not-drawn';

/** Pages read side by side; how fast one host is asked is the profile's politeness. */
const atOnce = 4;
const longestBody = 64 * 1024 * 1024;
const longestPause = 10_000;

type CrawlHands = Pick<Hands<'passive', undefined>, 'http' | 'browser' | 'measure' | 'say' | 'signal'>;

/**
 * Reads pages as a stranger would: registered addresses first, then what they link, nearest and most promising first, each
 * address once. Static first; a browser draws what `look` asks to be drawn.
 */
export async function crawl(hands: CrawlHands, { from, labels, budget, look, worth }: Crawl): Promise<void> {
  const began = performance.now();
  const queue: Waiting[] = [...new Set(from.map(plain))].map(url => ({
    url,
    clicks: 0,
    worth: Number.POSITIVE_INFINITY,
  }));
  const known = new Map(queue.map(({ url, worth: promised }) => [url, promised]));
  const unread: { readonly url: string; readonly why: UnreadReason }[] = [];
  const robots = new Robots(hands, labels.robots);
  const spent = { pages: 0, bytes: 0, links: 0, drawn: 0 };
  let first: ExhibitId | undefined;

  const notice = (links: readonly Seen[], by: { url: string; clicks: number; exhibit: ExhibitId }) => {
    for (const link of links) {
      const url = plain(link.url);
      if (link.worth <= (known.get(url) ?? 0)) continue;
      const clicks = by.clicks + 1;
      const promised = clicks > budget.clicks ? Math.min(link.worth, 1) : link.worth;
      if (promised <= (known.get(url) ?? 0)) continue;
      const waiting = queue.findIndex(one => one.url === url);
      if (known.has(url) && waiting < 0) continue;
      if (waiting >= 0) queue.splice(waiting, 1);
      known.set(url, promised);
      queue.push({ url, clicks, worth: promised, namedBy: by.exhibit });
    }
  };

  const exhausted = (): UnreadReason | undefined => {
    if (spent.pages >= budget.pages) return 'pages';
    if (spent.bytes >= budget.bytes) return 'bytes';
    return performance.now() - began >= budget.milliseconds ? 'time' : undefined;
  };

  const read = async (next: Waiting): Promise<void> => {
    const registered = next.clicks === 0;
    if (!registered && !(await robots.allow(next.url, next.namedBy))) {
      unread.push({ url: next.url, why: 'robots' });
      return;
    }
    const named = next.namedBy ? { namedBy: next.namedBy } : {};
    if (next.worth === 1) {
      if (spent.links++ < budget.links) await knock(hands.http, next.url, { as: labels.link, ...named });
      return;
    }
    spent.pages++;
    const answer = await hands.http.get(next.url, {
      as: labels.page,
      headers: accept,
      limit: longestBody,
      ...named,
    });
    first ??= answer.exhibit;
    spent.bytes += answer.body?.size ?? 0;
    hands.say(`read ${spent.pages}: ${next.url}`);
    if (!answer.body) return;
    const body = await answer.bytes();
    const seen = await look(body, { url: answer.url, contentType: contentType(answer), clicks: next.clicks });
    notice(seen.links, { url: answer.url, clicks: next.clicks, exhibit: answer.exhibit });
    if (!seen.draw) return;
    if (spent.drawn++ >= budget.drawn) {
      unread.push({ url: next.url, why: 'not-drawn' });
      return;
    }
    const drawn = await hands.browser.render(next.url, { as: labels.drawn, ...named });
    if (!drawn) {
      unread.push({ url: next.url, why: 'not-drawn' });
      return;
    }
    const place = { url: drawn.finalUrl, clicks: next.clicks };
    const links = [...drawn.links.map(({ href, text }) => ({ url: href, text })), ...documentsAskedFor(drawn.requests)];
    notice(
      links
        .filter(({ url }) => URL.canParse(url) && /^https?:/i.test(url))
        .map(link => ({ ...link, worth: worth(link, place) })),
      { ...place, exhibit: drawn.exhibit },
    );
  };

  const running = new Set<Promise<void>>();
  while (queue.length > 0 || running.size > 0) {
    hands.signal.throwIfAborted();
    const why = exhausted();
    if (why) for (const { url, worth: promised } of queue.splice(0)) if (promised > 1) unread.push({ url, why });
    if (queue.length > 0 && running.size < atOnce) {
      const task: Promise<void> = read(takeBest(queue)).finally(() => running.delete(task));
      running.add(task);
    } else if (running.size > 0) await Promise.race(running);
  }
  if (first) {
    await hands.measure({
      as: labels.unread,
      of: [first],
      by: 'the crawler of this program',
      value: unread.slice(0, 5000),
    });
  }
}

const accept = { accept: 'text/html, application/pdf;q=0.9, application/json;q=0.9, text/markdown;q=0.9, */*;q=0.8' };

const contentType = (answer: Answer): string =>
  answer.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';

/** The same page is the same address: what stands after `#` is asked of no server. */
function plain(address: string): string {
  const url = new URL(address);
  url.hash = '';
  return url.href;
}

function takeBest(queue: Waiting[]): Waiting {
  let best = 0;
  for (const [at, one] of queue.entries()) {
    const leader = queue[best] as Waiting;
    if (one.clicks < leader.clicks || (one.clicks === leader.clicks && one.worth > leader.worth)) best = at;
  }
  return queue.splice(best, 1)[0] as Waiting;
}

/** Asks whether an address answers, without its body; some servers know no HEAD. */
async function knock(
  http: CrawlHands['http'],
  url: string,
  request: { as: string; namedBy?: ExhibitId },
): Promise<void> {
  const answer = await http.head(url, request);
  const mayBeTheMethod = answer.status !== undefined && answer.status >= 400;
  if (mayBeTheMethod) await http.get(url, { limit: 256 * 1024, ...request });
}

const mostAskedFor = 8;

/** Documents that a page's scripts fetch to show them: the description behind a Swagger page, the Markdown behind a viewer. */
const documentsAskedFor = (
  requests: readonly { readonly url: string; readonly status: number | null; readonly type: string }[],
) =>
  requests
    .filter(
      ({ type, status, url }) =>
        (type === 'fetch' || type === 'xhr') &&
        status === 200 &&
        /\.(json|ya?ml|md|html?)$|swagger|openapi|api-docs/i.test(url.split('?')[0] ?? ''),
    )
    .slice(0, mostAskedFor)
    .map(({ url }) => ({ url, text: 'what the page loads' }));

interface Rules {
  isDisallowed(url: string, robot: string): boolean | undefined;
  getCrawlDelay(robot: string): number | undefined;
}
/** Its types speak of a module that is not the one it ships. */
const readRules = robotsParser as unknown as (url: string, text: string) => Rules;

/** What each host asks of robots, read once. Where nothing can be read, nothing is asked. */
class Robots {
  readonly #hands: CrawlHands;
  readonly #label: string;
  readonly #hosts = new Map<string, Promise<Rules>>();
  readonly #turns = new Map<string, number>();

  constructor(hands: CrawlHands, label: string) {
    this.#hands = hands;
    this.#label = label;
  }

  async allow(url: string, namedBy: ExhibitId | undefined): Promise<boolean> {
    const { origin } = new URL(url);
    const reading = this.#hosts.get(origin) ?? this.#read(origin, namedBy);
    this.#hosts.set(origin, reading);
    const rules = await reading;
    if (rules.isDisallowed(url, robotName)) return false;
    const pause = Math.min((rules.getCrawlDelay(robotName) ?? 0) * 1000, longestPause);
    if (pause > 0) await this.#wait(origin, pause);
    return true;
  }

  async #read(origin: string, namedBy: ExhibitId | undefined): Promise<Rules> {
    const address = `${origin}/robots.txt`;
    const answer = await this.#hands.http.get(address, {
      as: this.#label,
      limit: 512 * 1024,
      timeout: 10_000,
      ...(namedBy ? { namedBy } : {}),
    });
    return readRules(address, answer.status === 200 ? await answer.text() : '');
  }

  async #wait(origin: string, pause: number): Promise<void> {
    const now = performance.now();
    const turn = Math.max(now, this.#turns.get(origin) ?? now);
    this.#turns.set(origin, turn + pause);
    await new Promise(resolve => setTimeout(resolve, turn - now));
    this.#hands.signal.throwIfAborted();
  }
}
