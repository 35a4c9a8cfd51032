import type { Finding } from '../model/finding.ts';
import { confidences, kinds, severities } from '../model/words.ts';

/** A finding that a named person has agreed to live with, until a day. */
export interface Waiver {
  /** `topic/rule`, with `@deployment` and `#subject` where it is about one of several. */
  readonly finding: string;
  readonly reason: string;
  readonly owner: string;
  /** Last day (YYYY-MM-DD) on which it holds. */
  readonly expiry: string;
}

/** What `--fail-on` said: of failed findings, those that count. */
export type FailOn = (finding: Finding) => boolean;

const axes: Record<string, readonly string[]> = { severity: severities, confidence: confidences, kind: kinds };

/**
 * Reads `severity>=high,confidence=certain,kind=condition-concern`. All terms must hold; `=` takes several with `|`;
 * `>=` is for what has an order.
 * @throws Error that says which term cannot be read, and what could stand there
 */
export function readFailOn(text: string): FailOn {
  const terms = text.split(',').map(term => {
    const match = /^\s*(severity|confidence|kind)\s*(>=|=)\s*([\w|-]+)\s*$/.exec(term);
    const [, axis = '', operator, value = ''] = match ?? [];
    const words = axes[axis] ?? [];
    const wanted = value.split('|');
    const bad = wanted.find(word => !words.includes(word));
    if (!match)
      throw new Error(
        `--fail-on cannot read "${term.trim()}": write severity>=high, confidence=certain or kind=${kinds.join('|')}.`,
      );
    if (bad !== undefined) throw new Error(`--fail-on knows no ${axis} "${bad}"; there are ${words.join(', ')}.`);
    if (operator === '>=' && wanted.length > 1)
      throw new Error(`--fail-on: "${term.trim()}" has several bounds; write ${axis}=${value}.`);
    if (operator === '>=' && axis === 'kind') throw new Error('--fail-on: kinds have no order; write kind=...');
    const allowed = operator === '>=' ? words.slice(0, words.indexOf(wanted[0] ?? '') + 1) : wanted;
    return (finding: Finding) => allowed.includes(finding[axis as 'severity' | 'confidence' | 'kind']);
  });
  return finding => terms.every(term => term(finding));
}

export const nameOf = ({ rule, deployment, subject }: Pick<Finding, 'rule' | 'deployment' | 'subject'>): string =>
  `${rule}${deployment ? `@${deployment}` : ''}${subject ? `#${subject}` : ''}`;

/** A waiver without its `@` or `#` covers every deployment or subject. */
export function waives(waiver: Waiver, finding: Finding, day: string): boolean {
  const { rule, deployment, subject } = finding;
  const names = [
    { rule, deployment: null },
    { rule, deployment },
    { rule, deployment: null, ...(subject ? { subject } : {}) },
    finding,
  ].map(nameOf);
  return day <= waiver.expiry && names.includes(waiver.finding);
}
