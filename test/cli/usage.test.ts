import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, specialEffort } from './command-line.ts';

test('--help lists every command, and each command explains itself', async () => {
  const cwd = emptyFolder();
  const { code, stdout } = await specialEffort(['--help'], { cwd });
  expect(code).toBe(0);
  const commands = [...stdout.matchAll(/^ {2}([a-z-]+) {2,}/gm)].map(([, name]) => name as string);
  expect(commands).toEqual(
    expect.arrayContaining([
      'demo',
      'run',
      'start',
      'judge',
      'report',
      'verify',
      'vendor',
      'init',
      'check',
      'explain',
      'coverage',
      'new-rule',
      'purge',
    ]),
  );
  for (const command of commands) {
    const help = await specialEffort([command, '--help'], { cwd });
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain(`Usage: special-effort ${command}`);
  }
});

test.each([
  [[], 'Usage'],
  [['rnu'], 'There is no command "rnu". Did you mean "run"?'],
  [['toString'], 'There is no command "toString".'],
  [['run'], 'needs VENDOR.yaml'],
  [['run', 'missing.yaml'], 'missing.yaml'],
  [['run', 'a.yaml', 'b.yaml'], 'has no use for "b.yaml"'],
  [['run', '--tpoic', 'discovery'], 'Did you mean "--topic"?'],
  [['demo', '--topic', 'discovry'], 'Did you mean "discovery"?'],
  [['demo', '--vendor', 'shy'], 'open or obstructive'],
  [['demo', '--barrier', 'nonsense'], 'There is no barrier "nonsense"'],
  [['demo', '--fail-on', 'severity>=huge'], 'severity'],
  [['judge', '.'], 'is no run'],
  [['report', '.', '--format', 'pdf'], 'There is no format "pdf"'],
  [['verify', 'nowhere'], 'is no run'],
  [['purge', '.'], 'is no run'],
  [['explain', 'discovery/nothing'], 'Nothing is called'],
  [['vendor', '--port', 'eighty'], '--port'],
  [['start', 'not an address'], 'is no http address'],
  [['new-rule', 'discovery/no-login'], 'no-'],
  [['new-rule', 'weather/rain'], 'does not begin with a topic'],
])('%j is refused with exit code 2, and says what to do', async (words, says) => {
  const { code, stdout, stderr } = await specialEffort(words, { cwd: emptyFolder() });
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(says);
  expect(stderr).not.toContain('    at ');
});

test.each([
  ['broken YAML', 'vendor: [', /vendor\.yaml:1/],
  ['an unknown field', 'vendor: A\ndeploments: []\n', /vendor\.yaml:2:\d+ deploments: .*deployments/],
  ['a wrong type', 'vendor: A\ndeployments: {}\n', /vendor\.yaml:2/],
  ['an empty file', '', /vendor\.yaml/],
])('a profile that is %s ends with exit code 2, file and line, and no run folder', async (_, text, says) => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'vendor.yaml'), text);
  const { code, stderr } = await specialEffort(['run', 'vendor.yaml', '--out', 'run'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toMatch(says);
  expect(readdirSync(cwd)).not.toContain('run');
});

test('a run goes into an empty folder only', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'vendor.yaml'), 'vendor: A\n');
  mkdirSync(join(cwd, 'run'));
  writeFileSync(join(cwd, 'run', 'precious.txt'), 'kept');
  const { code, stderr } = await specialEffort(['run', 'vendor.yaml', '--out', 'run'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain('is not empty');
  expect(readFileSync(join(cwd, 'run', 'precious.txt'), 'utf8')).toBe('kept');
});

test('init asks, and writes a profile that check accepts', async () => {
  const cwd = emptyFolder();
  const init = await specialEffort(['init', 'vendor.yaml'], { cwd, input: `Larkspur Health${'\n'.repeat(40)}` });
  expect(init).toMatchObject({ code: 0, stdout: 'vendor.yaml\n' });
  const check = await specialEffort(['check', 'vendor.yaml'], { cwd });
  expect(check.code).toBe(0);
  expect(check.stdout).toContain('Larkspur Health');
  const again = await specialEffort(['init', 'vendor.yaml'], { cwd, input: 'Other\n' });
  expect(again.code).toBe(2);
  expect(readFileSync(join(cwd, 'vendor.yaml'), 'utf8')).toContain('Larkspur Health');
});

test('explain prints the law, reasoning, remedy and examples of a rule, and the text of a requirement', async () => {
  const cwd = emptyFolder();
  const rule = await specialEffort(['explain', 'service-base-urls/list-opens-for-a-stranger'], { cwd });
  expect(rule.code).toBe(0);
  for (const part of ['45 CFR 170.404(b)(2)', 'How to mend it', 'Examples', 'Reads the law so'])
    expect(rule.stdout).toContain(part);
  const requirement = await specialEffort(['explain', '45 CFR 170.404(b)(2)'], { cwd });
  expect(requirement.stdout).toContain('service-base-urls/list-opens-for-a-stranger');
});
