// `node .ci/counts.js VITEST_REPORT.json EXIT_CODE`: prints `N passed, N failed` for whoever reads the last line alone.
import { readFileSync } from 'node:fs';

const [report = '', code = ''] = process.argv.slice(2);

/** @type {{ numPassedTests: number, numFailedTests: number, testResults: { status: string, assertionResults: { status: string }[] }[] }} */
let { numPassedTests, numFailedTests, testResults } = { numPassedTests: 0, numFailedTests: 0, testResults: [] };
try {
  ({ numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8')));
} catch {
  console.log('No test has run to its end.');
}
// A file that could not be loaded has no tests to count, and is no success.
const unloaded = testResults.filter(
  file => file.status === 'failed' && file.assertionResults.every(test => test.status !== 'failed'),
);
let failed = numFailedTests + unloaded.length;
if (code !== '0' && failed === 0) {
  console.log(`npm test ended with code ${code} outside of any test (see above), which is counted as one failure.`);
  failed = 1;
}
console.log(`${numPassedTests} passed, ${failed} failed`);
