import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { profileFromAnswers, questions } from '../vendor/questions.ts';
import { type Command, print, tell, UsageError, writeProfile } from './command.ts';

export default {
  takes: '[FILE]',
  positionals: [0, 1],
  options: {},
  help: {},
  async run(given) {
    const file = given.positionals[0] ?? 'vendor.yaml';
    if (existsSync(file))
      throw new UsageError(
        `${file} is there already: name another file, or edit it and run "special-effort check ${file}".`,
      );
    const terminal = createInterface({ input: process.stdin, output: process.stderr, terminal: process.stdin.isTTY });
    // Lines that come faster than the questions, from a file say, wait their turn.
    const lines = terminal[Symbol.asyncIterator]();
    const replies: Record<string, string> = {};
    tell('A few questions. An empty line takes what stands in brackets, or leaves the field out.\n');
    try {
      for (const question of questions) {
        for (;;) {
          process.stderr.write(
            `${question.question}${question.default ? ` [${question.default}]` : ''}\n  ${question.help}\n> `,
          );
          const { value, done } = await lines.next();
          if (done && question.required)
            throw new UsageError(
              `The answers ended before "${question.question}", which must be answered. Nothing was written.`,
            );
          const reply = (value ?? '').trim() || (question.default ?? '');
          const fault =
            reply === '' ? (question.required ? 'This one must be answered.' : undefined) : question.check(reply);
          if (fault === undefined) {
            if (reply !== '') replies[question.field] = reply;
            break;
          }
          if (done) throw new UsageError(`${question.field}: ${fault}`);
          tell(fault);
        }
      }
    } finally {
      terminal.close();
    }
    writeProfile(file, profileFromAnswers(replies));
    tell(`\nNext:\n  special-effort check ${file}\n  special-effort run ${file}`);
    print(file);
    return 0;
  },
} satisfies Command;
