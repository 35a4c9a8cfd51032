import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accounts } from '../../src/demo/accounts.ts';
import type { BarrierSwitch } from '../../src/demo/behaviour.ts';
import { type EmbeddedVendor, startEmbeddedVendor } from '../../src/demo/vendor.ts';
import type { Exhibit } from '../../src/model/exhibit.ts';
import { Run } from '../../src/run/conductor.ts';
import { readProfile } from '../../src/vendor/profile.ts';
import authorization from '../../suites/authorization.ts';

let folder: string;
let served: EmbeddedVendor;
/** Everything that lets somebody in, as the vendor gave it or was shown it, with where it was seen. */
const secrets = new Map<string, string>();

/** No vice: it writes down what no file of a run may hold. */
const witness: BarrierSwitch = {
  id: 'witness',
  topic: 'authorization',
  rules: ['authorization/none'],
  barrier: 'none',
  says: 'The vendor remembers every secret that passes.',
  apply({ authorization: { tokenAnswers, tokenRequests }, headers }) {
    tokenAnswers.push(({ body }) => {
      for (const name of ['access_token', 'refresh_token', 'id_token']) if (body[name]) secrets.set(body[name], name);
    });
    tokenRequests.push(({ form }) => {
      for (const name of ['code', 'code_verifier', 'client_assertion', 'refresh_token']) {
        const value = form.get(name);
        if (value) secrets.set(value, `${name} of a request`);
      }
    });
    headers.push((_, answered) => {
      const to = answered.get('location') ?? '';
      const code = URL.canParse(to) ? new URL(to).searchParams.get('code') : null;
      if (code) secrets.set(code, 'code in a redirect');
    });
  },
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'special-effort-secrets-'));
  process.env.SPECIAL_EFFORT_HOME = join(folder, 'home');
  served = await startEmbeddedVendor({ barriers: [witness] });
});
afterAll(async () => {
  await served.close();
  await rm(folder, { recursive: true });
});

test('no file of a run holds anything that lets somebody in', { timeout: 180_000 }, async () => {
  const vendor = await readProfile(await served.profile(join(folder, 'profile')));
  for (const { username, password } of accounts) secrets.set(password, `password of ${username}`);
  for (const file of await readdir(join(folder, 'profile'))) {
    if (file.endsWith('.secret')) secrets.set(await readFile(join(folder, 'profile', file), 'utf8'), file);
    if (file.endsWith('.jwk.json'))
      secrets.set(JSON.parse(await readFile(join(folder, 'profile', file), 'utf8')).d, file);
  }
  const run = Run.open({ vendor, suites: [authorization], folder: join(folder, 'run') });
  await run.perform();

  const seen: Record<string, number> = {};
  for (const [, where] of secrets)
    seen[where.replace(/ of .*| in .*/, '')] = (seen[where.replace(/ of .*| in .*/, '')] ?? 0) + 1;
  // Without all kinds of secret the search below would prove little.
  for (const kind of [
    'access_token',
    'refresh_token',
    'id_token',
    'code',
    'code_verifier',
    'client_assertion',
    'password',
  ])
    expect(seen[kind], kind).toBeGreaterThan(1);

  // What was made up to be refused, and is told so in this very checkout, is nobody's secret.
  const real = [...secrets].filter(
    ([secret]) => secret.length > 5 && !/never-issued|this-is-|its-own-challenge/.test(secret),
  );
  const files = (await readdir(join(folder, 'run'), { recursive: true, withFileTypes: true })).filter(entry =>
    entry.isFile(),
  );
  expect(files.length).toBeGreaterThan(50);
  const leaks: string[] = [];
  for (const file of files) {
    const path = join(file.parentPath, file.name);
    const text = `${file.name}\n${(await readFile(path)).toString('latin1')}`;
    for (const [secret, where] of real) if (text.includes(secret)) leaks.push(`${where} in ${file.name}: ${path}`);
  }
  expect(leaks).toEqual([]);

  const journal = files.find(({ name }) => /^journal.*ndjson$/.test(name));
  const exhibits: Exhibit[] = (await readFile(join(journal?.parentPath ?? '', journal?.name ?? ''), 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line));
  const steps = exhibits.filter(exhibit => exhibit.kind === 'step');
  expect(steps.filter(({ event }) => event === 'finished')).toHaveLength(authorization.steps.length);
  expect(steps.filter(({ event }) => event === 'failed' || event === 'obstacle').map(({ message }) => message)).toEqual(
    [],
  );
  // A consent page is kept with its picture: what it said is what the person knew.
  expect(exhibits.some(exhibit => exhibit.kind === 'page' && exhibit.screenshot)).toBe(true);
});
