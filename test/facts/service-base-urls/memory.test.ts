import { execFile } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { endpoint, organization } from '../../../src/facts/service-base-urls/samples.ts';

const megabyte = 1024 * 1024;
const folder = mkdtempSync(join(tmpdir(), 'special-effort-list-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A list of many small practices is the hardest to hold: most rows for its size. */
function writeList(file: string, bytes: number): number {
  const descriptor = openSync(file, 'w');
  writeSync(descriptor, '{"resourceType":"Bundle","type":"collection","entry":[');
  let practices = 0;
  for (let written = 0; written < bytes; practices++) {
    const id = `practice-${practices}`;
    const text = [endpoint(id), organization(id)].map(resource => JSON.stringify({ resource })).join();
    written += writeSync(descriptor, practices === 0 ? text : `,${text}`);
  }
  writeSync(descriptor, ']}');
  closeSync(descriptor);
  return practices;
}

test('a list of 100 MB needs no more than 150 MB', { timeout: 120_000 }, async () => {
  const file = join(folder, 'list.json');
  const practices = writeList(file, 100 * megabyte);
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(import.meta.dirname, 'memory-of-a-list.ts'),
    file,
  ]);
  const { organizations, withoutName, above } = JSON.parse(stdout);
  expect({ organizations, withoutName }).toEqual({ organizations: practices, withoutName: 0 });
  expect(above / megabyte).toBeLessThan(150);
});
