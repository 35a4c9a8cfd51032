import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { Archive } from '../../src/evidence/store.ts';
import { type Registration, registrations } from '../../src/facts/onboarding/registrations.ts';
import { Run } from '../../src/run/conductor.ts';
import { parseProfile } from '../../src/vendor/profile.ts';
import onboarding from '../../suites/onboarding.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'special-effort-registration-'));
  process.env.SPECIAL_EFFORT_HOME = join(folder, 'home');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: client metadata
  readonly body: any;
}

const secret = 'very-secret-of-the-client';
const managementToken = 'token-that-manages-it';

/** A server that registers apps as told; what it was asked is kept. */
async function server(how: {
  managed: boolean;
  before?: () => void;
  refuses?: (metadata: Asked['body']) => [number, object] | undefined;
}) {
  const asked: Asked[] = [];
  const text = async (request: IncomingMessage) => {
    let all = '';
    for await (const piece of request) all += piece;
    return all;
  };
  const listener = createServer(async (request, response) => {
    const said = await text(request);
    const body = said ? JSON.parse(said) : undefined;
    const { method = '', url: path = '' } = request;
    const origin = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
    const send = (status: number, content?: object) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(content ? JSON.stringify(content) : '');
    };
    if (path.endsWith('/.well-known/smart-configuration'))
      return send(200, { registration_endpoint: `${origin}/register` });
    asked.push({ method, path, authorization: request.headers.authorization, body });
    if (method === 'POST') how.before?.();
    if (method === 'DELETE') return send(204);
    if (path.startsWith('/register/')) return send(200, { client_id: path.slice(10) });
    const refusal = how.refuses?.(body);
    if (refusal) return send(...refusal);
    const client_id = `client-${asked.length}`;
    return send(201, {
      client_id,
      token_endpoint_auth_method: body.token_endpoint_auth_method,
      ...(body.token_endpoint_auth_method === 'client_secret_basic' ? { client_secret: secret } : {}),
      ...(how.managed
        ? { registration_client_uri: `${origin}/register/${client_id}`, registration_access_token: managementToken }
        : {}),
    });
  });
  await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    listener.closeAllConnections();
    listener.close();
  });
  return { asked, base: `http://127.0.0.1:${(listener.address() as AddressInfo).port}/r4` };
}

const profile = (base: string) =>
  parseProfile(
    `vendor: A\nengagement: { by: Jane Doe, document: paper.pdf, permits: [write] }\ndeployments: [{ id: main, base: ${base}, environment: sandbox, host: developer, data: synthetic }]\n`,
    join(folder, 'vendor.yaml'),
  );

async function run(base: string, name: string) {
  const vendor = profile(base);
  const suite = {
    ...onboarding,
    steps: onboarding.steps.filter(({ name: step }) => /program/.test(step)),
  } as unknown as typeof onboarding;
  const made = Run.open({ vendor, suites: [suite], folder: join(folder, name) });
  await made.perform();
  const archive = new Archive(made.folder);
  const found = await registrations.read(archive, vendor.deployments[0]!);
  return { archive, found: found as readonly Registration[] | undefined };
}

const methods = (asked: readonly Asked[]) =>
  asked.map(({ method, path }) => `${method} ${path.replace(/client-\d+/, 'it')}`);

test('where registrations can be managed, each is made, read back and deleted, and nothing is left', async () => {
  const { asked, base } = await server({ managed: true });
  const { found } = await run(base, 'first');
  const each = ['POST /register', 'GET /register/it', 'DELETE /register/it'];
  expect(methods(asked)).toEqual([...each, ...each, ...each]);
  expect(asked.filter(({ method }) => method !== 'POST').map(({ authorization }) => authorization)).toEqual(
    Array(6).fill(`Bearer ${managementToken}`),
  );
  expect(found?.map(({ kind, outcome, managed }) => [kind, outcome, managed])).toEqual([
    ['public', 'registered', true],
    ['native', 'registered', true],
    ['backend', 'registered', true],
  ]);
  expect(readdirSync(join(folder, 'home', 'vault'))).toEqual([]);
});

test('who registers says truthfully who it is and what for', async () => {
  const { asked, base } = await server({ managed: true });
  await run(base, 'first');
  for (const { body } of asked.filter(({ method }) => method === 'POST'))
    expect(body.client_name).toBe('special-effort, a test by Jane Doe');
});

