import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isTopic, topics } from '../model/topic.ts';
import { indexFile, indexText } from '../rules/generate.ts';
import { type Command, orDidYouMean, print, UsageError } from './command.ts';

const ruleText = (id: string) => `import { defineRule } from '../../model/rule.ts';

/** Say who is harmed where this does not hold. */
export default defineRule({
  id: '${id}',
  says: 'What is true of a good vendor',
  otherwise: 'What a report prints when it is not',
  cites: ['45 CFR 170.404(a)(1)'],
  severity: 'medium',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'What the developer is to do.',
  per: 'vendor',
  needs: {},
  judge() {
    throw new Error('Write how ${id} judges.');
  },
  examples: {
    passed: [{ when: 'a vendor that does it right', facts: {} }],
    failed: [{ when: 'a vendor that does not', facts: {} }],
  },
});
`;

export default {
  takes: 'TOPIC/ID',
  positionals: [1, 1],
  options: {},
  help: {},
  async run(given) {
    const id = given.positionals[0] as string;
    const [topic = '', name = ''] = id.split('/');
    if (!isTopic(topic))
      throw new UsageError(
        `"${id}" does not begin with a topic.${orDidYouMean(topic, topics)} There are ${topics.join(', ')}.`,
      );
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || id.split('/').length > 2)
      throw new UsageError(
        `"${name}" is no rule's name: lower-case words joined by hyphens, saying what holds (list-opens-for-a-stranger).`,
      );
    if (/^no-/.test(name))
      throw new UsageError(`A rule says what is true of a good vendor, so its name does not begin with "no-".`);
    const file = fileURLToPath(new URL(`../rules/${id}.ts`, import.meta.url));
    if (!file.endsWith('.ts') || !existsSync(fileURLToPath(new URL('../rules/generate.ts', import.meta.url))))
      throw new UsageError('"new-rule" works in a checkout of the project, where the rules are.');
    if (existsSync(file)) throw new UsageError(`${file} is there already.`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, ruleText(id));
    writeFileSync(indexFile, indexText());
    print(
      `${file}\nWrite what it says, the facts it needs (src/facts/${topic}), how it judges (passed, failed, cantTell and inapplicable of\nsrc/model/rule.ts) and an example of each outcome. Then add a switch to src/demo/barriers/${topic}.ts and run: npm test`,
    );
    return 0;
  },
} satisfies Command;
