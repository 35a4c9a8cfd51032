import type { ConnectionFailure, Exchange } from '../model/exhibit.ts';
import { isLoopback, type Vendor } from '../model/vendor.ts';

/** Hosts asked, one after the other, for a sign that our own network works. */
const mostAsked = 3;

/**
 * Whether another host answers by the same route: if none does, a failure to connect may be our own network's fault, and
 * nothing may be said against the vendor.
 */
export class Controls {
  /** Hosts that have answered: the address and status that did, and when (monotonic, milliseconds). */
  readonly #answered = new Map<string, { url: string; status: number; at: number }>();
  /** Addresses that the profile names. */
  readonly #named: readonly string[];

  constructor({ deployments, pages }: Pick<Vendor, 'deployments' | 'pages'>) {
    this.#named = [
      ...deployments.map(({ base }) => `${base}/metadata`),
      ...Object.values(pages).flatMap(found => found?.map(({ url }) => url) ?? []),
    ];
  }

  note(host: string, { request: { url }, response: { status } }: Exchange): void {
    this.#answered.set(host, { url, status, at: performance.now() });
  }

  /**
   * A host that answered since the trouble began; else one that answers when it is asked now.
   * @param failing the address that could not be reached
   * @param began when it was first tried (monotonic, milliseconds)
   * @param ask asks an address as a stranger; rejects when there is no answer
   */
  async find(
    failing: URL,
    began: number,
    ask: (other: URL) => Promise<Exchange>,
  ): Promise<ConnectionFailure['control']> {
    if (isLoopback(failing.href)) return { url: failing.href, status: 'loopback' };
    const others = [...this.#answered].filter(([host]) => host !== failing.hostname && !isLoopback(`http://${host}`));
    const fresh = others.find(([, { at }]) => at >= began)?.[1];
    if (fresh) return { url: fresh.url, status: fresh.status };

    const asked = new Set([failing.hostname]);
    // Of hosts that answered before, only the front door: what answered may have been a record.
    for (const candidate of [...this.#named, ...others.map(([, { url }]) => new URL('/', url).href)]) {
      const other = new URL(candidate);
      if (asked.size > mostAsked) break;
      if (asked.has(other.hostname) || isLoopback(candidate)) continue;
      asked.add(other.hostname);
      const answer = await ask(other).catch(() => undefined);
      if (answer && !answer.madeByProxy) return { url: answer.request.url, status: answer.response.status };
    }
    return undefined;
  }
}
