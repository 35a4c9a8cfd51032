import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

const main = new URL('../../src/demo/main.ts', import.meta.url).pathname;
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

const line = (child: ChildProcess) =>
  new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout!.on('data', piece => {
      text += piece;
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    child.once('exit', code => reject(new Error(`It ended (${code}) before it was ready.`)));
  });

const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function gone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100 && alive(pid); tries++) await new Promise(resolve => setTimeout(resolve, 50));
  return !alive(pid);
}

describe('the vendor as a process of its own', () => {
  it('says one line when it is ready, and ends on SIGTERM, taking its secrets along', async () => {
    const child = spawn(process.execPath, [main], { stdio: ['ignore', 'pipe', 'inherit'] });
    started.push(child);
    const { base, profile } = JSON.parse(await line(child));
    expect(base).toBe('https://fhir.larkspur.example/r4');
    expect(existsSync(profile)).toBe(true);
    child.kill('SIGTERM');
    expect(await new Promise(resolve => child.once('exit', resolve))).toBe(0);
    expect(existsSync(dirname(profile))).toBe(false);
  });

  it('ends when its parent is killed', async () => {
    const script = `
      const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, [${JSON.stringify(main)}], { stdio: ['ignore', 'pipe', 'inherit'] });
      child.stdout.once('data', () => console.log(child.pid));
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    started.push(parent);
    const pid = Number(await line(parent));
    expect(alive(pid)).toBe(true);
    parent.kill('SIGKILL');
    expect(await gone(pid)).toBe(true);
  });

  it('ends when the pipe from its parent closes', async () => {
    const child = spawn(process.execPath, [main], { stdio: ['pipe', 'pipe', 'inherit'] });
    started.push(child);
    await line(child);
    child.stdin.end();
    expect(await new Promise(resolve => child.once('exit', resolve))).toBe(0);
  });

  it('names the barriers there are when one is unknown', async () => {
    const child = spawn(process.execPath, [main, '--barrier', 'no-such-vice'], { stdio: ['ignore', 'pipe', 'pipe'] });
    started.push(child);
    let said = '';
    child.stderr.on('data', piece => {
      said += piece;
    });
    expect(await new Promise(resolve => child.once('close', resolve))).not.toBe(0);
    expect(said).toContain('There is no barrier "no-such-vice"');
  });
});
