import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical, identify, sha256 } from '../../src/evidence/canonical.ts';
import { Archive, bodyFile, evidenceFolder, journalFiles, readJournal } from '../../src/evidence/store.ts';
import type { StepReference } from '../../src/model/exhibit.ts';
import { bytesIn, filesIn, freshFolder, runDraft, storeIn } from './run-folder.ts';

const step = (attempt: number, id = 'discovery/look', deployment: string | null = null): StepReference => ({
  id,
  deployment,
  attempt,
});
const measurement = (value: unknown, at?: StepReference) =>
  ({ kind: 'measurement', of: [], by: 'test', value, label: 'm', ...(at ? { step: at } : {}) }) as const;

test('an id is the digest of the record, before and after the disk', () => {
  const { store, folder } = storeIn();
  const made = store.record<'measurement'>(measurement({ b: 1, a: [undefined, 'ü', 0.1] }));
  store.close();
  const [read] = readJournal(journalFiles(folder)[0] as string);
  expect(read?.id).toBe(made.id);
  expect(identify(read as object)).toBe(made.id);
  expect(identify({ ...read, sequence: 99 })).not.toBe(made.id);
});

test('canonical JSON is the same whatever the order of keys, and survives being read', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      const text = canonical(value);
      expect(canonical(JSON.parse(text))).toBe(text);
      if (value && typeof value === 'object' && !Array.isArray(value))
        expect(canonical(Object.fromEntries(Object.entries(value).reverse()))).toBe(text);
    }),
  );
});

test('half a line at the end is dropped; a broken line before it is told with its place', () => {
  const { store, folder } = storeIn();
  store.record<'run'>(runDraft());
  store.record<'measurement'>(measurement(1));
  store.close();
  const [file] = journalFiles(folder) as [string];
  appendFileSync(file, '{"kind":"measurement","va');
  expect(new Archive(folder).all).toHaveLength(2);
  appendFileSync(file, '\n{"kind":"measurement"}\n');
  expect(() => new Archive(folder)).toThrow(`${file}:3 is not a record`);
});

test('a process killed while it writes loses nothing that it had recorded', async () => {
  const folder = freshFolder();
  const child = spawn(process.execPath, [fileURLToPath(new URL('./writer.ts', import.meta.url)), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    told += piece;
    if (told.split('\n').length > 200) child.kill('SIGKILL');
  });
  const [, signal] = await once(child, 'close');
  expect(signal).toBe('SIGKILL');
  const ids = told.split('\n').slice(0, -1);
  const archive = new Archive(folder);
  expect(ids.length).toBeGreaterThan(100);
  for (const id of ids) expect(archive.exhibit(id as `sha256:${string}`)).toBeDefined();
  for (const { body } of archive.exhibits('file')) expect(sha256(await archive.bytes(body))).toBe(body.sha256);

  const { store } = storeIn(folder);
  const next = store.record<'measurement'>(measurement('resumed'));
  store.close();
  expect(next.sequence).toBe((archive.all.at(-1)?.sequence ?? 0) + 1);
  expect(readdirSync(evidenceFolder(folder)).sort()).toEqual(['bodies', 'journal-0001.ndjson', 'journal-0002.ndjson']);
  expect(new Archive(folder).all).toHaveLength(archive.all.length + 1);
});

test('two processes never write one journal', () => {
  const { folder } = storeIn();
  storeIn(folder);
  expect(journalFiles(folder)).toHaveLength(2);
});

test('equal bodies are one file, named by what is in it', async () => {
  const { store, folder } = storeIn();
  const [one, two] = [await store.keep('the same'), await store.keep(Buffer.from('the same'), { type: 'text/plain' })];
  expect(one.sha256).toBe(two.sha256);
  expect(two.type).toBe('text/plain');
  expect(readFileSync(bodyFile(folder, one.sha256), 'utf8')).toBe('the same');
  expect(filesIn(join(evidenceFolder(folder), 'bodies'))).toHaveLength(1);
  expect(await store.text(one)).toBe('the same');
});

