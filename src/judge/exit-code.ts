import type { Evidence } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';

/** What the process says to whoever called it; the first that holds. 2 (bad usage or profile) never gets this far. */
export const exitCodes = { worked: 0, ourError: 1, badUsage: 2, unreachable: 3, failed: 10, interrupted: 130 } as const;

/**
 * @param counted the findings that count as failed: all, or those that `--fail-on` and waivers leave
 */
export function exitCode(
  findings: readonly Finding[],
  evidence: Evidence,
  counted: readonly Finding[] = findings,
): number {
  if (nobodyAnswered(evidence)) return exitCodes.unreachable;
  if (findings.some(({ reason }) => reason === 'harness-bug')) return exitCodes.ourError;
  return counted.some(({ outcome }) => outcome === 'failed') ? exitCodes.failed : exitCodes.worked;
}

/** Addresses were asked, and none ever gave an HTTP status of its own. */
function nobodyAnswered(evidence: Evidence): boolean {
  const answered =
    evidence.exhibits('exchange').some(({ label, madeByProxy }) => label !== 'control' && !madeByProxy) ||
    evidence.exhibits('page').some(({ status }) => status !== null);
  return !answered && evidence.exhibits('failure').some(({ phase }) => phase !== 'refused-by-harness');
}

export function counts(findings: readonly Finding[]): Record<Finding['outcome'], number> {
  const tally = { passed: 0, failed: 0, 'cant-tell': 0, inapplicable: 0, untested: 0 };
  for (const { outcome } of findings) tally[outcome]++;
  return tally;
}
