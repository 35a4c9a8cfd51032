import type { Finding } from '../model/finding.ts';
import { inOrder } from './json.ts';
import { outcomeWords, reasonWords, severityWords } from './plain-words.ts';
import { pseudonyms } from './pseudonyms.ts';
import type { ReportInput } from './report.ts';
import { escaped } from './visible.ts';

/**
 * JUnit XML for CI: a suite for each topic, a case for each finding. Only what stands in the way is a failure; what could
 * not be told, was not tested or does not apply is skipped; our own errors are errors.
 */
export function junit(input: ReportInput): string {
  const { run, findings } = input.judgement;
  const shown = pseudonyms(input.evidence, input.options.patients);
  const suites = [...Map.groupBy(inOrder(findings), finding => finding.topic)].map(
    ([topic, ofTopic]) =>
      `<testsuite ${attributes({ name: topic, ...tally(ofTopic), timestamp: run.startedAt.replace(/(\.\d+)?Z$/, '') })}>\n` +
      `${ofTopic.map(finding => testcase(input, shown.finding(finding))).join('')}</testsuite>\n`,
  );
  const name = `special-effort: ${run.vendor}`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${attributes({ name, ...tally(findings) })}>\n${suites.join('')}</testsuites>\n`;
}

function testcase(input: ReportInput, finding: Finding): string {
  const says = input.rule(finding.rule)?.says ?? finding.title;
  const about = [finding.subject, finding.deployment && `on ${finding.deployment}`].filter(Boolean).join(', ');
  const inside = result(finding);
  const opening = `<testcase ${attributes({ classname: finding.rule, name: about ? `${says} (${about})` : says })}`;
  return inside ? `${opening}>\n${inside}</testcase>\n` : `${opening}/>\n`;
}

function result(finding: Finding): string {
  if (finding.outcome === 'passed') return '';
  if (finding.outcome === 'failed') {
    const details = [
      finding.title,
      finding.because,
      `Cites: ${finding.cites.join('; ')}`,
      finding.assumes && `Takes for granted: ${finding.assumes}`,
      `To mend it: ${finding.remedy}`,
      `Severity ${finding.severity}, confidence ${finding.confidence}, attributed to ${finding.attributedTo}, ${finding.environment ?? 'no environment'}`,
      `Evidence: ${finding.evidence.join(' ')}`,
    ];
    const type = `${severityWords[finding.severity]}: ${finding.kind}`;
    return `<failure ${attributes({ message: finding.because, type })}>${escaped(details.filter(Boolean).join('\n'))}</failure>\n`;
  }
  if (finding.reason === 'harness-bug')
    return `<error ${attributes({ message: finding.because, type: 'harness-bug' })}/>\n`;
  const why = finding.reason ? reasonWords[finding.reason].says : outcomeWords[finding.outcome];
  return `<skipped ${attributes({ message: `${why}: ${finding.because}` })}/>\n`;
}

function tally(findings: readonly Finding[]): Record<string, number> {
  const failures = findings.filter(({ outcome }) => outcome === 'failed').length;
  const errors = findings.filter(({ reason }) => reason === 'harness-bug').length;
  const passed = findings.filter(({ outcome }) => outcome === 'passed').length;
  return { tests: findings.length, failures, errors, skipped: findings.length - failures - errors - passed };
}

/** Line feeds and tabs survive in an attribute only as references. */
const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}="${escaped(String(value)).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`)
    .join(' ');
