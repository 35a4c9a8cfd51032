import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { verify } from '../../src/evidence/seal.ts';
import { Archive } from '../../src/evidence/store.ts';
import { judge } from '../../src/judge/judge.ts';
import type { Finding } from '../../src/model/finding.ts';
import { type Suite, step, stepPerDeployment, suite } from '../../src/model/suite.ts';
import type { Vendor } from '../../src/model/vendor.ts';
import { loadCatalogue } from '../../src/requirements/catalogue.ts';
import { Run } from '../../src/run/conductor.ts';
import { readRunFile } from '../../src/run/folder.ts';
import type { Progress } from '../../src/run/progress.ts';
import { deployment, listen } from '../collect/bench.ts';
import { bytesIn, filesIn, freshFolder, vendorWith } from '../evidence/run-folder.ts';
import { discovery, greetings, onboarding, rules } from './suites.ts';

let home: string;
beforeEach(() => {
  home = freshFolder('home');
  vi.stubEnv('SPECIAL_EFFORT_HOME', home);
});
afterEach(() => vi.unstubAllEnvs());

const catalogue = await loadCatalogue();
const judged = async (folder: string) => {
  const { finishedAt, complete } = readRunFile(folder);
  return judge({ evidence: new Archive(folder), rules, catalogue, harness: '0', run: { finishedAt, complete } });
};
/** What a finding says, without the ids of a run's own exhibits. */
const sayings = (findings: readonly Finding[]) =>
  findings.map(({ evidence, ...rest }) => ({ ...rest, evidence: evidence.length }));

const stepRecords = (folder: string) =>
  new Archive(folder).all.flatMap(one =>
    one.kind === 'step'
      ? [`${one.step.id}${one.step.deployment ? `@${one.step.deployment}` : ''} ${one.step.attempt} ${one.event}`]
      : [],
  );

async function greeter() {
  let hold: (() => void) | undefined;
  const held = Promise.withResolvers<void>();
  const server = await listen((request, response) => {
    if (request.method === 'POST') return response.writeHead(201).end('{"id":1}');
    if (request.url === '/register/slow' && hold) return hold();
    return response.end(request.url?.startsWith('/rude') ? 'what' : 'hello');
  });
  const vendor = vendorWith({
    deployments: [
      deployment(`${server.base}/polite`, { id: 'polite' }),
      deployment(`${server.base}/rude`, { id: 'rude' }),
    ],
    pages: { registration: [{ url: `${server.base}/register` }] },
    engagement: { by: 'Jane Doe', document: 'contract.pdf', permits: ['write'] },
  });
  return {
    server,
    vendor,
    /** Resolves when a request hangs that will never be answered. */
    hang: () => {
      hold = () => held.resolve();
      return held.promise;
    },
    answer: () => {
      hold = undefined;
    },
  };
}

const perform = async (vendor: Vendor, suites: readonly Suite[], more = {}) => {
  const folder = join(freshFolder(), 'run');
  const told: Progress[] = [];
  const run = Run.open({ folder, vendor, suites, onProgress: progress => told.push(progress), ...more });
  await run.perform();
  return { folder, told };
};

test('a run collects, ends, is sealed and can be judged', async () => {
  const { vendor, server } = await greeter();
  const { folder, told } = await perform(vendor, [discovery, onboarding]);
  expect(readRunFile(folder)).toMatchObject({
    complete: true,
    vendor: 'Larkspur Health',
    topics: ['discovery', 'onboarding'],
  });
  expect((await verify(folder)).problems).toEqual([]);
  const { findings } = await judged(folder);
  expect(findings.map(({ rule, deployment: at, outcome }) => [rule, at, outcome])).toEqual([
    ['discovery/polite', 'polite', 'passed'],
    ['discovery/polite', 'rude', 'failed'],
    ['onboarding/once', null, 'passed'],
  ]);
  expect(server.heard).toContain('GET /rude/.well-known/after-what');
  expect(told[0]).toMatchObject({ event: 'began', steps: 5, resumed: false });
  expect(told.filter(({ event }) => event === 'step-finished')).toHaveLength(5);
  const { suites, authorised } = new Archive(folder).run;
  expect(authorised).toBe(false);
  expect(suites.map(({ topic, steps }) => [topic, steps.length])).toEqual([
    ['discovery', 2],
    ['onboarding', 1],
  ]);
  expect(bytesIn(folder)).not.toContain(home);
  // Names that every file system takes, in every case.
  for (const file of filesIn(folder)) expect(relative(folder, file)).toMatch(/^[a-z0-9./\\-]+$/);
});

