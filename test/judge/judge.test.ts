import { expect, test } from 'vitest';
import { Archive } from '../../src/evidence/store.ts';
import { judge } from '../../src/judge/judge.ts';
import { judgeFolder } from '../../src/judge/offline.ts';
import { about, cantTell, failed, inapplicable, passed } from '../../src/model/rule.ts';
import { json } from '../../src/report/json.ts';
import { catalogue, findings, judgement, local, place, rule, saw, says, scene, sighting } from './bench.ts';

test('a verdict becomes a finding with the rule’s words and the exhibits', async () => {
  const where = scene();
  const id = saw(where);
  const judged = (verdict: ReturnType<typeof passed>, parts = {}) =>
    findings(where, rule({ judge: says(verdict), ...parts }));
  expect(await judged(passed(id, id))).toEqual([
    {
      rule: 'discovery/test',
      topic: 'discovery',
      outcome: 'passed',
      because: 'The page opens.',
      title: 'The page opens',
      severity: 'high',
      confidence: 'certain',
      kind: 'criterion-nonconformity',
      attributedTo: 'developer',
      exceptionState: 'unknown',
      deployment: null,
      environment: null,
      barrier: null,
      cites: ['45 CFR 170.404(b)(2)'],
      exceptions: [],
      remedy: 'Open it.',
      evidence: [id],
    },
  ]);
  expect(await judged(failed('It is shut.', id), { assumes: 'Open means open.' })).toMatchObject([
    { outcome: 'failed', because: 'It is shut.', title: 'The page is shut', assumes: 'Open means open.' },
  ]);
  expect(await judged(cantTell('It was dark.', id))).toMatchObject([{ outcome: 'cant-tell', title: 'The page opens' }]);
  expect(await judged(inapplicable('There is no page.'))).toMatchObject([
    { outcome: 'inapplicable', evidence: [where.store.run.id] },
  ]);
  expect(await judged(passed(id), { barrier: 'sbu-unpublished-or-gated' })).toMatchObject([
    { barrier: 'sbu-unpublished-or-gated', exceptions: catalogue.barriers.get('sbu-unpublished-or-gated')?.exceptions },
  ]);
});

test('rows are sorted by rule, deployment and subject; topics not chosen have none', async () => {
  const where = scene({ deployments: [place('b'), place('a')] });
  const id = saw(where);
  const rows = await findings(
    where,
    rule({ id: 'discovery/z' }),
    rule({ id: 'availability/x' }),
    rule({
      id: 'discovery/b',
      per: 'deployment',
      judge: says(about('two', passed(id)), about('one', failed('x', id))),
    }),
  );
  expect(rows.map(({ rule: name, deployment, subject }) => [name, deployment, subject])).toEqual([
    ['discovery/b', 'a', 'one'],
    ['discovery/b', 'a', 'two'],
    ['discovery/b', 'b', 'one'],
    ['discovery/b', 'b', 'two'],
    ['discovery/z', null, undefined],
  ]);
});

