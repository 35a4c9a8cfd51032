import { expect, test } from 'vitest';
import { loadLaw } from '../../src/judge/offline.ts';

test('every requirement and barrier names rules that test it, or a reason that still holds', async () => {
  const { coverage } = await loadLaw();
  expect(coverage.problems).toEqual([]);
});
