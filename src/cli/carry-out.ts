import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { counts, exitCodes } from '../judge/exit-code.ts';
import { type FailOn, nameOf, readFailOn, type Waiver, waives } from '../judge/narrowing.ts';
import type { Suite } from '../model/suite.ts';
import type { Vendor } from '../model/vendor.ts';
import { casesOf, joinCase } from '../run/case.ts';
import { type Conclusion, conclude } from '../run/conclude.ts';
import { Run } from '../run/conductor.ts';
import { readRunFile } from '../run/folder.ts';
import { type Arguments, type Options, print, tell, UsageError } from './command.ts';
import { watch } from './progress.ts';

/** Options that every command with a judgement at its end takes. */
export const judgingOptions = {
  json: { type: 'boolean' },
  'fail-on': { type: 'string', multiple: true },
  waivers: { type: 'string' },
  patients: { type: 'string' },
} as const satisfies Options;
export const judgingHelp = {
  'fail-on TERMS': 'which failed findings count for the exit code: severity>=high,confidence=certain,kind=...',
  'waivers FILE': 'findings that somebody answers for until a day (default ./waivers.yaml, where there is one)',
  'patients keep|pseudonymise': 'how reports name patients (default: keep for synthetic data, else pseudonymise)',
  json: 'print exactly {runDir, exitCode, counts}',
};

/** Options of the commands that collect. */
export const collectingOptions = {
  ...judgingOptions,
  topic: { type: 'string', multiple: true },
  out: { type: 'string' },
  case: { type: 'string' },
  headed: { type: 'boolean' },
} as const satisfies Options;
export const collectingHelp = {
  'topic T,...': 'only these topics',
  'out DIR': 'the run folder; it must be empty (default ./reports/<vendor>/<UTC start>)',
  'case DIR': 'the case that the run joins',
  headed: 'show the browser',
  ...judgingHelp,
};

export interface Errand {
  readonly vendor?: Vendor;
  readonly suites: readonly Suite[];
  readonly folder: string;
  readonly resume?: boolean;
  readonly authorised?: boolean;
  /** What the vendor deserves does not make it fail. */
  readonly isDemonstration?: boolean;
}

/** Collects, judges, reports, and prints where the run lies. Ctrl-C keeps what was collected. */
export async function carryOut(errand: Errand, given: Arguments): Promise<number> {
  const interruption = new AbortController();
  const failOn = narrowing(given);
  const caseFolder = given.text('case');
  const progress = watch(process.stderr);
  const interrupt = () => interruption.abort(new Error('interrupted'));
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    const run = Run.open({
      ...errand,
      ...(caseFolder ? { case: caseFolder } : {}),
      signal: interruption.signal,
      headed: given.flag('headed'),
      onProgress: progress.onProgress,
    });
    await run.perform();
    const cases = casesOf(run.folder, run.vendor, caseFolder);
    for (const folder of cases) joinCase(folder, run.folder, readRunFile(run.folder));
    if (interruption.signal.aborted) {
      progress.stop();
      tell(`Interrupted; what was collected is kept. Go on with:\n  special-effort run --resume ${run.folder}`);
      const exitCode = exitCodes.interrupted;
      print(given.flag('json') ? JSON.stringify({ runDir: run.folder, exitCode, counts: counts([]) }) : run.folder);
      return exitCode;
    }
    progress.onProgress({ event: 'judging' });
    const conclusion = await conclude(run.folder, { ...patients(given), failOn });
    progress.onProgress({ event: 'reported', folder: run.folder });
    progress.stop();
    const isForgiven = errand.isDemonstration && conclusion.exitCode === exitCodes.failed;
    return sayWhatCameOut(isForgiven ? { ...conclusion, exitCode: exitCodes.worked } : conclusion, given);
  } finally {
    progress.stop();
    process.removeListener('SIGINT', interrupt);
    process.removeListener('SIGTERM', interrupt);
  }
}

/** The last line of stdout is the run's folder; with `--json` stdout is one object. */
export function sayWhatCameOut(conclusion: Conclusion, given: Arguments): number {
  if (given.flag('json')) {
    print(JSON.stringify(conclusion));
    return conclusion.exitCode;
  }
  const { counts, runDir, exitCode } = conclusion;
  sayIfUnfinished(runDir);
  tell(
    `${counts.failed} failed, ${counts['cant-tell']} could not be told, ${counts.untested} untested, ${counts.passed} with no barrier seen, ${counts.inapplicable} did not apply.`,
  );
  if (exitCode === exitCodes.unreachable)
    tell('No address ever answered: check the addresses in the profile, and your network.');
  if (exitCode === exitCodes.ourError)
    tell('Some rules met a fault of this program; the report says which. They say nothing about the vendor.');
  tell(`Report: ${runDir}/report.html`);
  print(runDir);
  return exitCode;
}

/** What was not reached is untested; whoever reads the counts should know that there is more to come. */
export function sayIfUnfinished(runDir: string): void {
  if (!readRunFile(runDir).complete)
    tell(`The run did not reach its end. Go on with:\n  special-effort run --resume ${runDir}`);
}

export function patients(given: Arguments): { patients?: 'keep' | 'pseudonymise' } {
  const said = given.text('patients');
  if (said === undefined) return {};
  if (said !== 'keep' && said !== 'pseudonymise')
    throw new UsageError(`--patients takes keep or pseudonymise, not "${said}".`);
  return { patients: said };
}

/** What `--fail-on` and the waivers leave to count. */
export function narrowing(given: Arguments): FailOn {
  const told = given.list('fail-on');
  let isCounted: FailOn = () => true;
  try {
    if (told.length > 0) isCounted = readFailOn(told.join());
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const waivers = readWaivers(given.text('waivers'));
  const today = new Date().toISOString().slice(0, 10);
  return finding => {
    if (!isCounted(finding)) return false;
    const waiver = finding.outcome === 'failed' ? waivers.find(one => waives(one, finding, today)) : undefined;
    if (waiver) tell(`Waived until ${waiver.expiry} by ${waiver.owner}: ${nameOf(finding)} (${waiver.reason})`);
    return !waiver;
  };
}

function readWaivers(named: string | undefined): readonly Waiver[] {
  const file = named ?? 'waivers.yaml';
  if (!existsSync(file)) {
    if (named) throw new UsageError(`${named} is missing: --waivers names a file of {finding, reason, owner, expiry}.`);
    return [];
  }
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8'), { schema: 'failsafe' }) ?? [];
  } catch (error) {
    throw new UsageError(`${file}: ${(error as Error).message}`);
  }
  if (!Array.isArray(content)) throw new UsageError(`${file} must be a list of {finding, reason, owner, expiry}.`);
  return content.map((entry: Record<string, unknown>, index) => {
    for (const field of ['finding', 'reason', 'owner', 'expiry']) {
      if (typeof entry?.[field] !== 'string' || entry[field] === '')
        throw new UsageError(
          `${file}, waiver ${index + 1}: "${field}" is missing. Nobody can waive a finding without saying why, who answers for it and until when.`,
        );
    }
    if (!/^\d{4}-\d{2}-\d{2}$/.test(entry.expiry as string))
      throw new UsageError(`${file}, waiver ${index + 1}: "expiry" must be a day, YYYY-MM-DD.`);
    return entry as unknown as Waiver;
  });
}