test('suites go side by side; within one, steps in their order and deployments together', async () => {
  const begun: string[] = [];
  const bothBegan = Promise.withResolvers<void>();
  let waiting = 0;
  const together = (name: string) => async () => {
    begun.push(name);
    if (++waiting === 3) bothBegan.resolve();
    await bothBegan.promise;
  };
  const suites = [
    suite('discovery', '?', [
      stepPerDeployment('first', { permits: ['passive'] }, together('discovery/first')),
      step('second', { permits: ['passive'] }, async () => void begun.push('discovery/second')),
    ]),
    suite('documentation', '?', [step('first', { permits: ['passive'] }, together('documentation/first'))]),
  ];
  const { vendor } = await greeter();
  await perform(vendor, suites);
  expect(begun.slice(0, 3).sort()).toEqual(['discovery/first', 'discovery/first', 'documentation/first']);
  expect(begun[3]).toBe('discovery/second');
});

test('a step that throws is our bug, without its secrets; a missing secret and a missing permission are not', async () => {
  vi.stubEnv('SPECIAL_TEST_TOKEN', 'tok-from-env');
  const suites = [
    suite('discovery', '?', [
      step('break', { permits: ['passive'] }, async () => {
        throw new Error('broke with tok-from-env');
      }),
      step('obstacle', { permits: ['passive'] }, async ({ obstacle, say, measure }) => {
        say('waiting with tok-from-env');
        await measure({ as: 'm', of: [], by: 'test', value: { quoted: 'tok-from-env' } });
        await obstacle('needs-person', 'A robot check: tok-from-env');
      }),
      step('credential', { permits: ['consented'] }, async ({ http }) => {
        await http.send('https://fhir.example/r4/metadata', {
          as: 'x',
          credential: { origin: 'https://fhir.example', scheme: 'Bearer', secret: 'env:SPECIAL_TEST_UNSET' },
        });
      }),
      step('negative', { permits: ['consented', 'negative'] }, async () => {
        throw new Error('must not run');
      }),
    ]),
  ];
  const vendor = vendorWith({
    deployments: [deployment('https://fhir.example/r4')],
    access: { token: 'env:SPECIAL_TEST_TOKEN' },
    engagement: { by: 'Jane', permits: ['consented'] },
  });
  const { folder, told } = await perform(vendor, suites);
  const ends = new Archive(folder).exhibits('step').filter(({ event }) => event !== 'started');
  expect(ends.map(({ step: { id }, event, reason }) => [id, event, reason])).toEqual([
    ['discovery/break', 'failed', 'harness-bug'],
    ['discovery/obstacle', 'obstacle', 'needs-person'],
    ['discovery/obstacle', 'finished', undefined],
    ['discovery/credential', 'skipped', 'credentials-missing'],
    ['discovery/negative', 'skipped', 'not-permitted'],
  ]);
  expect(ends.at(-1)?.message).toContain('does not permit "negative"');
  expect(bytesIn(folder) + JSON.stringify(told)).not.toContain('tok-from-env');
  expect(readRunFile(folder).complete).toBe(true);
});

