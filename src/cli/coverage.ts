import { loadLaw } from '../judge/offline.ts';
import { coverageText } from '../requirements/coverage.ts';
import { type Command, print, tell, UsageError } from './command.ts';

export default {
  options: { format: { type: 'string' } },
  help: { 'format text|json': 'how to print it (default text)' },
  async run(given) {
    const format = given.text('format') ?? 'text';
    if (format !== 'text' && format !== 'json') throw new UsageError(`--format takes text or json, not "${format}".`);
    const { coverage } = await loadLaw();
    print(format === 'json' ? JSON.stringify(coverage, null, 2) : coverageText(coverage));
    for (const problem of coverage.problems) tell(problem);
    return coverage.problems.length > 0 ? 10 : 0;
  },
} satisfies Command;
