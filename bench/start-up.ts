import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inTurn } from './median.ts';

/** The command as users call it: its launcher keeps compiled code between starts. */
const cli = fileURLToPath(new URL('../bin/special-effort.js', import.meta.url));
const time = (args: readonly string[]) => {
  const began = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`);
  return performance.now() - began;
};

/** What a person waits for before the first word. */
export async function startUp(): Promise<string[]> {
  const { a, b, ratio } = await inTurn(
    15,
    () => time([cli, '--help']),
    () => time(['-e', '0']),
  );
  return [`--help ${a.toFixed(0)} ms, bare node ${b.toFixed(0)} ms: ${ratio.toFixed(2)} x (bar: at most 3 x)`];
}
