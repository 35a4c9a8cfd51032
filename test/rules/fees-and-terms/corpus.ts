import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { saying } from '../../../src/facts/fees-and-terms/samples.ts';
import type { AnyRule, Verdict } from '../../../src/model/rule.ts';
import type { PageRole } from '../../../src/model/vendor.ts';

const root = resolve(import.meta.dirname, '../../..');

/** A page, and what a careful reader would say of it. */
export interface LabelledPage {
  readonly id: string;
  readonly role?: PageRole;
  readonly page: string;
  /** Barriers that such a reader would name. */
  readonly deserves?: readonly string[];
  /** Barriers of which they would say that they cannot tell. */
  readonly doubt?: readonly string[];
  /** Barriers about which two such readers might differ; not counted. */
  readonly either?: readonly string[];
}

export const labelled = (half: 'development' | 'held-out'): readonly LabelledPage[] =>
  parse(readFileSync(join(root, 'test/fixtures/fees-and-terms', `${half}.yaml`), 'utf8'));

const folder = join(root, 'src/rules/fees-and-terms');
/** Every rule of the topic, by its file. */
export const rules: readonly AnyRule[] = await Promise.all(
  readdirSync(folder).map(async file => (await import(join(folder, file))).default as AnyRule),
);

export interface Judged {
  readonly id: string;
  readonly failed: ReadonlyMap<string, string>;
  readonly doubted: ReadonlyMap<string, string>;
}

export function judged({ id, role = 'fees', page }: LabelledPage): Judged {
  const published = saying(page, role);
  const failed = new Map<string, string>();
  const doubted = new Map<string, string>();
  for (const rule of rules) {
    const verdicts = [rule.judge({ published }, undefined as never)].flat() as Verdict[];
    for (const { outcome, because = '' } of verdicts) {
      if (outcome === 'failed') failed.set(rule.barrier!, because);
      if (outcome === 'cant-tell' && !/^No page that was read/.test(because)) doubted.set(rule.barrier!, because);
    }
  }
  return { id, failed, doubted };
}

export interface Score {
  found: number;
  missed: string[];
  wrong: string[];
  hesitated: string[];
}

/** How well the rules read pages, for each barrier and altogether. */
export function scores(pages: readonly LabelledPage[]): ReadonlyMap<string, Score> {
  const by = new Map<string, Score>();
  const of = (barrier: string): Score => {
    const score = by.get(barrier) ?? { found: 0, missed: [], wrong: [], hesitated: [] };
    by.set(barrier, score);
    return score;
  };
  for (const page of pages) {
    const { failed, doubted } = judged(page);
    const { deserves = [], doubt = [], either = [] } = page;
    for (const barrier of deserves) {
      if (failed.has(barrier)) of(barrier).found++;
      else of(barrier).missed.push(`${page.id}${doubted.has(barrier) ? ' (cannot tell)' : ''}`);
    }
    for (const [barrier, because] of failed)
      if (!deserves.includes(barrier) && !either.includes(barrier)) of(barrier).wrong.push(`${page.id}: ${because}`);
    for (const barrier of doubted.keys())
      if (![...deserves, ...doubt, ...either].includes(barrier)) of(barrier).hesitated.push(page.id);
  }
  return by;
}

export const precision = (found: number, wrong: number): number => (found + wrong === 0 ? 1 : found / (found + wrong));
export const recall = (found: number, missed: number): number => (found + missed === 0 ? 1 : found / (found + missed));
