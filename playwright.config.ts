import { defineConfig } from '@playwright/test';
import { orderFromEnvironment } from './src/run/from-environment.ts';

// Asked here, in the first process, so that a bad profile is told before any worker starts.
await orderFromEnvironment();

/** Steps as tests, for UI mode, traces, headed and debug runs. Verdicts are the judge's, after the last step. */
export default defineConfig({
  testDir: 'suites',
  testMatch: 'suites.spec.ts',
  // One worker keeps one browser, one connection pool and the tokens; a step has budgets of its own.
  workers: 1,
  fullyParallel: false,
  timeout: 0,
  retries: 0,
  outputDir: 'test-results',
  reporter: './src/run/playwright-reporter.ts',
});