test('on production, what needs the keyboard’s word is skipped without it, and the word is sealed', async () => {
  const ran: string[] = [];
  const suites = [
    suite('discovery', '?', [
      stepPerDeployment('try', { permits: ['negative'] }, async ({ deployment: at }) => void ran.push(at.id)),
    ]),
  ];
  const { environment: _, ...unstated } = deployment('https://c.example', { id: 'unstated' });
  const vendor = vendorWith({
    deployments: [
      deployment('https://a.example', { id: 'live', environment: 'production' }),
      unstated,
      deployment('https://b.example', { id: 'sandbox' }),
    ],
    engagement: { by: 'Jane', document: 'contract.pdf', permits: ['negative'] },
  });
  const { folder } = await perform(vendor, suites);
  expect(ran).toEqual(['sandbox']);
  ran.length = 0;
  const resumed = Run.open({ folder, suites, resume: true, authorised: true });
  await resumed.perform();
  expect(ran).toEqual(['live', 'unstated']);
  expect(new Archive(folder).exhibits('run').map(({ authorised }) => authorised)).toEqual([false, true]);
});

test('an interrupted run is kept, incomplete and sealed; resumed it repeats what was cut and skips what was done', async () => {
  const { vendor, server, hang, answer } = await greeter();
  const interruption = new AbortController();
  const folder = join(freshFolder(), 'run');
  const run = Run.open({ folder, vendor, suites: [discovery, onboarding], signal: interruption.signal });
  const hanging = hang();
  const performed = run.perform();
  await hanging;
  interruption.abort(new Error('interrupted'));
  await performed;
  expect(readRunFile(folder)).toMatchObject({ complete: false, finishedAt: expect.any(String) });
  expect((await verify(folder)).problems).toEqual([]);
  const early = await judged(folder);
  expect(early.run.complete).toBe(false);
  expect(early.findings.at(-1)).toMatchObject({ outcome: 'untested', reason: 'not-collected' });

  answer();
  const heard = server.heard.length;
  const again = Run.open({ folder, suites: [discovery, onboarding], resume: true });
  expect(again.vendor).toEqual(vendor);
  expect((await verify(folder)).sealed).toBe(false);
  await again.perform();
  expect(server.heard.slice(heard).filter(line => line.startsWith('POST'))).toEqual([]);
  expect(readRunFile(folder).complete).toBe(true);
  expect((await verify(folder)).problems).toEqual([]);
});

test('killed in the middle and resumed, it comes to the findings of a run that was let be', async () => {
  const { vendor, server, hang, answer } = await greeter();
  const whole = await perform(vendor, [discovery, onboarding]);
  const wholeFindings = sayings((await judged(whole.folder)).findings);

  const folder = join(freshFolder(), 'run');
  const hanging = hang();
  server.heard.length = 0;
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('./child.ts', import.meta.url)), folder, JSON.stringify(vendor)],
    { stdio: 'inherit' },
  );
  const ended = once(child, 'exit');
  await Promise.race([hanging, ended.then(() => Promise.reject(new Error('the child ended by itself')))]);
  child.kill('SIGKILL');
  await ended;
  expect(readRunFile(folder)).toMatchObject({ finishedAt: null, complete: false });
  expect((await verify(folder)).sealed).toBe(false);
  expect(stepRecords(folder)).toContain('onboarding/register 1 intent');
  expect(stepRecords(folder)).not.toContain('onboarding/register 1 finished');

  answer();
  await Run.open({ folder, suites: [discovery, onboarding], resume: true }).perform();
  expect(server.heard.filter(line => line.startsWith('POST'))).toHaveLength(1);
  expect(server.heard.filter(line => line === 'GET /polite/metadata').length).toBeLessThanOrEqual(2);
  expect(stepRecords(folder)).toContain('onboarding/register 2 finished');
  expect(sayings((await judged(folder)).findings)).toEqual(wholeFindings);
  expect((await verify(folder)).problems).toEqual([]);
});

test('resuming takes the frozen profile, and no other', async () => {
  const { vendor } = await greeter();
  const { folder } = await perform(vendor, [discovery]);
  const other = { ...vendor, name: 'Someone Else' };
  expect(() => Run.open({ folder, vendor: other, suites: [discovery], resume: true })).toThrow('is not the one that');
  const same = Run.open({ folder, vendor: structuredClone(vendor), suites: [discovery], resume: true });
  await same.perform();
  expect(stepRecords(folder).filter(line => line.includes(' 2 '))).toEqual([]);
});

