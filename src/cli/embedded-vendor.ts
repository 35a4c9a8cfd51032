import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { UsageError } from './command.ts';

export interface ServedVendor {
  readonly base: string;
  /** Absolute path of a complete profile. */
  readonly profile: string;
  /** Resolves when its process has ended. */
  readonly ended: Promise<number>;
  end(): void;
}

/** Starts the embedded vendor in a process of its own, as a real one would be; it ends when this one does. */
export async function serve(options: {
  readonly barriers: readonly string[];
  readonly port?: string;
  readonly profile?: string;
}): Promise<ServedVendor> {
  const child = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('../demo/main.ts', import.meta.url)),
      ...options.barriers.flatMap(id => ['--barrier', id]),
      ...(options.port ? ['--port', options.port] : []),
      ...(options.profile ? ['--profile', options.profile] : []),
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const ended = new Promise<number>(resolve => child.once('exit', code => resolve(code ?? 0)));
  const ready = await Promise.race([
    new Promise<string>(resolve => createInterface({ input: child.stdout }).once('line', resolve)),
    ended.then(code => {
      if (code === 2) throw new UsageError('The embedded vendor was not started.');
      throw new Error(`The embedded vendor ended before it was ready (exit code ${code}).`);
    }),
  ]);
  return { ...(JSON.parse(ready) as { base: string; profile: string }), ended, end: () => void child.kill('SIGTERM') };
}
