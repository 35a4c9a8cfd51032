import { setTimeout as pause } from 'node:timers/promises';

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

  /** Runs `ask` when it is `host`'s turn; rejects with the signal's reason when that is aborted first. */
  async at<T>(host: string, signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
    const state = this.#hosts.get(host) ?? { running: 0, next: 0, waiting: [] };
    this.#hosts.set(host, state);
    // Counted before waiting for the pace, so that the places taken are never more than there are.
    if (state.running >= this.#atATime) await new Promise<void>(resume => state.waiting.push(resume));
    else state.running++;
    try {
      signal.throwIfAborted();
      const now = performance.now();
      const turn = Math.max(now, state.next);
      state.next = turn + this.#between;
      if (turn > now) await pause(turn - now, undefined, { signal });
      return await ask();
    } finally {
      const next = state.waiting.shift();
      if (next) next();
      else state.running--;
    }
  }
}
