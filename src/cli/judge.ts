import { resolve } from 'node:path';
import { conclude } from '../run/conclude.ts';
import { judgingHelp, judgingOptions, narrowing, patients, sayWhatCameOut } from './carry-out.ts';
import type { Command } from './command.ts';

export default {
  takes: 'RUN_DIR',
  positionals: [1, 1],
  options: judgingOptions,
  help: judgingHelp,
  async run(given) {
    const folder = resolve(given.positionals[0] as string);
    return sayWhatCameOut(await conclude(folder, { ...patients(given), failOn: narrowing(given) }), given);
  },
} satisfies Command;
