import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A Node that says it is version 20: what runs on it must look for a newer one. */
const pretendToBeOld = `Object.defineProperty(process, 'version', { value: 'v20.11.0' });`;
const node24 = new URL('../../bin/node24.js', import.meta.url).href;

let folder: string;
let entry: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'special-effort-'));
  entry = join(folder, 'entry.ts');
  writeFileSync(
    entry,
    `const [what, ...args]: string[] = process.argv.slice(2);
     if (what === 'say') console.log(JSON.stringify({ main: import.meta.main, argv1: process.argv[1], version: process.version, args }));
     if (what === 'code') process.exitCode = Number(args[0]);
     if (what === 'wait') { process.on(args[0] as NodeJS.Signals, () => process.exit(Number(args[1]))); setInterval(() => {}, 1000); console.log('waiting'); }
     if (what === 'hang') { console.log('waiting'); setInterval(() => {}, 1000); }`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(host: 'new' | 'old', args: string[], signal?: NodeJS.Signals) {
  const launcher = join(folder, `launcher-${host}.mjs`);
  writeFileSync(
    launcher,
    `${host === 'old' ? pretendToBeOld : ''}
     const { runOnNode24 } = await import(${JSON.stringify(node24)});
     runOnNode24(${JSON.stringify(entry)}, process.argv.slice(2));`,
  );
  const child = spawn(process.execPath, [launcher, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.on('data', data => {
    stdout += data;
    if (signal && stdout.includes('waiting')) child.kill(signal);
  });
  const [code, endedBy] = await once(child, 'close');
  return { stdout, code, endedBy };
}

describe.each(['new', 'old'] as const)('a module run from a %s Node', host => {
  it('is the main module, on Node 24, with its arguments', async () => {
    const { stdout, code } = await run(host, ['say', 'a b', '--c']);
    expect(JSON.parse(stdout)).toEqual({ main: true, argv1: entry, version: process.version, args: ['a b', '--c'] });
    expect(code).toBe(0);
  });

  it('gives its exit code on', async () => {
    expect(await run(host, ['code', '10'])).toMatchObject({ code: 10 });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('hears %s and says how it ends', async signal => {
    expect(await run(host, ['wait', signal, '130'], signal)).toMatchObject({ code: 130 });
  });
});

it('a child ended by a signal gives the code a shell would', async () => {
  expect(await run('old', ['hang'], 'SIGTERM')).toMatchObject({ code: 143 });
});