test('where they cannot be deleted, one is kept encrypted and used again instead of leaving another', async () => {
  const { asked, base } = await server({ managed: false });
  await run(base, 'first');
  expect(methods(asked)).toEqual(Array(3).fill('POST /register'));
  const kept = readdirSync(join(folder, 'home', 'vault'));
  expect(kept).toHaveLength(3);
  for (const file of kept) {
    expect(readFileSync(join(folder, 'home', 'vault', file), 'latin1')).not.toContain('client-');
    expect(statSync(join(folder, 'home', 'vault', file)).mode & 0o077).toBe(0);
  }
  const { found } = await run(base, 'second');
  expect(asked).toHaveLength(3);
  expect(found?.map(({ kind, outcome }) => [kind, outcome])).toEqual([
    ['public', 'reused'],
    ['native', 'reused'],
    ['backend', 'reused'],
  ]);
});

describe('a refusal', () => {
  test('of apps without a secret is held against one with a secret', async () => {
    const { asked, base } = await server({
      managed: true,
      refuses: body =>
        body.token_endpoint_auth_method === 'none' ? [400, { error: 'invalid_client_metadata' }] : undefined,
    });
    const { found, archive } = await run(base, 'first');
    expect(found?.map(({ kind, outcome, error }) => [kind, outcome, error])).toEqual([
      ['public', 'refused', 'invalid_client_metadata'],
      ['native', 'refused', 'invalid_client_metadata'],
      ['backend', 'registered', undefined],
      ['symmetric', 'registered', undefined],
    ]);
    expect(asked.at(-1)?.method).toBe('DELETE');
    const all = archive.all.map(exhibit => JSON.stringify(exhibit)).join('\n');
    const bodies = readdirSync(join(folder, 'first', 'evidence', 'bodies'), { recursive: true, encoding: 'utf8' })
      .map(file => join(folder, 'first', 'evidence', 'bodies', file))
      .filter(file => statSync(file).isFile())
      .map(file => readFileSync(file, 'latin1'));
    for (const text of [all, ...bodies]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(managementToken);
    }
  });

  test('of everyone without a token is told as such', async () => {
    const { found } = await run(
      (await server({ managed: true, refuses: () => [401, { error: 'invalid_token' }] })).base,
      'first',
    );
    expect(found?.map(({ outcome, status }) => [outcome, status])).toEqual(Array(4).fill(['refused', 401]));
  });

  test('by a broken server is none', async () => {
    const { found } = await run((await server({ managed: true, refuses: () => [500, {}] })).base, 'first');
    expect(found?.map(({ outcome }) => outcome)).toEqual(Array(3).fill('unclear'));
  });
});

test('without leave nothing is registered', async () => {
  const { asked, base } = await server({ managed: true });
  const vendor = parseProfile(
    `vendor: A\ndeployments: [{ id: main, base: ${base}, environment: sandbox }]\n`,
    join(folder, 'vendor.yaml'),
  );
  const made = Run.open({ vendor, suites: [onboarding], folder: join(folder, 'passive') });
  await made.perform();
  expect(asked).toEqual([]);
  const skipped = new Archive(made.folder).exhibits('step').filter(({ event }) => event === 'skipped');
  expect(skipped.map(({ reason }) => reason)).toContain('not-permitted');
});

test('what an attempt that was cut short may have left is told, and nothing is sent twice unseen', async () => {
  const interruption = new AbortController();
  let cut = false;
  const { asked, base } = await server({
    managed: true,
    before: () => {
      if (!cut) interruption.abort(new Error('interrupted'));
      cut = true;
    },
  });
  const suite = {
    ...onboarding,
    steps: onboarding.steps.filter(({ name }) => /program/.test(name)),
  } as unknown as typeof onboarding;
  const into = join(folder, 'run');
  await Run.open({ vendor: profile(base), suites: [suite], folder: into, signal: interruption.signal }).perform();
  expect(methods(asked)).toEqual(['POST /register']);
  const resumed = Run.open({ suites: [suite], folder: into, resume: true });
  await resumed.perform();
  const archive = new Archive(into);
  const settled = archive.exhibits('step').filter(({ event }) => event === 'settled' || event === 'obstacle');
  expect(settled.map(({ event, message, settled: how }) => how?.how ?? `${event}: ${message?.slice(0, 36)}`)).toEqual([
    'obstacle: An earlier attempt may have register',
    'never-arrived',
  ]);
  const found = await registrations.read(archive, resumed.vendor.deployments[0]!);
  expect(found?.map(({ outcome }) => outcome)).toEqual(['registered', 'registered', 'registered']);
});
