import { expect, test } from 'vitest';
import { bench, deployment, listen } from './bench.ts';

const register = 'register the app "nightly"';
const request = { as: 'registration', method: 'POST', body: '{}', intent: register } as const;

async function registry() {
  const server = await listen((_, response) => response.writeHead(201, { location: '/apps/1' }).end('{"id":1}'));
  const parts = { deployments: [deployment(`${server.base}/r4`)] };
  return { server, parts, url: `${server.base}/register` };
}

test('what a request is to change is on record before it is sent, and named by what came back', async () => {
  const { parts, url } = await registry();
  const { hands, store } = bench(parts);
  const { http } = hands(['write']);
  expect(http.left).toEqual([]);
  const answer = await http.send(url, request);
  const [, intent, exchange] = store.all;
  expect(intent).toMatchObject({ kind: 'step', event: 'intent', intent: { says: register, method: 'POST', url } });
  expect(exchange).toMatchObject({ id: answer.exhibit, intent: intent?.id });
});

test('one attempt sends an intent once', async () => {
  const { server, parts, url } = await registry();
  const { http } = bench(parts).hands(['write']);
  await http.send(url, request);
  await expect(http.send(url, request)).rejects.toThrow('never sent twice');
  expect(server.heard).toHaveLength(1);
});

test('a later attempt finds what the first left, and may not send it before it is settled', async () => {
  const { server, parts, url } = await registry();
  const first = bench(parts);
  const { exhibit } = await first.hands(['write']).http.send(url, request);

  const { hands, store } = bench(parts, first.folder);
  const { http } = hands(['write'], { attempt: 2 });
  const [left] = http.left;
  expect(left).toMatchObject({ intent: register, method: 'POST', url, answer: { exhibit, status: 201 } });
  expect(await left?.answer?.text()).toBe('{"id":1}');
  await expect(http.send(url, request)).rejects.toThrow('in attempt 1');
  expect(server.heard).toHaveLength(1);
  expect(hands(['write'], { attempt: 2, name: 'another' }).http.left).toEqual([]);
  expect(hands(['write'], { attempt: 2, deployment: parts.deployments[0] }).http.left).toEqual([]);

  await http.settle(left as never, 'cancelled');
  expect(http.left).toEqual([]);
  await expect(http.settle(left as never, 'cancelled')).rejects.toThrow('not among what earlier attempts');
  await http.send(url, request);
  expect(server.heard).toHaveLength(2);
  expect(store.all.filter(one => one.kind === 'step' && one.settled)).toHaveLength(1);
});

test('what is reused stands for the attempt that finishes, and is not sent again', async () => {
  const { server, parts, url } = await registry();
  const first = bench(parts);
  const { exhibit } = await first.hands(['write']).http.send(url, request);

  // The second attempt dies after it reused; the third must do so again.
  const second = bench(parts, first.folder);
  const cutShort = second.hands(['write'], { attempt: 2 }).http;
  await cutShort.settle(cutShort.left[0] as never, 'reused');

  const { hands, store } = bench(parts, first.folder);
  const { http } = hands(['write'], { attempt: 3 });
  expect(store.exhibits('exchange')).toEqual([]);
  expect(http.left).toHaveLength(1);
  await http.settle(http.left[0] as never, 'reused');
  await expect(http.send(url, request)).rejects.toThrow('never sent twice');
  store.record<'step'>({
    kind: 'step',
    step: { id: 'discovery/look', deployment: null, attempt: 3 },
    event: 'finished',
  });
  expect(store.exhibits('exchange', { label: 'registration' }).map(({ id }) => id)).toEqual([exhibit]);
  expect(server.heard).toHaveLength(1);
});

test('an intent whose request nobody saw arrive is left without an answer', async () => {
  const { parts, url } = await registry();
  const first = bench(parts);
  first.store.record<'step'>({
    kind: 'step',
    step: { id: 'discovery/look', deployment: null, attempt: 1 },
    event: 'intent',
    intent: { says: register, method: 'POST', url },
  });
  const { http } = bench(parts, first.folder).hands(['write'], { attempt: 2 });
  expect(http.left).toEqual([expect.not.objectContaining({ answer: expect.anything() })]);
  await http.settle(http.left[0] as never, 'never-arrived');
  expect((await http.send(url, request)).status).toBe(201);
});

test('an intent on record holds no secret of its address', async () => {
  const { server, parts } = await registry();
  const { hands, store } = bench(parts);
  await hands(['write']).http.send(`${server.base}/x?access_token=tok-3n-1234`, request);
  expect(JSON.stringify(store.all)).not.toContain('tok-3n');
});
