import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type SecureVersion } from 'node:tls';
import { Agent, buildConnector, request } from 'undici';
import { serve } from '../src/cli/embedded-vendor.ts';
import { suites } from '../src/cli/suites.ts';
import { Network } from '../src/collect/network.ts';
import { Archive } from '../src/evidence/store.ts';
import { judgeFolder } from '../src/judge/offline.ts';
import type { Exchange, Handshake } from '../src/model/exhibit.ts';
import type { Vendor } from '../src/model/vendor.ts';
import { Run } from '../src/run/conductor.ts';
import { readProfile } from '../src/vendor/profile.ts';
import { inTurn } from './median.ts';

/** Topics that only look: what they ask can be asked again as it was. */
const looking = suites.filter(({ topic }) => topic === 'discovery' || topic === 'service-base-urls');

/** The harness, from opening the run to its judgement, against sending the same requests and handshakes bare. */
export async function replay(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'special-effort-bench-'));
  const served = await serve({ barriers: [] });
  try {
    const vendor = await readProfile(served.profile);
    let count = 0;
    const harness = async () => {
      const began = performance.now();
      const run = Run.open({ vendor, suites: looking, folder: join(folder, String(++count)) });
      await run.perform();
      await judgeFolder(run.folder, 'bench', { finishedAt: null, complete: true });
      return performance.now() - began;
    };
    await harness();
    const seen = new Archive(join(folder, '1'));
    const exchanges = seen.exhibits('exchange');
    const handshakes = seen.exhibits('tls');
    const { a, b, ratio } = await inTurn(7, harness, () => bare(vendor, exchanges, handshakes));
    return [
      `${exchanges.length} exchanges and ${handshakes.length} handshakes: harness ${a.toFixed(0)} ms, bare ${b.toFixed(0)} ms: ${ratio.toFixed(2)} x`,
    ];
  } finally {
    served.end();
    await served.ended;
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same requests at the same pace: topics side by side, one after the other within each. */
async function bare(vendor: Vendor, exchanges: readonly Exchange[], handshakes: readonly Handshake[]): Promise<number> {
  const began = performance.now();
  const network = new Network(vendor);
  const ca = [...network.certificateAuthorities];
  const dispatcher = new Agent({
    connect: (options, callback) => {
      const { host, port } = network.target(new URL(`${options.protocol}//${options.host ?? options.hostname}`));
      return buildConnector({ ca, allowH2: false })(
        { ...options, hostname: host, port: String(port), servername: options.hostname },
        callback,
      );
    },
  });
  const topicOf = (exhibit: Exchange | Handshake) => exhibit.step?.id.split('/')[0];
  await Promise.all(
    [...Map.groupBy([...exchanges, ...handshakes], topicOf).values()].map(async exhibits => {
      for (const exhibit of exhibits) {
        if (exhibit.kind === 'tls')
          await shake(network.target(new URL(`https://${exhibit.host}`)), ca, exhibit.offered);
        else {
          const { method, url, headers } = exhibit.request;
          await (
            await request(url, { dispatcher, method: method as 'GET', headers: headers.flat() as string[] })
          ).body.arrayBuffer();
        }
      }
    }),
  );
  await dispatcher.destroy();
  return performance.now() - began;
}

function shake(
  target: { host: string; port: number; servername: string },
  ca: string[],
  version: SecureVersion,
): Promise<void> {
  return new Promise(resolve => {
    const socket = connect(
      {
        ...target,
        ca,
        minVersion: version,
        maxVersion: version,
        rejectUnauthorized: false,
        ...(version < 'TLSv1.2' ? { ciphers: 'DEFAULT:@SECLEVEL=0' } : {}),
      },
      () => socket.destroy(),
    );
    socket.once('error', () => socket.destroy());
    socket.once('close', () => resolve());
  });
}
