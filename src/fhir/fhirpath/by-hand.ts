import { isObject } from './node.ts';

/** Whether an object has a choice: its name with the name of a type after it, value or companion. */
function hasChoice(node: Readonly<Record<string, unknown>>, name: string): boolean {
  for (const key in node) {
    const at = key.charCodeAt(0) === 95 ? 1 : 0;
    if (key.startsWith(name, at) && isCapital(key.charCodeAt(at + name.length))) return true;
  }
  return false;
}
const isCapital = (code: number): boolean => code >= 65 && code <= 90;

const has = (node: Readonly<Record<string, unknown>>, name: string): boolean =>
  node[name] !== undefined || node[`_${name}`] !== undefined;

const onObject =
  (holds: (node: Readonly<Record<string, unknown>>) => boolean) =>
  (node: unknown): boolean =>
    !isObject(node) || holds(node);

const longEnough = (length: number) => (node: unknown) => typeof node !== 'string' || node.length >= length;

interface Coded {
  readonly coding?: unknown;
}
const codings = (concept: unknown): { system?: unknown; code?: unknown }[] => {
  const coding = (concept as Coded | undefined)?.coding;
  return Array.isArray(coding) ? coding.filter(isObject) : [];
};

/** No component repeats the code of the Observation that has a value of its own. */
function componentsDiffer(node: Readonly<Record<string, unknown>>): boolean {
  const { component } = node;
  if (!Array.isArray(component) || !hasChoice(node, 'value')) return true;
  const own = codings(node.code);
  return !component.some(one =>
    codings((one as { code?: unknown } | null)?.code).some(inner =>
      own.some(outer => JSON.stringify(outer) === JSON.stringify(inner)),
    ),
  );
}

/** Luhn's check of ten digits, with the constant that the prefix 80840 adds. */
function isNpi({ value }: Readonly<Record<string, unknown>>): boolean {
  if (typeof value !== 'string' || !/^\d{10}/.test(value)) return true;
  let sum = 24;
  for (let at = 0; at < 10; at++) {
    const digit = value.charCodeAt(at) - 48;
    sum += at % 2 === 1 ? digit : digit < 5 ? digit * 2 : digit * 2 - 9;
  }
  return sum % 10 === 0;
}

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** Whether no two items, at whatever depth, have the same linkId; nothing but an item has one. */
function linkIdsDiffer(node: Readonly<Record<string, unknown>>): boolean {
  const seen = new Set<unknown>();
  const visit = (above: Readonly<Record<string, unknown>>, depth: number): boolean =>
    depth > 400 ||
    [...listOf(above.item), ...listOf(above.contained)].every(below => {
      if (!isObject(below)) return true;
      if (below.linkId !== undefined && seen.has(below.linkId)) return false;
      if (below.linkId !== undefined) seen.add(below.linkId);
      return visit(below, depth + 1);
    });
  return visit(node, 0);
}

/** Whether, wherever items stand together, those that are answered have different linkIds. */
function answersDiffer(node: unknown, depth = 0): boolean {
  if (!isObject(node) || depth > 400) return true;
  const seen = new Set<unknown>();
  for (const item of listOf(node.item)) {
    if (!isObject(item)) continue;
    const answered = listOf(item.answer).some(answer => isObject(answer) && hasChoice(answer, 'value'));
    if (answered && item.linkId !== undefined) {
      if (seen.has(item.linkId)) return false;
      seen.add(item.linkId);
    }
  }
  return [...listOf(node.item), ...listOf(node.answer)].every(below => answersDiffer(below, depth + 1));
}

const dateLength = longEnough(10);
const hasOwnValue = onObject(
  node => has(node, 'component') || has(node, 'hasMember') || has(node, 'dataAbsentReason') || hasChoice(node, 'value'),
);

/**
 * Invariants that are asked of nearly every resource, or that cost too much as published, as functions that hold for
 * the same nodes; a test compares each with the evaluation of its expression.
 */
export const writtenByHand: ReadonlyMap<string, (node: unknown) => boolean> = new Map<
  string,
  (node: unknown) => boolean
>([
  ['text.`div`.exists()', onObject(({ text }) => isObject(text) && has(text, 'div'))],
  [
    'dataAbsentReason.empty() or value.empty()',
    onObject(node => !has(node, 'dataAbsentReason') || !hasChoice(node, 'value')),
  ],
  [
    'value.empty() or component.code.where(coding.intersect(%resource.code.coding).exists()).empty()',
    onObject(componentsDiffer),
  ],
  ['(component.empty() and hasMember.empty()) implies (dataAbsentReason.exists() or value.exists())', hasOwnValue],
  ['($this as dateTime).toString().length() >= 8', longEnough(8)],
  ['$this is dateTime implies $this.toString().length() >= 10', dateLength],
  ['$this is DateTime implies $this.toString().length() >= 10', dateLength],
  ['descendants().linkId.isDistinct()', onObject(linkIdsDiffer)],
  [
    '(QuestionnaireResponse|repeat(answer|item)).select(item.where(answer.value.exists()).linkId.isDistinct()).allTrue()',
    answersDiffer,
  ],
  [npiExpression(), onObject(isNpi)],
]);

/** The check of an NPI as US Core publishes it: every second digit is doubled. */
function npiExpression(): string {
  const doubled = (at: number) =>
    `(select(value.substring(${at},1).toInteger()).select(iif($this<5, $this*2, (($this*2)-9))))`;
  const digits = Array.from({ length: 10 }, (_, at) =>
    at % 2 === 0 ? doubled(at) : `(value.substring(${at},1).toInteger())`,
  );
  return `((${digits.join('+')} + 24)mod 10=0)`;
}
