import { resolve } from 'node:path';
import { type Format, formats, reportAgain } from '../run/conclude.ts';
import { patients, sayIfUnfinished } from './carry-out.ts';
import { type Command, orDidYouMean, print, UsageError } from './command.ts';

export default {
  takes: 'RUN_DIR',
  positionals: [1, 1],
  options: { format: { type: 'string', multiple: true }, patients: { type: 'string' } },
  help: {
    'format F,...': `which of ${formats.join(', ')} (default: all)`,
    'patients keep|pseudonymise': 'how reports name patients (default: keep for synthetic data, else pseudonymise)',
  },
  async run(given) {
    const wanted = given.list('format');
    for (const word of wanted) {
      if (!(formats as readonly string[]).includes(word))
        throw new UsageError(
          `There is no format "${word}".${orDidYouMean(word, formats)} There are ${formats.join(', ')}.`,
        );
    }
    const folder = resolve(given.positionals[0] as string);
    const files = await reportAgain(folder, { ...patients(given) }, wanted.length > 0 ? (wanted as Format[]) : formats);
    sayIfUnfinished(folder);
    for (const file of files) print(file);
    return 0;
  },
} satisfies Command;