test('permission is asked again on resuming', async () => {
  const { vendor } = await greeter();
  const until = { ...vendor, engagement: { ...vendor.engagement, until: '2026-01-01' } } as Vendor;
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-01-01T12:00:00Z') });
  try {
    const failing = suite('onboarding', '?', [
      step('register', { permits: ['write'] }, async () => {
        throw new Error('at first');
      }),
    ]);
    const { folder } = await perform(until, [failing]);
    vi.setSystemTime(new Date('2026-01-02T00:00:01Z'));
    await Run.open({ folder, suites: [onboarding], resume: true }).perform();
    const last = new Archive(folder).exhibits('step', { step: 'onboarding/register' }).at(-1);
    expect(last).toMatchObject({
      event: 'skipped',
      reason: 'not-permitted',
      message: expect.stringContaining('ended on 2026-01-01'),
    });
  } finally {
    vi.useRealTimers();
  }
});

test('folders that cannot serve are named, with what to do', async () => {
  const { vendor } = await greeter();
  const full = freshFolder();
  writeFileSync(join(full, 'notes.txt'), 'mine');
  const open = (folder: string, resume = false) => Run.open({ folder, vendor, suites: [discovery], resume });
  expect(() => open(full)).toThrow(`${full} is not empty`);
  expect(readFileSync(join(full, 'notes.txt'), 'utf8')).toBe('mine');
  expect(() => open(join(full, 'notes.txt'))).toThrow('cannot be made a folder');
  expect(() => open(full, true)).toThrow('holds no run.json');
  writeFileSync(join(full, 'run.json'), '{');
  expect(() => open(full, true)).toThrow('is not JSON');
  writeFileSync(join(full, 'run.json'), '{"format":"else"}');
  expect(() => open(full, true)).toThrow('is not a run of this program');
  writeFileSync(join(full, 'run.json'), '{"format":"special-effort/run@1","id":"x"}');
  expect(() => open(full, true)).toThrow('ended before it began');
});

test('a step that would read a fact in records which were not kept finds it absent', async () => {
  const where = deployment((await greeter()).server.base, { data: 'phi' });
  let read: unknown = 'nothing yet';
  const suites = [
    suite('discovery', '?', [
      stepPerDeployment('greet', { permits: ['consented'] }, async ({ http, deployment: at }) => {
        await http.send(`${at.base}/Patient/1`, { as: 'greeting', patient: true });
      }),
      stepPerDeployment('read', { permits: ['passive'] }, async ({ facts, deployment: at }) => {
        read = await facts.read(greetings, at);
      }),
    ]),
  ];
  const engagement = { by: 'Jane', permits: ['consented'] } as const;
  const { folder } = await perform(vendorWith({ deployments: [where], engagement }), suites);
  expect(read).toBeUndefined();
  expect(stepRecords(folder)).toContain('discovery/read@sandbox 1 finished');
  const { findings } = await judged(folder);
  expect(findings).toMatchObject([{ outcome: 'untested', reason: 'not-collected' }]);
  expect(findings[0]?.because).toContain('was not kept');
});

test('facts are read again once a step has finished since', async () => {
  const { vendor } = await greeter();
  const read: unknown[] = [];
  const fact = {
    id: 'test/count',
    per: 'vendor' as const,
    from: ['discovery/one'] as const,
    read: (evidence: Archive) => evidence.exhibits('measurement', { label: 'one' }).length,
  };
  const look = async ({ facts }: { facts: { read(fact: never): Promise<unknown> } }) =>
    void read.push(await facts.read(fact as never));
  const suites = [
    suite('discovery', '?', [
      step('zero', { permits: ['passive'] }, look),
      step('one', { permits: ['passive'] }, async hands => {
        await hands.measure({ as: 'one', of: [], by: 'test', value: 1 });
        await look(hands);
      }),
      step('two', { permits: ['passive'] }, look),
    ]),
  ];
  await perform(vendor, suites);
  expect(read).toEqual([0, 0, 1]);
});
