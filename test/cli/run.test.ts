import { spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Judgement } from '../../src/model/finding.ts';
import { begin, emptyFolder, specialEffort } from './command-line.ts';

const root = resolve(import.meta.dirname, '../..');
const judgementOf = (folder: string): Judgement => JSON.parse(readFileSync(join(folder, 'findings.json'), 'utf8'));
/** What a judgement says, whatever run it was made of: exhibits bear the time they were made. */
const substance = (folder: string) => judgementOf(folder).findings.map(({ evidence: _, ...finding }) => finding);

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Two topics are enough where the shape of a run is tested. */
const two = ['--topic', 'discovery,service-base-urls'];

/** A profile of a server that answers everything the same way. */
function profile(cwd: string, base: string): string {
  writeFileSync(
    join(cwd, 'vendor.yaml'),
    `vendor: Larkspur Health\ndeployments: [{ id: main, base: ${base}/r4, host: developer }]\npages: { service-base-urls: ${base}/list.json }\n`,
  );
  return 'vendor.yaml';
}

describe('the demonstration', () => {
  test('of the open vendor ends with 0 and no failed finding; stdout ends with the run folder', async () => {
    const cwd = emptyFolder();
    const { code, stdout } = await specialEffort(['demo', '--vendor', 'open'], { cwd });
    expect(code).toBe(0);
    const folder = stdout.trimEnd().split('\n').at(-1) as string;
    expect(folder.startsWith(join(cwd, 'reports', 'larkspur-health'))).toBe(true);
    expect(judgementOf(folder).findings.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual([
      'evidence',
      'findings.json',
      'judgements',
      'report.html',
      'report.junit.xml',
      'run.json',
      'seal.json',
    ]);
    expect(readFileSync(join(cwd, 'reports', 'larkspur-health', 'case.jsonl'), 'utf8')).toContain(
      JSON.stringify(folder),
    );
  });

  test('with one barrier and --json prints one object; verify, judge, report and purge follow it', async () => {
    const cwd = emptyFolder();
    const listed = await specialEffort(['vendor', '--list-barriers', '--json'], { cwd });
    const barriers: { id: string; rules: string[] }[] = JSON.parse(listed.stdout);
    const barrier = barriers.find(({ id }) => id === 'old-tls');
    const { code, stdout } = await specialEffort(
      ['demo', '--barrier', 'old-tls', '--topic', 'discovery', '--out', 'run', '--json'],
      { cwd },
    );
    // What the embedded vendor deserves is no failure of the demonstration.
    expect(code).toBe(0);
    const { runDir, exitCode, counts, ...rest } = JSON.parse(stdout);
    expect(rest).toEqual({});
    expect(exitCode).toBe(0);
    expect(runDir).toBe(join(cwd, 'run'));
    const failed = new Set(
      judgementOf(runDir)
        .findings.filter(({ outcome }) => outcome === 'failed')
        .map(({ rule }) => rule),
    );
    expect([...failed].sort()).toEqual([...(barrier?.rules ?? [])].sort());
    expect(counts.failed).toBeGreaterThan(0);

    expect((await specialEffort(['verify', 'run'], { cwd })).code).toBe(0);
    const before = readFileSync(join(runDir, 'findings.json'), 'utf8');
    const again = await specialEffort(['judge', 'run'], { cwd });
    expect(again.code).toBe(10);
    expect(again.stdout.trimEnd()).toBe(runDir);
    expect(readFileSync(join(runDir, 'findings.json'), 'utf8')).toBe(before);
    expect(readdirSync(join(runDir, 'judgements'))).toEqual(['0001', '0002']);
    expect((await specialEffort(['verify', 'run'], { cwd })).code).toBe(0);

    const severe = await specialEffort(['judge', 'run', '--fail-on', 'severity>=critical'], { cwd });
    expect(severe.code).toBe(0);
    writeFileSync(
      join(cwd, 'waivers.yaml'),
      [...failed].map(rule => `- { finding: ${rule}, reason: known, owner: Jane Doe, expiry: 2099-01-01 }\n`).join(''),
    );
    const waived = await specialEffort(['judge', 'run'], { cwd });
    expect(waived.code).toBe(0);
    expect(waived.stderr).toContain('Waived until 2099-01-01 by Jane Doe');

    const reported = await specialEffort(['report', 'run', '--format', 'junit,json'], { cwd });
    expect(reported.stdout.trimEnd().split('\n')).toEqual([
      join(runDir, 'report.junit.xml'),
      join(runDir, 'findings.json'),
    ]);

    const refused = await specialEffort(['purge', 'run'], { cwd });
    expect(refused.code).toBe(2);
    expect(existsSync(join(runDir, 'evidence'))).toBe(true);
    expect((await specialEffort(['purge', 'run', '--yes'], { cwd })).code).toBe(0);
    expect(readdirSync(runDir)).toEqual(['purged.json']);
  });
});

describe('bad answers', () => {
  const truncated = '{"resourceType":"CapabilityStatement","fhirVersion":"4.0';
  test.each<[string, RequestListener]>([
    [
      'HTML for JSON',
      (_, response) =>
        void response
          .setHeader('content-type', 'text/html')
          .end('<html><title>Welcome</title><p>Our company</p></html>'),
    ],
    [
      'truncated JSON',
      (_, response) => void response.setHeader('content-type', 'application/fhir+json').end(truncated),
    ],
    ['500 for everything', (_, response) => void response.writeHead(500).end('oops')],
    ['endless redirects', (request, response) => void response.writeHead(302, { location: `${request.url}x` }).end()],
    ['an empty body', (_, response) => void response.end()],
  ])('%s: no crash, no fault of ours, and what was collected stays', async (_, answer) => {
    const cwd = emptyFolder();
    const { code, stderr } = await specialEffort(['run', profile(cwd, await serve(answer)), '--out', 'run'], { cwd });
    expect([0, 10], stderr).toContain(code);
    const { findings } = judgementOf(join(cwd, 'run'));
    expect(findings.filter(({ reason }) => reason === 'harness-bug')).toEqual([]);
    expect(findings.every(({ evidence }) => evidence.length > 0)).toBe(true);
    expect((await specialEffort(['verify', 'run'], { cwd })).code).toBe(0);
  });

  test('a body without end is cut at the limit, and what came stays', async () => {
    const cwd = emptyFolder();
    const endless: RequestListener = (request, response) => {
      if (!request.url?.includes('metadata')) return void response.writeHead(404).end();
      response.setHeader('content-type', 'application/fhir+json');
      const piece = Buffer.alloc(1024 * 1024, ' ');
      const more = () => {
        while (!response.destroyed && response.write(piece));
        response.once('drain', more);
      };
      more();
    };
    const { code } = await specialEffort(
      ['run', profile(cwd, await serve(endless)), '--topic', 'discovery', '--out', 'run'],
      { cwd },
    );
    expect([0, 10]).toContain(code);
    expect(judgementOf(join(cwd, 'run')).findings.filter(({ reason }) => reason === 'harness-bug')).toEqual([]);
  });

  test('nobody there: exit code 3, and the findings are still written', async () => {
    const cwd = emptyFolder();
    const { code, stderr } = await specialEffort(['run', profile(cwd, 'http://127.0.0.1:9'), '--out', 'run'], { cwd });
    expect(code).toBe(3);
    expect(stderr).toContain('No address ever answered');
    expect(judgementOf(join(cwd, 'run')).findings.length).toBeGreaterThan(0);
  });

  test('a profile without an address: everything untested, and each says what to add', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'vendor.yaml'), 'vendor: Larkspur Health\n');
    const { code } = await specialEffort(['run', 'vendor.yaml', '--out', 'run'], { cwd });
    expect(code).toBe(0);
    const { findings } = judgementOf(join(cwd, 'run'));
    // What only people can have seen does not apply where nobody wrote anything down.
    const others = findings.filter(({ because }) => !because.startsWith('Nobody wrote down'));
    expect(new Set(others.map(({ outcome, reason }) => `${outcome} ${reason}`))).toEqual(
      new Set(['untested not-collected']),
    );
  });
});

