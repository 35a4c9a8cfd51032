import type { Barrier, Requirement } from '../model/requirement.ts';
import type { AnyRule } from '../model/rule.ts';
import type { Topic } from '../model/topic.ts';
import type { Catalogue } from './catalogue.ts';
import { plannedTopic } from './shapes.ts';

/** A requirement or barrier, with the rules that test it or the reason why none does. */
export interface CoverageRow<T> {
  readonly entry: T;
  /** Ids of rules, sorted. */
  readonly rules: readonly string[];
  readonly untested?: string;
  readonly partly?: string;
}

export interface Coverage {
  readonly requirements: readonly CoverageRow<Requirement>[];
  readonly barriers: readonly CoverageRow<Barrier>[];
  /** What makes the catalogue stale; each says what to do. */
  readonly problems: readonly string[];
}

/** @param standingTopics the topics whose suite, facts and rules exist: nothing may still be planned for them */
export function coverage(catalogue: Catalogue, rules: readonly AnyRule[], standingTopics: readonly Topic[]): Coverage {
  const problems: string[] = [];
  const citing = new Map<string, string[]>();
  const tripping = new Map<string, string[]>();
  const note = (map: Map<string, string[]>, id: string, rule: string): void => {
    const ids = map.get(id);
    if (ids) ids.push(rule);
    else map.set(id, [rule]);
  };

  for (const rule of rules) {
    for (const id of new Set(rule.cites)) {
      if (catalogue.requirements.has(id)) note(citing, id, rule.id);
      else if (!catalogue.exceptions.has(id))
        problems.push(`${rule.id} cites "${id}", which is no requirement of the catalogue.`);
    }
    if (rule.barrier === undefined) continue;
    if (catalogue.barriers.has(rule.barrier)) note(tripping, rule.barrier, rule.id);
    else problems.push(`${rule.id} names the barrier "${rule.barrier}", which is not in the catalogue.`);
  }

  const row = <T extends Requirement | Barrier>(
    kind: string,
    entry: T,
    found: readonly string[] = [],
  ): CoverageRow<T> => {
    const name = `The ${kind} ${entry.id}`;
    const { untested, partly } = entry;
    if (found.length === 0 && untested === undefined) {
      problems.push(`${name} has no rule and no reason: write a rule, or say under "untested" why there is none.`);
    }
    if (found.length > 0 && untested !== undefined) {
      problems.push(
        `${name} is tested by ${found[0]} and still called untested: move what remains to "partly", or drop it.`,
      );
    }
    const planned = plannedTopic(untested ?? partly);
    if (planned !== undefined && (standingTopics as readonly string[]).includes(planned)) {
      problems.push(`${name} is planned for ${planned}, which stands: write the rule, or say why there is none.`);
    }
    return {
      entry,
      rules: [...found].sort(),
      ...(untested !== undefined && { untested }),
      ...(partly !== undefined && { partly }),
    };
  };
  return {
    requirements: [...catalogue.requirements.values()].map(entry => row('requirement', entry, citing.get(entry.id))),
    barriers: [...catalogue.barriers.values()].map(entry => row('barrier', entry, tripping.get(entry.id))),
    problems,
  };
}

/** For a person: what is tested, by which rules, and why the rest is not. Problems are told apart from it. */
export function coverageText({ requirements, barriers }: Pick<Coverage, 'requirements' | 'barriers'>): string {
  const block = (title: string, rows: readonly CoverageRow<Requirement | Barrier>[]): string => {
    const tested = rows.filter(({ rules }) => rules.length > 0).length;
    return `${title}: ${tested} of ${rows.length} tested\n\n${rows.map(rowText).join('\n')}\n`;
  };
  return `${block('Requirements', requirements)}\n${block('Barriers', barriers)}`;
}

function rowText({ entry, rules, untested, partly }: CoverageRow<Requirement | Barrier>): string {
  return [
    entry.id,
    ...rules.map(rule => `  tested by ${rule}`),
    ...(partly === undefined ? [] : [`  remains   ${partly}`]),
    ...(untested === undefined ? [] : [`  untested  ${untested}`]),
  ].join('\n');
}
