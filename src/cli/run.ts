import { resolve } from 'node:path';
import { defaultRunFolder, readRunFile } from '../run/folder.ts';
import { readProfile } from '../vendor/profile.ts';
import { carryOut, collectingHelp, collectingOptions } from './carry-out.ts';
import { type Command, UsageError } from './command.ts';
import { chosen, suites } from './suites.ts';

export default {
  takes: 'VENDOR.yaml',
  positionals: [0, 1],
  options: { ...collectingOptions, resume: { type: 'string' }, 'i-am-authorised': { type: 'boolean' } },
  help: {
    'resume RUN_DIR': 'go on with a run that was cut short, with the profile it froze',
    'i-am-authorised': 'you have leave for more than looking and signing in on a production system; this is sealed',
    ...collectingHelp,
  },
  async run(given) {
    const [file] = given.positionals;
    const resumed = given.text('resume');
    const vendor = file === undefined ? undefined : await readProfile(file);
    const authorised = given.flag('i-am-authorised');
    if (resumed !== undefined) {
      const folder = resolve(resumed);
      if (given.text('out') !== undefined) throw new UsageError('--resume goes on in its own folder: leave --out out.');
      const begun = readRunFile(folder).topics;
      if (given.list('topic').some(topic => !begun.includes(topic)))
        throw new UsageError(`The run was begun with the topics ${begun.join(', ')}: leave --topic out.`);
      return carryOut(
        {
          ...(vendor ? { vendor } : {}),
          suites: suites.filter(({ topic }) => begun.includes(topic)),
          folder,
          resume: true,
          authorised,
        },
        given,
      );
    }
    if (!vendor)
      throw new UsageError('"run" needs VENDOR.yaml, or --resume RUN_DIR. "special-effort init" writes a profile.');
    const out = given.text('out');
    return carryOut(
      {
        vendor,
        suites: chosen(given.list('topic')),
        folder: out ? resolve(out) : defaultRunFolder(vendor.slug, new Date()),
        authorised,
      },
      given,
    );
  },
} satisfies Command;
