import { describe, expect, test } from 'vitest';
import { pageSaying } from '../../../src/facts/fees-and-terms/samples.ts';

const kinds = (text: string) => pageSaying(`# API terms\n\n${text}`, 'terms').terms.map(({ kind }) => kind);

describe('a restriction, and its harmless neighbour', () => {
  test.each([
    [
      'competition',
      'You shall not build products that compete with ours.',
      'You may build products that compete with ours.',
    ],
    ['exclusivity', 'Partner will integrate exclusively with our platform.', 'This license is non-exclusive.'],
    [
      'tied-product',
      'You must license our Insight module before you connect.',
      'You are not required to buy our Insight module.',
    ],
    [
      'intellectual-property',
      'You assign to us all rights in your application.',
      'We assign no rights; you own your application.',
    ],
    [
      'application-data',
      'You shall give us access to the data of your application.'.replace(
        'the data of your application',
        "your application's data",
      ),
      'You shall give us the logs of a security incident.',
    ],
    [
      'discretion',
      'We may revoke access in our sole discretion.',
      'Patients may revoke access in their sole discretion.',
    ],
    ['use-limit', 'The API is licensed for internal evaluation only.', 'The sandbox is for evaluation only.'],
    ['liability', 'You will indemnify us regardless of fault.', 'You will indemnify us for your own breach.'],
    ['business-associate', 'All developers must sign a BAA with us.', 'Patient apps do not need a BAA.'],
    ['silence', 'You may not publish benchmarks of the API.', 'You may not publish your client secret.'],
    [
      'non-disclosure-agreement',
      'Documentation is sent once an NDA is signed.',
      'No NDA is required for the documentation.',
    ],
    [
      'change',
      'We may change these terms at any time without notice.',
      "We may change these terms with 30 days' notice.",
    ],
    ['vendor-program', 'Apps must pass our security review before production.', 'A security review is optional.'],
    ['unequal-terms', 'Competitors are subject to additional conditions.', 'The same terms apply to competitors.'],
  ])('%s', (kind, restriction, neighbour) => {
    expect(kinds(restriction)).toContain(kind);
    expect(kinds(neighbour)).toEqual([]);
  });
});

test('words that stand far apart are not read together', () => {
  const filler =
    'the developer keeps to every rule of the documentation that was published on this page for all to read, '.repeat(
      3,
    );
  expect(kinds(`You may not sell access, ${filler} and competition is welcome.`)).toEqual([]);
});

test('questions, code and navigation say nothing', () => {
  expect(kinds('May we revoke your access in our sole discretion?')).toEqual([]);
  expect(kinds('```\nWe may revoke access in our sole discretion.\n```')).toEqual([]);
});

test('notice in the next sentence counts', () => {
  expect(kinds('We may change the API at any time. We will notify developers 60 days before.')).toEqual([]);
});

test('a statement says by which words it was read', () => {
  const [statement] = pageSaying('# API terms\n\nApps must pass our security review before production.', 'terms').terms;
  expect(statement).toMatchObject({
    words: 'pass ... security review ... before ... production',
    quote: 'Apps must pass our security review before production.',
    place: 'https://www.larkspur.example/api/terms under "API terms"',
  });
});
