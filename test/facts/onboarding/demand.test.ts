import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type DemandKind, demandKinds, demandsIn } from '../../../src/facts/onboarding/demand.ts';

interface Labelled {
  readonly text: string;
  readonly demands: readonly DemandKind[];
  readonly unsure?: readonly DemandKind[];
}
const labelled = (half: string): Labelled[] =>
  parse(readFileSync(new URL(`../../fixtures/onboarding/${half}.yaml`, import.meta.url), 'utf8'));

/** What would be held against a vendor of apps for patients. */
const held = (text: string): DemandKind[] =>
  demandsIn(text).flatMap(({ kind, strength, ofProviderApps }) =>
    strength === 'demanded' && !ofProviderApps ? [kind] : [],
  );

function figures(set: readonly Labelled[]) {
  return demandKinds.map(kind => {
    const all = set.map(({ text, demands }) => ({ text, is: demands.includes(kind), said: held(text).includes(kind) }));
    const found = all.filter(({ is, said }) => is && said).length;
    return {
      kind,
      there: all.filter(({ is }) => is).length,
      found,
      // A person is asked to read the sentence.
      doubted: all.filter(({ is, said, text }) => is && !said && demandsIn(text).some(one => one.kind === kind)).length,
      wrong: all.filter(({ is, said }) => !is && said).map(({ text }) => text),
    };
  });
}

describe.each(['development', 'reporting'])('%s', half => {
  const found = figures(labelled(half));

  test('no sentence is held against a vendor that demands nothing', () => {
    expect(found.flatMap(({ wrong }) => wrong)).toEqual([]);
  });

  test('of ten demands nine are found or doubted; of four three are found', () => {
    const there = found.reduce((sum, one) => sum + one.there, 0);
    const seen = found.reduce((sum, one) => sum + one.found, 0);
    const doubted = found.reduce((sum, one) => sum + one.doubted, 0);
    console.info(
      `${half}: ${found.map(({ kind, found: some, doubted: open, there: all }) => `${kind} ${some} of ${all} found, ${open} doubted`).join('; ')}`,
    );
    expect((seen + doubted) / there).toBeGreaterThanOrEqual(0.9);
    expect(seen / there).toBeGreaterThanOrEqual(0.75);
  });
});

test('sentences are told apart at their ends, and not at abbreviations', () => {
  expect(
    demandsIn('No SOC 2 report is needed. You must pay a registration fee of $5, e.g. by card.').map(
      ({ kind }) => kind,
    ),
  ).toEqual(['payment']);
});
