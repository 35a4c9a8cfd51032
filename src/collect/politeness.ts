/**
 * Keeps the requests to one host apart: at most so many at a time, at most so many a second. Others share the host; our
 * questions must not slow their care.
 */
export class Politeness {
  readonly #between: number;
  readonly #atATime: number;
  readonly #hosts = new Map<string, { running: number; next: number; waiting: (() => void)[] }>();

  /** @param requestsPerSecond per host @param connections per host */
  constructor({ requestsPerSecond, connections }: { requestsPerSecond: number; connections: number }) {
    this.#between = 1000 / requestsPerSecond;
    this.#atATime = connections;
  }

  /** Runs `ask` when it is `host`'s turn. */
  async at<T>(host: string, ask: () => Promise<T>): Promise<T> {
    const state = this.#hosts.get(host) ?? { running: 0, next: 0, waiting: [] };
    this.#hosts.set(host, state);
    // Counted before waiting for the pace, so that the places taken are never more than there are.
    if (state.running >= this.#atATime) await new Promise<void>(resume => state.waiting.push(resume));
    else state.running++;
    try {
      const now = performance.now();
      const turn = Math.max(now, state.next);
      state.next = turn + this.#between;
      if (turn > now) await new Promise(resolve => setTimeout(resolve, turn - now));
      return await ask();
    } finally {
      const next = state.waiting.shift();
      if (next) next();
      else state.running--;
    }
  }
}
