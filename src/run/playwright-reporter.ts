import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';
import { exitCodes } from '../judge/exit-code.ts';
import { conclude } from './conclude.ts';

/** Judges when the last step is done: the same run folder, last line and exit code as the command `run`. */
export default class SpecialEffortReporter implements Reporter {
  #exitCode: number = exitCodes.ourError;

  onTestEnd(test: TestCase, result: TestResult): void {
    const [, , , ...names] = test.titlePath();
    process.stderr.write(
      `${result.status === 'passed' ? 'done' : result.status}  ${names.join(': ')}  ${result.duration} ms\n`,
    );
  }

  onError(error: { message?: string; stack?: string }): void {
    process.stderr.write(`${error.stack ?? error.message ?? 'Playwright met an error without a message.'}\n`);
  }

  async onEnd(): Promise<void> {
    const folder = process.env.SPECIAL_EFFORT_RUN_DIR;
    if (!folder) return;
    const { exitCode, counts } = await conclude(folder, {});
    this.#exitCode = exitCode;
    process.stderr.write(
      `${counts.failed} failed, ${counts['cant-tell']} could not be told, ${counts.untested} untested, ${counts.passed} with no barrier seen.\n`,
    );
    process.stdout.write(`${folder}\n`);
  }

  async onExit(): Promise<void> {
    // Playwright knows only 0 and 1.
    process.exit(this.#exitCode);
  }

  printsToStdio(): boolean {
    return true;
  }
}
