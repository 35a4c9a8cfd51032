import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { suites } from '../src/cli/suites.ts';
import { allBarriers, coexisting } from '../src/demo/barrier-list.ts';
import type { BarrierSwitch } from '../src/demo/behaviour.ts';
import { startEmbeddedVendor } from '../src/demo/vendor.ts';
import { judgeFolder } from '../src/judge/offline.ts';
import type { AnyFact } from '../src/model/fact.ts';
import type { Finding } from '../src/model/finding.ts';
import { type Suite, stepId } from '../src/model/suite.ts';
import { rules } from '../src/rules/index.ts';
import { Run } from '../src/run/conductor.ts';
import { readProfile } from '../src/vendor/profile.ts';

const barriers = await allBarriers();
/** Milliseconds for a run of everything on a machine that is busy. */
const wholeRun = 180_000;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'special-effort-barriers-'));
  process.env.SPECIAL_EFFORT_HOME = join(folder, 'home');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/**
 * `npm run test:barriers` asks each vice of every topic. That is quadratic in what stands, so that `npm test` asks it of
 * its own topic alone, and of discovery, which others build on.
 */
const everyTopic = process.env.MODE === 'every-topic';
const suitesFor = ({ topic, rules: tripped }: BarrierSwitch): readonly Suite[] =>
  everyTopic
    ? suites
    : suites
        .filter(suite => suite.topic === topic || suite.topic === 'discovery')
        .map(suite => (suite.topic === 'authorization' ? stepsRead(suite, tripped) : suite));

/** People sign in some thirty times in the whole of authorization: a vice is tried where the rules that it trips look, and at the door. */
function stepsRead(suite: Suite, tripped: readonly string[]): Suite {
  const [door, ...others] = suite.steps;
  const read = new Set(
    rules
      .filter(({ id }) => tripped.includes(id))
      .flatMap(({ needs, mayUse }) => Object.values<AnyFact>({ ...needs, ...mayUse }))
      .flatMap(({ from }) => from),
  );
  return { ...suite, steps: [door, ...others.filter(step => read.has(stepId(suite.topic, step)))] };
}

/** What the judge finds at the embedded vendor with these vices. */
async function findings(
  name: string,
  vices: readonly BarrierSwitch[],
  suites: readonly Suite[],
): Promise<readonly Finding[]> {
  const served = await startEmbeddedVendor({ barriers: vices });
  try {
    const vendor = await readProfile(await served.profile(join(folder, name, 'profile')));
    const run = Run.open({ vendor, suites, folder: join(folder, name, 'run') });
    await run.perform();
    const { judgement } = await judgeFolder(run.folder, 'test', { finishedAt: null, complete: true });
    return judgement.findings;
  } finally {
    await served.close();
  }
}

const failedRules = (all: readonly Finding[]) =>
  [...new Set(all.filter(({ outcome }) => outcome === 'failed').map(({ rule }) => rule))].sort();
const bugs = (all: readonly Finding[]) =>
  all.filter(({ reason }) => reason === 'harness-bug').map(({ rule, because }) => `${rule}: ${because}`);

test('the open vendor deserves no finding', { timeout: wholeRun }, async () => {
  const all = await findings('open', [], suites);
  expect(all.filter(({ outcome }) => outcome === 'failed').map(({ rule, because }) => `${rule}: ${because}`)).toEqual(
    [],
  );
  expect(bugs(all)).toEqual([]);
  // What is not tested at a vendor that permits everything would never be tested anywhere.
  expect(all.filter(({ outcome }) => outcome === 'untested').map(({ rule, because }) => `${rule}: ${because}`)).toEqual(
    [],
  );
});

describe.concurrent('each vice is noticed by the rules it names, and by no other', { timeout: wholeRun }, () => {
  test.each(barriers.map(barrier => [barrier.id, barrier] as const))('%s', async (id, barrier) => {
    const asked = suitesFor(barrier);
    const all = await findings(id, [barrier], asked);
    expect(bugs(all)).toEqual([]);
    // A vice may be noticed from other topics too, where they are asked.
    const awaited = barrier.rules.filter(rule => asked.some(({ topic }) => rule.startsWith(`${topic}/`)));
    expect(failedRules(all)).toEqual(awaited.sort());
  });
});

test('ids of vices are unique, and every rule has one that trips it', () => {
  const ids = barriers.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)]);
  const tripped = new Set(barriers.flatMap(barrier => barrier.rules));
  expect(rules.map(({ id }) => id).filter(id => !tripped.has(id))).toEqual([]);
});

test('the obstructive vendor has all vices that can stand together, and meets no bug of ours', {
  timeout: wholeRun,
}, async () => {
  const standing = coexisting(barriers);
  expect(standing.length).toBeGreaterThan(1);
  const all = await findings('obstructive', standing, suites);
  expect(bugs(all)).toEqual([]);
  expect(failedRules(all).length).toBeGreaterThan(1);
});