/** The embedded vendor in a process of its own, for as long as the test lasts. */
async function embeddedVendor(
  cwd: string,
  barriers: readonly string[] = [],
): Promise<{ base: string; profile: string }> {
  const { child, ended } = begin(['vendor', ...barriers.flatMap(id => ['--barrier', id])], { cwd });
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const line = await Promise.race([
    new Promise<string>(resolve => child.stdout?.once('data', (piece: Buffer) => resolve(piece.toString()))),
    ended.then(({ stderr }) => Promise.reject(new Error(stderr))),
  ]);
  return JSON.parse(line);
}

describe('a run that is cut short', () => {
  test('by kill -9, then resumed, finds what an uninterrupted one does', async () => {
    const cwd = emptyFolder();
    const { profile: file } = await embeddedVendor(cwd, ['old-tls']);
    const whole = await specialEffort(['run', file, ...two, '--out', 'whole'], { cwd });
    expect(whole.code).toBe(10);

    const { child, ended } = begin(['run', file, ...two, '--out', 'cut'], { cwd });
    const journal = join(cwd, 'cut', 'evidence', 'journal-0001.ndjson');
    while (!(existsSync(journal) && readFileSync(journal, 'utf8').split('"finished"').length > 3))
      await new Promise(resolve => setTimeout(resolve, 5));
    child.kill('SIGKILL');
    await ended;
    expect(existsSync(join(cwd, 'cut', 'findings.json'))).toBe(false);

    // What lies there can be judged as it is, and says that it is unfinished.
    cpSync(join(cwd, 'cut'), join(cwd, 'as-it-was'), { recursive: true });
    await specialEffort(['judge', 'as-it-was'], { cwd });
    expect(judgementOf(join(cwd, 'as-it-was')).run.complete).toBe(false);

    const resumed = await specialEffort(['run', '--resume', 'cut'], { cwd });
    expect(resumed.code).toBe(10);
    expect(substance(join(cwd, 'cut'))).toEqual(substance(join(cwd, 'whole')));
    expect(judgementOf(join(cwd, 'cut')).run.complete).toBe(true);
  });

  test('goes on only with the profile it was begun with', async () => {
    const cwd = emptyFolder();
    const file = profile(cwd, 'http://127.0.0.1:9');
    await specialEffort(['run', file, '--out', 'run'], { cwd });
    writeFileSync(join(cwd, 'other.yaml'), 'vendor: Somebody Else\n');
    const { code, stderr } = await specialEffort(['run', 'other.yaml', '--resume', 'run'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('is not the one');
  });
});

test('start goes from one address to a profile, a report and what it needs next', async () => {
  const cwd = emptyFolder();
  const statement = JSON.stringify({
    resourceType: 'CapabilityStatement',
    status: 'active',
    kind: 'instance',
    fhirVersion: '4.0.1',
    format: ['json'],
    software: { name: 'Larkspur EHR' },
  });
  const base = await serve((request, response) =>
    request.url === '/r4/metadata'
      ? void response.setHeader('content-type', 'application/fhir+json').end(statement)
      : void response.writeHead(404).end(),
  );
  const { code, stdout, stderr } = await specialEffort(['start', `${base}/r4`, '--profile', 'vendor.yaml'], { cwd });
  expect(code).toBe(10);
  expect(readFileSync(join(cwd, 'vendor.yaml'), 'utf8')).toContain(`base: ${base}/r4`);
  expect(existsSync(join(stdout.trimEnd(), 'report.html'))).toBe(true);
  expect(stderr).toContain('engagement');
});

test('npx playwright test ends with the findings, the last line and the exit code of run', async () => {
  const cwd = emptyFolder();
  const { profile: file } = await embeddedVendor(cwd, ['old-tls']);
  const run = await specialEffort(['run', file, ...two, '--out', 'run'], { cwd });
  const adapter = spawn(process.execPath, [join(root, 'node_modules/@playwright/test/cli.js'), 'test'], {
    cwd: root,
    env: {
      ...process.env,
      SPECIAL_EFFORT_HOME: join(cwd, 'home'),
      SPECIAL_EFFORT_PROFILE: file,
      SPECIAL_EFFORT_TOPICS: 'discovery,service-base-urls',
      SPECIAL_EFFORT_OUT: join(cwd, 'adapter'),
    },
  });
  let stdout = '';
  adapter.stdout.on('data', piece => (stdout += piece));
  const code = await new Promise<number | null>(resolve => adapter.once('close', resolve));
  expect(code).toBe(run.code);
  expect(stdout.trimEnd().split('\n').at(-1)).toBe(join(cwd, 'adapter'));
  expect(substance(join(cwd, 'adapter'))).toEqual(substance(join(cwd, 'run')));
});
