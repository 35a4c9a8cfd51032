import { expect, test } from 'vitest';
import type { UntestedReason } from '../../src/model/words.ts';
import { catalogue, findings, judgement, local, place, rule, saw, scene } from './bench.ts';

/** Strongest first, as the design orders them; `not-collected` told by a step means that the profile names no address. */
const order: readonly UntestedReason[] = [
  'harness-bug',
  'profile-wrong',
  'not-in-scope',
  'not-collected',
  'not-permitted',
  'credentials-missing',
  'no-test-data',
  'needs-person',
  'blocked-network',
  'vendor-unreachable',
];

test.each(order.map((reason, i) => [reason, order.slice(i)] as const))(
  'of all reasons told that are no stronger, it is %s',
  async (reason, told) => {
    const where = scene();
    where.step([...told].reverse().map(one => ({ event: 'obstacle', reason: one, message: `because of ${one}` })));
    const [finding] = await findings(where, rule());
    expect(finding).toMatchObject({ outcome: 'untested', reason });
    expect(finding?.because).toContain(reason === 'harness-bug' ? 'please report it' : `because of ${reason}`);
    expect(finding?.evidence).toHaveLength(1);
    expect(where.store.exhibit(finding?.evidence[0] as never)).toMatchObject({ kind: 'step', reason });
  },
);

const control = { url: 'https://other.example/', status: 200 } as const;
test.each([
  ['vendor-unreachable', { control }, 'while another host answered'],
  ['blocked-network', {}, 'not in our own network'],
  ['blocked-network', { phase: 'timeout', code: 'TIMEOUT' }, 'not in our own network'],
  ['not-permitted', { phase: 'refused-by-harness', message: 'We may not.' }, 'We may not.'],
  ['vendor-unreachable', { phase: 'redirects', code: 'TOO_MANY_REDIRECTS', message: 'No end.' }, 'No end.'],
  ['vendor-unreachable', { phase: 'protocol', code: 'UNSUPPORTED_SCHEME', message: 'Not the web.' }, 'Not the web.'],
] as const)('%s where %j', async (reason, failure, because) => {
  const where = scene();
  const id = where.failure(failure);
  where.step();
  const [finding] = await findings(where, rule());
  expect(finding).toMatchObject({ outcome: 'untested', reason, evidence: [id] });
  expect(finding?.because).toContain(because);
});

test('what answered, but not usefully, is not collected; what answered with errors alone is unreachable', async () => {
  for (const [status, reason] of [
    [200, 'not-collected'],
    [503, 'vendor-unreachable'],
  ] as const) {
    const where = scene();
    const id = where.exchange(status);
    where.exchange(200, { label: 'control' });
    where.step();
    expect(await findings(where, rule())).toMatchObject([{ reason, evidence: [id] }]);
  }
});

test('a step that found nothing to ask, was never reached or is cut short is not collected', async () => {
  const asked = scene();
  asked.step();
  expect(await findings(asked, rule())).toMatchObject([
    { reason: 'not-collected', because: expect.stringContaining('nothing to ask') },
  ]);
  const never = scene();
  const [finding] = await findings(never, rule());
  expect(finding).toMatchObject({ reason: 'not-collected', evidence: [never.store.run.id] });
  expect(finding?.because).toContain('--resume');
  const cut = scene();
  cut.exchange(200);
  expect(await findings(cut, rule())).toMatchObject([{ because: expect.stringContaining('--resume') }]);
});

test('a rule about each deployment has a row for each, its own reason in it; without any, one that says so', async () => {
  const perDeployment = rule({ per: 'deployment', needs: { seen: local } });
  const where = scene({ deployments: [place('b'), place('a'), place('c')] });
  const id = saw(where, 'a');
  where.step([{ event: 'obstacle', reason: 'needs-person', message: 'A robot check.' }], 'b');
  expect(await findings(where, perDeployment)).toMatchObject([
    { deployment: 'a', environment: 'sandbox', outcome: 'passed', evidence: [id] },
    { deployment: 'b', outcome: 'untested', reason: 'needs-person' },
    { deployment: 'c', outcome: 'untested', reason: 'not-collected' },
  ]);
  for (const needs of [{ seen: local }, {}]) {
    const none = await findings(scene(), rule({ per: 'deployment', needs }));
    expect(none).toMatchObject([
      {
        deployment: null,
        environment: null,
        outcome: 'untested',
        reason: 'not-collected',
        because: expect.stringContaining('names no deployment'),
      },
    ]);
  }
});

test('a fact of a deployment that is read from what was collected once for all is missed there', async () => {
  const where = scene({ deployments: [place('a')] });
  where.step([{ event: 'obstacle', reason: 'needs-person', message: 'A robot check.' }]);
  expect(await findings(where, rule({ per: 'deployment', needs: { seen: local } }))).toMatchObject([
    { deployment: 'a', reason: 'needs-person' },
  ]);
});

test('an unfinished run is judged and said to be so', async () => {
  const { run, judgedBy, format } = await judgement(scene(), rule());
  expect(run).toMatchObject({ complete: false, finishedAt: null, id: 'larkspur-1', product: {}, standards: {} });
  expect(format).toBe('special-effort/findings@1');
  expect(judgedBy).toEqual({ harness: '0.0.0', catalogue: { version: catalogue.version, sha256: catalogue.sha256 } });
});
