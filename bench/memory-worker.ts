import '../src/run/young-generation.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suites } from '../src/cli/suites.ts';
import { judgeFolder } from '../src/judge/offline.ts';
import { Run } from '../src/run/conductor.ts';
import { parseProfile } from '../src/vendor/profile.ts';

/** Runs and judges one list in this process, and prints what it held before and at most. */
const [url] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'special-effort-memory-'));
globalThis.gc?.();
const idle = process.memoryUsage().rss;
const vendor = parseProfile(
  `vendor: Memory\npages: { service-base-urls: ${url} }\nendpoints: { knock: none }\n`,
  'memory.yaml',
);
const run = Run.open({
  vendor,
  suites: suites.filter(({ topic }) => topic === 'service-base-urls'),
  folder: join(folder, 'run'),
});
await run.perform();
const { judgement } = await judgeFolder(run.folder, 'bench', { finishedAt: null, complete: true });
const peak = process.resourceUsage().maxRSS * 1024;
await rm(folder, { recursive: true, force: true });
const list = judgement.findings.find(({ rule }) => rule.includes('name'));
process.stdout.write(JSON.stringify({ idle, peak, organizations: list?.because ?? '' }));
