import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { Redaction } from '../../src/evidence/redact.ts';
import { EvidenceStore } from '../../src/evidence/store.ts';
import type { Draft, RunRecord } from '../../src/model/exhibit.ts';
import type { Vendor } from '../../src/model/vendor.ts';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

export function freshFolder(name = 'run'): string {
  const folder = mkdtempSync(join(tmpdir(), `special-effort-${name}-`));
  made.push(folder);
  return folder;
}

/** A vendor whose profile says no more than it must. */
export const vendorWith = (parts: Partial<Vendor> = {}): Vendor => ({
  name: 'Larkspur Health',
  slug: 'larkspur-health',
  product: {},
  purpose: 'connection',
  audience: ['patient'],
  standards: {},
  deployments: [],
  pages: {},
  patients: [],
  clients: [],
  claims: [],
  endpoints: { knock: 'sample', sample: 20 },
  politeness: { requestsPerSecond: 10, connections: 4 },
  network: { resolve: {} },
  ...parts,
});

export const runDraft = (vendor = vendorWith(), parts: Partial<Draft<RunRecord>> = {}): Draft<RunRecord> => ({
  kind: 'run',
  run: 'larkspur-1',
  startedAt: '2026-11-25T10:00:00.000Z',
  harness: '0.0.0',
  node: 'v24',
  platform: 'test',
  topics: ['discovery'],
  suites: [],
  authorised: false,
  vendor,
  ...parts,
});

export const key = Buffer.alloc(32, 7);

/** A store in a folder of its own (or a given one), and how it takes secrets out. */
export function storeIn(folder = freshFolder()): { folder: string; redaction: Redaction; store: EvidenceStore } {
  const redaction = new Redaction(key);
  return { folder, redaction, store: new EvidenceStore(folder, redaction, key) };
}

export const writeRunJson = (folder: string, finishedAt: string | null = '2026-11-25T11:00:00.000Z'): void =>
  writeFileSync(
    join(folder, 'run.json'),
    JSON.stringify({ format: 'special-effort/run@1', id: 'larkspur-1', finishedAt, complete: true }),
  );

/** Every file beneath a folder. */
export const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(file => statSync(file).isFile());

export const bytesIn = (folder: string): string =>
  filesIn(folder)
    .map(file => `${file}\n${readFileSync(file, 'latin1')}`)
    .join('\n');
