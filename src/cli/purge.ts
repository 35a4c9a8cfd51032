import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { forgetDigestKey } from '../evidence/home.ts';
import { readRunFile } from '../run/folder.ts';
import { type Command, print, UsageError } from './command.ts';

export default {
  takes: 'RUN_DIR',
  positionals: [1, 1],
  options: { yes: { type: 'boolean' } },
  help: { yes: 'really destroy it; there is no way back' },
  async run(given) {
    const folder = resolve(given.positionals[0] as string);
    const { id, vendor, startedAt } = readRunFile(folder);
    if (!given.flag('yes'))
      throw new UsageError(
        `This would destroy the run ${id} of ${vendor} in ${folder}, its evidence and every judgement. Add --yes if that is meant.`,
      );
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
    forgetDigestKey(id);
    const tombstone = join(folder, 'purged.json');
    writeFileSync(
      tombstone,
      `${JSON.stringify({ format: 'special-effort/tombstone@1', run: id, vendor, startedAt, purgedAt: new Date().toISOString() }, null, 2)}\n`,
    );
    print(`The run ${id} was destroyed. ${tombstone} says that it was.`);
    return 0;
  },
} satisfies Command;
