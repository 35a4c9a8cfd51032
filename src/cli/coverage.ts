import { loadCatalogue } from '../requirements/catalogue.ts';
import { coverage, coverageText } from '../requirements/coverage.ts';
import { rules } from '../rules/index.ts';
import { type Command, print, tell, UsageError } from './command.ts';
import { suites } from './suites.ts';

export default {
  options: { format: { type: 'string' } },
  help: { 'format text|json': 'how to print it (default text)' },
  async run(given) {
    const format = given.text('format') ?? 'text';
    if (format !== 'text' && format !== 'json') throw new UsageError(`--format takes text or json, not "${format}".`);
    const covered = coverage(
      await loadCatalogue(),
      rules,
      suites.map(({ topic }) => topic),
    );
    print(format === 'json' ? JSON.stringify(covered, null, 2) : coverageText(covered));
    for (const problem of covered.problems) tell(problem);
    return covered.problems.length > 0 ? 10 : 0;
  },
} satisfies Command;
