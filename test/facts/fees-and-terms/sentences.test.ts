import { expect, test } from 'vitest';
import { clausesOf, sentencesOf } from '../../../src/facts/fees-and-terms/sentences.ts';

const texts = (list: readonly { text: string }[]) => list.map(({ text }) => text);

test('sentences end at full stops, not at abbreviations or decimals', () => {
  expect(texts(sentencesOf('It costs $2.50, e.g. Monday. Acme Inc. pays. "Really?" Yes.'))).toEqual([
    'It costs $2.50, e.g. Monday.',
    'Acme Inc. pays.',
    '"Really?"',
    'Yes.',
  ]);
});

test('each knows where it stands', () => {
  const text = 'One is here. Two is there; but three is not.';
  for (const sentence of sentencesOf(text)) {
    for (const clause of [sentence, ...clausesOf(sentence)]) {
      expect(text.slice(clause.at, clause.at + clause.text.length)).toBe(clause.text);
    }
  }
});

test('clauses part where contrast begins or a new subject has a verb of its own', () => {
  const clauses = (text: string) => texts(clausesOf({ text, at: 0 }));
  expect(clauses('No fee for the first 100 calls, then $0.05 per call')).toEqual([
    'No fee for the first 100 calls',
    'then $0.05 per call',
  ]);
  expect(clauses('Patients pay nothing and developers pay $5')).toEqual(['Patients pay nothing', 'developers pay $5']);
  expect(clauses('No NDA, contract or fee is required')).toEqual(['No NDA, contract or fee is required']);
  expect(clauses('payment of the then-applicable fee')).toEqual(['payment of the then-applicable fee']);
});
