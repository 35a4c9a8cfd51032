import type { Finding, Judgement } from '../model/finding.ts';

/** The file `findings.json`: keys and findings always in the same order, a line feed at the end. */
export function json(judgement: Judgement): string {
  const { format, run, judgedBy, findings } = judgement;
  const file = {
    format,
    run: {
      id: run.id,
      startedAt: run.startedAt,
      finishedAt: run.finishedAt,
      complete: run.complete,
      vendor: run.vendor,
      product: { name: run.product.name, version: run.product.version, chpl: run.product.chpl },
      standards: { 'us-core': run.standards['us-core'], smart: run.standards.smart, bulk: run.standards.bulk },
      harness: run.harness,
    },
    judgedBy: {
      harness: judgedBy.harness,
      catalogue: { version: judgedBy.catalogue.version, sha256: judgedBy.catalogue.sha256 },
    },
    findings: inOrder(findings).map(inKeyOrder),
  } satisfies Record<keyof Judgement, unknown>;
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** By rule, then deployment, then subject; what has no deployment or no subject comes before what has. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (a, b) =>
      compare(a.rule, b.rule) ||
      compare(a.deployment ?? '', b.deployment ?? '') ||
      compare(a.subject ?? '', b.subject ?? ''),
  );
}

/** By code unit: the order must not depend on the machine's language. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const inKeyOrder = (finding: Finding): Record<keyof Finding, unknown> => ({
  rule: finding.rule,
  topic: finding.topic,
  subject: finding.subject,
  outcome: finding.outcome,
  reason: finding.reason,
  title: finding.title,
  because: finding.because,
  severity: finding.severity,
  confidence: finding.confidence,
  kind: finding.kind,
  attributedTo: finding.attributedTo,
  exceptionState: finding.exceptionState,
  deployment: finding.deployment,
  environment: finding.environment,
  barrier: finding.barrier,
  cites: finding.cites,
  assumes: finding.assumes,
  exceptions: finding.exceptions,
  remedy: finding.remedy,
  corroboration: finding.corroboration && {
    asked: {
      times: finding.corroboration.asked.times,
      hours: finding.corroboration.asked.hours,
      networks: finding.corroboration.asked.networks,
    },
    seen: finding.corroboration.seen,
  },
  evidence: finding.evidence,
});
