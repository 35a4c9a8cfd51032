import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Politeness } from '../../src/collect/politeness.ts';

const { signal } = new AbortController();

test('to one host there go at most so many at a time; other hosts do not wait', async () => {
  const politeness = new Politeness({ requestsPerSecond: 1_000_000, connections: 3 });
  const running = new Map<string, number>();
  let most = 0;
  const ask = (host: string) =>
    politeness.at(host, signal, async () => {
      running.set(host, (running.get(host) ?? 0) + 1);
      most = Math.max(most, running.get(host) as number);
      await pause(1);
      running.set(host, (running.get(host) as number) - 1);
    });
  await Promise.all(Array.from({ length: 30 }, () => ask('a')));
  expect(most).toBe(3);
  let free: () => void = () => {};
  const held = Array.from({ length: 3 }, () =>
    politeness.at('a', signal, () => new Promise<void>(done => (free = done))),
  );
  await politeness.at('b', signal, async () => {});
  expect(held).toHaveLength(3);
  free();
});

test('and they begin no faster than the pace', async () => {
  const politeness = new Politeness({ requestsPerSecond: 50, connections: 100 });
  const begun: number[] = [];
  await Promise.all(
    Array.from({ length: 5 }, () => politeness.at('a', signal, async () => begun.push(performance.now()))),
  );
  // A timer may fire within the last millisecond of its time.
  for (const [i, at] of begun.slice(1).entries()) expect(at - (begun[0] as number)).toBeGreaterThan((i + 1) * 20 - 2);
});

test('one that fails makes room for the next', async () => {
  const politeness = new Politeness({ requestsPerSecond: 1000, connections: 1 });
  const fails = () => politeness.at('a', signal, async () => Promise.reject(new Error('refused')));
  await expect(fails()).rejects.toThrow('refused');
  const both = await Promise.allSettled([fails(), politeness.at('a', signal, async () => 'next')]);
  expect(both[1]).toEqual({ status: 'fulfilled', value: 'next' });
});

test('an interrupted run does not wait for its turn', async () => {
  const politeness = new Politeness({ requestsPerSecond: 0.001, connections: 1 });
  const interruption = new AbortController();
  const begun: string[] = [];
  const ask = (name: string) => politeness.at('a', interruption.signal, async () => begun.push(name));
  const asked = [ask('first'), ask('second'), ask('third')];
  await asked[0];
  interruption.abort(new Error('interrupted'));
  await expect(asked[1]).rejects.toThrow();
  await expect(asked[2]).rejects.toThrow('interrupted');
  expect(begun).toEqual(['first']);
});
