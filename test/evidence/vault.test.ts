import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { forgetSecret, keepSecret, keptSecret } from '../../src/evidence/vault.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'special-effort-vault-'));
  process.env.SPECIAL_EFFORT_HOME = home;
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
});
const files = () => readdirSync(join(home, 'vault')).map(name => join(home, 'vault', name));

test('what is kept comes back under its name alone, until it is forgotten', () => {
  keepSecret('one', { clientId: 'a', secret: 'tell nobody' });
  keepSecret('two', 'other');
  keepSecret('one', { clientId: 'b' });
  expect(keptSecret('one')).toEqual({ clientId: 'b' });
  expect(keptSecret('two')).toBe('other');
  expect(keptSecret('three')).toBeUndefined();
  forgetSecret('one');
  expect(keptSecret('one')).toBeUndefined();
});

test('neither names nor values stand in its files, which are their owner’s alone', () => {
  keepSecret('https://auth.larkspur.example/register', { secret: 'tell nobody' });
  for (const file of [...files(), join(home, 'vault.key')]) {
    expect(readFileSync(file, 'latin1')).not.toMatch(/tell nobody|larkspur/);
    expect(file).not.toMatch(/larkspur/);
    expect(statSync(file).mode & 0o077).toBe(0);
  }
});

test('a file that was changed, cut, swapped with another or left without its key is none', () => {
  keepSecret('one', 'first');
  keepSecret('two', 'second');
  const [one, two] = files() as [string, string];
  const bytes = readFileSync(one);
  writeFileSync(one, readFileSync(two));
  expect([keptSecret('one'), keptSecret('two')].filter(Boolean)).toHaveLength(1);
  writeFileSync(one, bytes.subarray(0, 20));
  expect([keptSecret('one'), keptSecret('two')].filter(Boolean)).toHaveLength(1);
  writeFileSync(one, bytes);
  expect([keptSecret('one'), keptSecret('two')].sort()).toEqual(['first', 'second']);
  rmSync(join(home, 'vault.key'));
  expect([keptSecret('one'), keptSecret('two')]).toEqual([undefined, undefined]);
});
