/**
 * The embedded vendor as a process of its own. Prints one JSON line, `{base, profile}`, when it is ready, and ends on
 * SIGTERM or when its parent does.
 *
 *     node src/demo/main.ts [--port N] [--barrier ID]... [--profile FILE]
 */
import { fstatSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { allBarriers, barriersNamed } from './barrier-list.ts';
import { PortTaken } from './port.ts';
import { startEmbeddedVendor } from './vendor.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    barrier: { type: 'string', multiple: true, default: [] },
    profile: { type: 'string' },
  },
});

const vendor = await start().catch((error: Error) => {
  const isOurs = !(error instanceof PortTaken);
  process.stderr.write(`${isOurs ? error.stack : error.message}\n`);
  process.exit(isOurs ? 1 : 2);
});
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
// A parent that is killed sends nothing. Another takes its place, and what it held of a pipe to us is closed.
setInterval(() => process.ppid !== parent && end(), 500).unref();
const input = fstatSync(0);
if (input.isFIFO() || input.isSocket()) process.stdin.on('end', end).on('error', end).resume();

process.stdout.write(`${JSON.stringify({ base: vendor.base, profile })}\n`);

async function start() {
  const barriers = values.barrier.length > 0 ? barriersNamed(values.barrier, await allBarriers()) : [];
  return startEmbeddedVendor({ barriers, port: Number(values.port) });
}