test.each([
  ['developer', 'developer', 'failed'],
  ['customer', 'source', 'cant-tell'],
  ['unknown', 'unknown', 'cant-tell'],
] as const)(
  'a deployment that is its %s’s: attributed to %s, a condition finding is %s',
  async (host, attributedTo, outcome) => {
    const where = scene({ deployments: [place('x', { host })] });
    const id = saw(where, 'x');
    const parts = { per: 'deployment', needs: { seen: local }, judge: says(failed('It is shut.', id)) } as const;
    const [condition] = await findings(where, rule({ ...parts, kind: 'condition-concern' }));
    expect(condition).toMatchObject({ attributedTo, outcome });
    if (outcome === 'cant-tell') {
      expect(condition?.because).toMatch(/^It is shut\. It is not known to be the developer's doing/);
      expect(condition?.title).toBe('The page opens');
    }
    for (const kind of ['criterion-nonconformity', 'ib-risk'] as const)
      expect(await findings(where, rule({ ...parts, kind }))).toMatchObject([{ attributedTo, outcome: 'failed' }]);
  },
);

test('a rule may know better whose it is, and how sure it is', async () => {
  const where = scene();
  const id = saw(where);
  const learned = { ...failed('It is shut.', id), attributedTo: 'unknown', confidence: 'needs-person' } as const;
  expect(await findings(where, rule({ kind: 'condition-concern', judge: says(learned) }))).toMatchObject([
    { attributedTo: 'unknown', outcome: 'cant-tell', confidence: 'needs-person' },
  ]);
});

test('what must be seen more often is likely until it is', async () => {
  const where = scene();
  const id = saw(where);
  const corroboration = { times: 3, hours: 24 };
  expect(await findings(where, rule({ corroboration, judge: says(failed('Down.', id)) }))).toMatchObject([
    { outcome: 'failed', confidence: 'likely', corroboration: { asked: corroboration, seen: 1 } },
  ]);
  const [fine] = await findings(where, rule({ corroboration, judge: says(passed(id)) }));
  expect(fine).not.toHaveProperty('corroboration');
  expect(fine?.confidence).toBe('certain');
});

test('an exception in a rule or a fact is our bug, for the rules that met it alone', async () => {
  const where = scene();
  const id = saw(where);
  const broken = { ...sighting, id: 'test/broken', read: () => Promise.reject(new Error('no such thing')) };
  const throws = () => {
    throw new Error('oops');
  };
  const rows = await findings(
    where,
    rule({ id: 'discovery/a-throws', judge: throws }),
    rule({ id: 'discovery/b-fact', needs: { seen: broken } }),
    rule({ id: 'discovery/c-fact-too', mayUse: { more: broken } }),
    rule({ id: 'discovery/d-mute', judge: says() }),
    rule({ id: 'discovery/e-twice', judge: says(passed(id), failed('x', id)) }),
    rule({ id: 'discovery/f-unknown', judge: says(passed(`sha256:${'0'.repeat(64)}`)) }),
    rule({ id: 'discovery/g-fine' }),
  );
  expect(rows.map(({ outcome, reason }) => [outcome, reason])).toEqual([
    ...Array.from({ length: 6 }, () => ['untested', 'harness-bug']),
    ['passed', undefined],
  ]);
  const because = rows.map(row => row.because);
  for (const [i, words] of [
    'failed while judging: oops',
    'failed while reading "test/broken": no such thing',
    'failed while reading "test/broken"',
    'it came to no verdict',
    'it judged one subject twice',
    `it cites sha256:${'0'.repeat(64)}, which the run does not hold`,
  ].entries())
    expect(because[i]).toContain(words);
  for (const row of rows.slice(0, 6)) {
    expect(row.evidence).toEqual([where.store.run.id]);
    expect(row.because).toContain('Nothing follows for the vendor');
  }
});

test('facts it may use are given when they are there, and missed by nobody when not', async () => {
  const where = scene();
  const id = saw(where);
  const absent = { ...sighting, id: 'test/absent', read: () => undefined };
  const got: unknown[] = [];
  const note = (facts: object) => {
    got.push(facts);
    return passed(id);
  };
  const rows = await findings(where, rule({ mayUse: { absent, more: sighting }, judge: note }));
  expect(rows).toMatchObject([{ outcome: 'passed' }]);
  expect(got).toEqual([
    { seen: expect.objectContaining({ id }), more: expect.objectContaining({ id }), absent: undefined },
  ]);
});

test('what was not in force when the run began does not apply, whatever today is', async () => {
  const where = scene();
  saw(where);
  const future = [...catalogue.requirements.values()].find(
    ({ inForce }) => inForce.from === null || inForce.from > '2026-11-25',
  );
  expect(future).toBeDefined();
  const cites = [future?.id as string] as const;
  expect(await findings(where, rule({ cites }))).toMatchObject([
    { outcome: 'inapplicable', because: expect.stringContaining('2026-11-25'), evidence: [where.store.run.id] },
  ]);
  expect(await findings(where, rule({ cites: [...cites, '45 CFR 170.404(b)(2)'] }))).toMatchObject([
    { outcome: 'passed' },
  ]);
});

test('judging again, from the disk and in any order, gives the same bytes', async () => {
  const where = scene({ deployments: [place('a'), place('b')] });
  const id = saw(where);
  const rules = [
    rule({ id: 'discovery/one', per: 'deployment', judge: says(about('y', failed('x', id)), about('x', passed(id))) }),
    rule({ id: 'discovery/two' }),
  ];
  const first = json(await judgement(where, ...rules));
  where.store.close();
  const again = {
    evidence: new Archive(where.folder),
    catalogue,
    harness: '0.0.0',
    run: { finishedAt: null, complete: false },
  };
  expect(json(await judge({ ...again, rules: [...rules].reverse() }))).toBe(first);
  expect(json(await judge({ ...again, rules }))).toBe(first);
  const folder = () => judgeFolder(where.folder, '0.0.0', again.run);
  const [real, realAgain] = [await folder(), await folder()];
  expect(real.judgement.findings.length).toBeGreaterThan(10);
  expect(json(realAgain.judgement)).toBe(json(real.judgement));
});
