/**
 * The embedded vendor as a process of its own. Prints one JSON line, `{base, profile}`, when it is ready, and ends on
 * SIGTERM or when its parent does.
 *
 *     node src/demo/main.ts [--port N] [--barrier ID]... [--profile FILE]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { allBarriers, barriersNamed } from './barrier-list.ts';
import { startEmbeddedVendor } from './vendor.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    barrier: { type: 'string', multiple: true, default: [] },
    profile: { type: 'string' },
  },
});

const barriers = values.barrier.length > 0 ? barriersNamed(values.barrier, await allBarriers()) : [];
const vendor = await startEmbeddedVendor({ barriers, port: Number(values.port) });
const directory = values.profile ? dirname(values.profile) : await mkdtemp(join(tmpdir(), 'larkspur-'));
const profile = await vendor.profile(directory, values.profile && basename(values.profile));

let ending = false;
const end = async () => {
  if (ending) return;
  ending = true;
  // The folder we made ourselves holds nothing but secrets of a vendor that is no more.
  await Promise.all([vendor.close(), values.profile ? undefined : rm(directory, { recursive: true, force: true })]);
  process.exit(0);
};
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end);
process.on('disconnect', end);

const parent = process.ppid;
// A parent that is killed sends nothing, but another takes its place (not on Windows: there the channel closes).
setInterval(() => process.ppid !== parent && end(), 500).unref();

process.stdout.write(`${JSON.stringify({ base: vendor.base, profile })}\n`);
