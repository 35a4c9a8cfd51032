import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { verify } from '../evidence/seal.ts';
import { readRunFile } from '../run/folder.ts';
import { type Command, print } from './command.ts';

export default {
  takes: 'RUN_DIR',
  positionals: [1, 1],
  options: {},
  help: {},
  async run(given) {
    const folder = resolve(given.positionals[0] as string);
    // A run that was sealed is verified whatever became of its run.json.
    if (!existsSync(join(folder, 'seal.json'))) readRunFile(folder);
    const { sealed, problems, exhibits, bodies } = await verify(folder);
    for (const problem of problems) print(problem);
    if (!sealed) return 1;
    if (problems.length > 0) return 10;
    print(`Whole: ${exhibits} exhibits and ${bodies} bodies are as they were sealed.`);
    return 0;
  },
} satisfies Command;