test('bodies are streamed, cut at the limit, and the source is told to stop', async () => {
  const { store } = storeIn();
  let given = 0;
  let stopped = false;
  const endless = async function* () {
    try {
      for (;;) {
        given++;
        yield Buffer.alloc(65_536, 'x');
      }
    } finally {
      stopped = true;
    }
  };
  const body = await store.keep(endless(), { limit: 1_000_000 });
  expect(body).toMatchObject({ size: 1_000_000, truncated: 'limit' });
  expect(given).toBeLessThan(20);
  expect(stopped).toBe(true);
  let read = 0;
  for await (const piece of store.stream(body)) {
    expect(piece.length).toBeLessThanOrEqual(65_536);
    read += piece.length;
  }
  expect(read).toBe(1_000_000);
});

test('exactly the limit is not too long', async () => {
  const { store } = storeIn();
  expect(await store.keep('12345', { limit: 5 })).not.toHaveProperty('truncated');
  expect(await store.keep('123456', { limit: 5 })).toMatchObject({ size: 5, truncated: 'limit' });
});

test.each([
  ['connection', Object.assign(new Error('closed'), { code: 'UND_ERR_SOCKET' })],
  ['time', new DOMException('too late', 'TimeoutError')],
  ['encoding', Object.assign(new Error('incorrect header check'), { code: 'Z_DATA_ERROR' })],
])('a source that breaks off is kept as far as it came, with the reason: %s', async (truncated, error) => {
  const { store } = storeIn();
  const source = async function* () {
    yield Buffer.from('half');
    throw error;
  };
  const body = await store.keep(source());
  expect(body).toMatchObject({ size: 4, truncated });
  expect(await store.text(body)).toBe('half');
});

test('a disk of ours that fails is no broken connection of theirs', async () => {
  const { store, folder } = storeIn();
  const source = async function* () {
    yield Buffer.from('half');
  };
  rmSync(join(evidenceFolder(folder), 'bodies'), { recursive: true });
  writeFileSync(join(evidenceFolder(folder), 'bodies'), 'in the way');
  await expect(store.keep(source())).rejects.toThrow(/EEXIST|ENOTDIR/);
  expect(filesIn(join(evidenceFolder(folder), 'incoming'))).toEqual([]);
});

test('withheld bodies leave a keyed digest and a size, and touch no disk', async () => {
  const { store, folder } = storeIn();
  const record = 'Patient Nightingale, born 1820-05-12';
  const body = await store.keep(record, { withhold: true, type: 'application/fhir+json' });
  expect(body).toMatchObject({ size: record.length, withheld: 'phi', type: 'application/fhir+json' });
  expect(body.sha256).not.toBe(sha256(record));
  expect((await store.keep(record, { withhold: true })).sha256).toBe(body.sha256);
  expect(bytesIn(folder)).not.toContain('Nightingale');
  expect(existsSync(join(evidenceFolder(folder), 'incoming'))).toBe(false);
  expect(() => store.stream(body)).toThrow('not kept');
});

test('facts see finished attempts alone, the last at each step and place', () => {
  const { store } = storeIn();
  const record = (event: 'started' | 'finished' | 'failed' | 'skipped', at: StepReference) =>
    store.record<'step'>({ kind: 'step', step: at, event });
  const seen = (where = {}) => store.exhibits('measurement', where).map(({ value }) => value);
  record('started', step(1));
  store.record<'measurement'>(measurement('torn', step(1)));
  expect(seen()).toEqual([]);
  record('started', step(2));
  store.record<'measurement'>(measurement('whole', step(2)));
  record('finished', step(2));
  record('started', step(1, 'discovery/look', 'sandbox'));
  store.record<'measurement'>(measurement('there', step(1, 'discovery/look', 'sandbox')));
  record('failed', step(1, 'discovery/look', 'sandbox'));
  expect(seen()).toEqual(['whole', 'there']);
  expect(seen({ deployment: null })).toEqual(['whole']);
  expect(seen({ deployment: 'sandbox' })).toEqual(['there']);
  expect(seen({ step: 'discovery/other' })).toEqual([]);
  expect(seen({ label: 'x' })).toEqual([]);
  expect(store.lastAttempt('discovery/look', null)).toEqual({ attempt: 2, end: 'finished' });
  record('started', step(3));
  expect(store.lastAttempt('discovery/look', null)).toEqual({ attempt: 3 });
  expect(seen({ deployment: null })).toEqual(['whole']);
  expect(store.lastAttempt('discovery/other', null)).toBeUndefined();
});
