import '../run/young-generation.ts';
import { parseArgs } from 'node:util';
import { type Arguments, type Command, orDidYouMean, print, tell, UsageError } from './command.ts';

/** The commands in the order a newcomer meets them. Each loads only itself. */
const commands: Record<string, { readonly does: string; load(): Promise<{ default: Command }> }> = {
  demo: { does: 'test the embedded vendor, and see what a report looks like', load: () => import('./demo.ts') },
  start: { does: 'go from one address to a profile and a first run', load: () => import('./start.ts') },
  init: { does: 'write a vendor profile by question and answer', load: () => import('./init.ts') },
  check: { does: 'check a vendor profile before a run', load: () => import('./check.ts') },
  run: { does: 'collect, judge and report on one vendor', load: () => import('./run.ts') },
  judge: { does: 'judge a run again, offline', load: () => import('./judge.ts') },
  report: { does: 'write the reports of a run again', load: () => import('./report.ts') },
  verify: { does: 'check that a run is as it was sealed', load: () => import('./verify.ts') },
  explain: {
    does: "print a rule's or requirement's law, reasoning, remedy and examples",
    load: () => import('./explain.ts'),
  },
  coverage: { does: 'print every requirement against the rules that test it', load: () => import('./coverage.ts') },
  vendor: { does: 'serve the embedded vendor alone', load: () => import('./vendor.ts') },
  journal: { does: 'write down what no machine saw, or print the case', load: () => import('./journal.ts') },
  review: { does: "write down a named person's decision on a finding", load: () => import('./review.ts') },
  answer: { does: "write down the vendor's explanation of a finding", load: () => import('./answer.ts') },
  'new-rule': { does: 'write the file of a new rule, in a checkout', load: () => import('./new-rule.ts') },
  validate: {
    does: 'check FHIR resources against R4 and US Core',
    load: () => import('./validate.ts'),
  },
  ig: { does: 'add another version of US Core, from its package', load: () => import('./ig.ts') },
  purge: { does: 'destroy a run, leaving a tombstone', load: () => import('./purge.ts') },
};

function overview(): string {
  const width = Math.max(...Object.keys(commands).map(name => name.length));
  return [
    "Tests whether patients' records can be reached through a certified FHIR API without special effort, and shows the evidence.",
    '',
    'Usage: special-effort COMMAND [...]',
    '',
    ...Object.entries(commands).map(([name, { does }]) => `  ${name.padEnd(width)}  ${does}`),
    '',
    'special-effort COMMAND --help tells more. Exit codes: 0 no rule failed, 10 a rule failed, 1 our own error, 2 bad usage',
    'or profile, 3 no address ever answered, 130 interrupted.',
    '',
  ].join('\n');
}

function usage(name: string, command: Command): string {
  const lines = Object.entries(command.help).map(([option, text]) => [`--${option}`, text] as const);
  const width = Math.max(0, ...lines.map(([option]) => option.length));
  return [
    `Usage: special-effort ${name}${command.takes ? ` ${command.takes}` : ''}${lines.length > 0 ? ' [options]' : ''}`,
    '',
    `${commands[name]?.does.replace(/^./, letter => letter.toUpperCase())}.`,
    ...(lines.length > 0 ? ['', ...lines.map(([option, text]) => `  ${option.padEnd(width)}  ${text}`)] : []),
    '',
  ].join('\n');
}

function sort(name: string, command: Command, words: string[]): Arguments {
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: words, options: command.options, allowPositionals: true, strict: true });
  } catch (error) {
    const unknown = /Unknown option '(--?[\w-]+)'/.exec((error as Error).message)?.[1];
    throw unknown
      ? new UsageError(
          `"${name}" has no option ${unknown}.${orDidYouMean(
            unknown,
            Object.keys(command.options).map(option => `--${option}`),
          )}`,
        )
      : new UsageError((error as Error).message.replace(/\. To specify.*/s, '.'));
  }
  const { values, positionals } = parsed;
  const [least, most] = command.positionals ?? [0, 0];
  if (positionals.length < least) throw new UsageError(`"${name}" needs ${command.takes}.`);
  if (positionals.length > most) throw new UsageError(`"${name}" has no use for "${positionals[most]}".`);
  return {
    positionals,
    flag: option => values[option] === true,
    text: option => (typeof values[option] === 'string' ? values[option] : undefined),
    list: option =>
      [values[option] ?? []]
        .flat()
        .filter(value => typeof value === 'string')
        .flatMap(value => value.split(','))
        .map(value => value.trim())
        .filter(Boolean),
  };
}

export async function main(words: readonly string[]): Promise<number> {
  const [name, ...rest] = words;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    (name === undefined ? tell : print)(overview());
    return name === undefined ? 2 : 0;
  }
  if (name === '--version') {
    print((await import('../run/harness.ts')).harness);
    return 0;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!entry) {
    tell(
      `There is no command "${name}".${orDidYouMean(name, Object.keys(commands))} "special-effort --help" lists them.`,
    );
    return 2;
  }
  const command = (await entry.load()).default;
  if (rest.includes('--help') || rest.includes('-h')) {
    print(usage(name, command));
    return 0;
  }
  try {
    return await command.run(sort(name, command, rest));
  } catch (error) {
    if (isForThePerson(error)) {
      tell((error as Error).message);
      if (error instanceof UsageError) tell(`"special-effort ${name} --help" tells more.`);
      return 2;
    }
    tell(
      `This program failed; nothing follows for any vendor. Please report it with the lines below.\n${(error as Error).stack ?? error}`,
    );
    return 1;
  }
}

/** Errors whose message is all that a person needs: what they gave cannot be used. */
const isForThePerson = (error: unknown): boolean =>
  error instanceof UsageError ||
  ['ProfileError', 'RunFolderError', 'EvidenceError', 'NetworkError', 'CatalogueError'].includes(
    (error as Error)?.name,
  );

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
