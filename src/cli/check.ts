import { type Advice, checkProfile } from '../vendor/check.ts';
import { readProfile } from '../vendor/profile.ts';
import { type Command, print } from './command.ts';

export default {
  takes: 'VENDOR.yaml',
  positionals: [1, 1],
  options: {},
  help: {},
  async run(given) {
    const file = given.positionals[0] as string;
    const vendor = await readProfile(file);
    const advice = checkProfile(vendor, { day: new Date().toISOString().slice(0, 10) });
    print(
      [
        `${file} is a profile of ${vendor.name}.`,
        ...(advice.length > 0 ? ['Worth knowing before a run:'] : []),
        ...advice.map(adviceText),
      ].join('\n\n'),
    );
    return 0;
  },
} satisfies Command;

export const adviceText = ({ field, says, follows, remedy }: Advice): string =>
  `  ${field}: ${says}\n    ${follows}\n    ${remedy.replaceAll('\n', '\n    ')}`;
