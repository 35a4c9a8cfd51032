import fc from 'fast-check';
import type { Body, Exhibit } from '../../src/model/exhibit.ts';
import type { Finding, Judgement } from '../../src/model/finding.ts';
import type { ReportInput } from '../../src/report/report.ts';
import { larkspurInput, MemoryEvidence } from './larkspur.ts';

/** What a vendor may put into any field to take over its reader's browser, or to be read as something else. */
export const attacks: readonly string[] = [
  '<script>alert(1)</script>',
  '</style></script></title></textarea><img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  '" onmouseover="alert(1)" onfocus="alert(1)" autofocus x="',
  "' onmouseover='alert(1)' autofocus onfocus=alert(1) x='",
  'javascript:alert(1)',
  ' java\tscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'https://evil.example/"><iframe src=https://evil.example>',
  '//evil.example/pixel.png',
  '-->]]></code></pre><base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example">',
  '&lt;script&gt;&#x3C;b&#x3E;',
  '{{constructor.constructor("alert(1)")()}}',
  '<link rel=stylesheet href=https://evil.example/x.css><style>*{background:url(https://evil.example/x)}</style>',
  'invoice\u202Efdp.exe\u2066\u0000\u0008\u001b[31m\ud800\uffff\ufeff',
  '\udc00<details open ontoggle=alert(1)>',
  '',
];

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...attacks) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);

/** Members whose values the harness itself makes, from its own words. */
const ours = new Set([
  'id',
  'kind',
  'sha256',
  'phase',
  'event',
  'reason',
  'offered',
  'truncated',
  'withheld',
  'at',
  'startedAt',
  'permits',
  'purpose',
  'host',
  'environment',
  'data',
  'topics',
  'suites',
  'rule',
  'topic',
  'outcome',
  'severity',
  'confidence',
  'attributedTo',
  'exceptionState',
  'evidence',
  'of',
  'redirectedFrom',
  'format',
  'audience',
  'endpoints',
  'politeness',
]);

/** The same value with every text that could come from outside replaced. `host` stays only where it is a word of ours. */
function poisoned<T>(value: T, next: () => string, name = ''): T {
  if (typeof value === 'string')
    return (ours.has(name) && !(name === 'host' && value.includes('.')) ? value : next()) as T;
  if (Array.isArray(value)) return ours.has(name) ? value : (value.map(item => poisoned(item, next)) as T);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      ours.has(key) && typeof member === 'object' ? member : poisoned(member, next, key),
    ]),
  ) as T;
}

/** The report's input after a vendor has written `texts`, by turns, into every field and body it can reach. */
export function hostileInput(texts: readonly string[], patients: 'keep' | 'pseudonymise' = 'keep'): ReportInput {
  let turn = 0;
  const next = (): string => texts[turn++ % texts.length] ?? '';
  const input = larkspurInput({ options: { patients } });
  const exhibits = new Map<string, Exhibit>(input.evidence.all.map(exhibit => [exhibit.id, poisoned(exhibit, next)]));
  const evidence = new MemoryEvidence();
  Object.defineProperty(evidence, 'run', { value: exhibits.get(input.evidence.run.id) });
  evidence.exhibit = id => exhibits.get(id);
  evidence.exhibits = ((kind: string) => [...exhibits.values()].filter(exhibit => exhibit.kind === kind)) as never;
  evidence.bytes = async (body: Body) =>
    body.type?.startsWith('image/')
      ? input.evidence.bytes(body)
      : new TextEncoder().encode(`{"a":${JSON.stringify(next())}} ${next()}`);
  const judgement: Judgement = poisoned(input.judgement, next);
  return { ...input, evidence, judgement: { ...judgement, findings: judgement.findings as Finding[] } };
}
