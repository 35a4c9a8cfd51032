import { describe, expect, test } from 'vitest';
import type { FeeStatement } from '../../../src/facts/fees-and-terms/fee-statements.ts';
import { pageSaying } from '../../../src/facts/fees-and-terms/samples.ts';
import type { PageRole } from '../../../src/model/vendor.ts';

const fees = (markdown: string, role: PageRole = 'fees') => pageSaying(markdown, role).fees;
const only = (markdown: string, role?: PageRole): FeeStatement => {
  const all = fees(markdown, role);
  expect(all).toHaveLength(1);
  return all[0]!;
};

describe('who pays', () => {
  test.each([
    ['Developers pay $5 for API access.', 'api-user'],
    ['We charge API Information Sources $5 for the API.', 'source'],
    ['A fee of $5 is charged to patients for API access.', 'patient'],
    ['The review of the app costs $5, payable by the developer.', 'api-user'],
    ['Developers of apps chosen by patients pay $5 for API access.', 'api-user'],
    ['To share a record with an app, patients pay $5.', 'patient'],
    ['API access costs third-party developers $5 per practice.', 'api-user'],
    ['Hospitals that connect an app pay $5 for API calls.', 'source'],
  ])('%s', (text, party) => {
    expect(only(`# Fees\n\n${text}`).payer?.party).toBe(party);
  });

  test('a heading says it where the words do not', () => {
    const page = '# Fees for the API\n\n## For practices\n\nSet-up: $350.\n\n## For developers\n\nSet-up: $90.';
    expect(fees(page).map(({ payer }) => [payer?.party, payer?.known])).toEqual([
      ['source', 'heading'],
      ['api-user', 'heading'],
    ]);
  });

  test('"you" is whom the page speaks to', () => {
    expect(only('# Terms\n\nYou will be invoiced $5 for the API.', 'terms').payer?.party).toBe('api-user');
    expect(only('# Costs\n\nYou will be invoiced $5 for the API.', 'disclosures').payer?.party).toBe('source');
  });

  test('what is counted does not pay', () => {
    expect(only('# API fees\n\nProduction access: $5 per practice.').payer).toBeUndefined();
  });

  test('a column, the title of a column, and the first cell say it in a table', () => {
    const table = (head: string, row: string) => `# API fees\n\n${head}\n${head.replace(/[^|]+/g, '---')}\n${row}`;
    expect(only(table('| Item | Payer | Price |', '| Set-up | App vendor | $5 |')).payer?.party).toBe('api-user');
    expect(only(table('| Item | Price for practices |', '| Set-up | $5 |')).payer?.party).toBe('source');
    expect(only(table('| Who | Price |', '| Developers | $5 |')).payer?.party).toBe('api-user');
  });
});

describe('whether anything is charged', () => {
  test.each([
    'There are no fees for API users.',
    'We do not require an NDA, a contract or a fee.',
    'Access to the API is free of charge.',
    'The $250 registration fee has been waived.',
    'Developers pay nothing for the API.',
    'Developers are not charged any fees.',
    'Fees: none.',
    'The API is included in your subscription.',
    'We never bill developers, whatever the number of calls.',
  ])('nothing: %s', text => {
    expect(fees(`# API\n\n${text}`).map(({ charge }) => charge)).toEqual(['free']);
  });

  test('a price after a free quota is charged', () => {
    const page = '# API\n\nThere is no fee for the first 100 calls, then developers pay $0.05 per call.';
    expect(fees(page).map(({ charge, prices }) => [charge, ...prices])).toEqual([['free'], ['charged', '$0.05']]);
  });

  test('what may be charged, and what may be charged some day', () => {
    expect(only('# API\n\nThere may be fees for registering an app.').charge).toBe('perhaps');
    expect(only('# API\n\nWe reserve the right to introduce fees for the API.').charge).toBe('reserved');
  });

  test.each([
    'The charge nurse is in charge of the accounts.',
    'ChargeItem and Claim are not part of the API.',
    'Your app must be free of malware.',
    'You may charge your own users for your app.',
    'Is there a fee to use the API?',
    'Until 2022 developers paid $500 to register.',
    '`GET /Coverage?costToBeneficiary=20`',
  ])('speaks of no fee: %s', text => {
    expect(fees(`# API\n\n${text}`)).toEqual([]);
  });

  test('code is no statement', () => {
    expect(fees('# API\n\n```\n{"error": "developers pay a fee of $5"}\n```')).toEqual([]);
  });
});

describe('what for', () => {
  test.each([
    ['a registration fee', 'registration'],
    ['for a client ID', 'client-id'],
    ['for the sandbox', 'sandbox'],
    ['for the API documentation', 'documentation'],
    ['for the list of service base URLs', 'base-urls'],
    ['for production access', 'production'],
    ['for each API call', 'api-use'],
    ['for an EHI export', 'export'],
    ['for optional consulting', 'value-added'],
    ['for our proprietary API', 'other-product'],
    ['for text messages', 'outside'],
  ])('%s', (what, thing) => {
    expect(only(`# API\n\nDevelopers pay $5 ${what}.`).thing?.thing).toBe(thing);
  });
});

describe('how much', () => {
  test.each([
    ['Developers pay a fee of $5 for the API.', 'stated'],
    ['Developers pay an API fee set forth in an order form.', 'kept-back'],
    ['Developers pay an API fee; contact sales.', 'kept-back'],
    ['Developers pay an API fee according to the fee schedule.', 'elsewhere'],
    ['Developers pay an API fee.', 'unstated'],
  ])('%s', (text, amount) => {
    expect(fees(`# API\n\n${text}`)[0]?.amount).toBe(amount);
  });

  test('what a price hangs on', () => {
    expect(only('# API\n\nDevelopers pay 8% of net sales.').basis?.on).toBe('revenue');
    expect(only('# API\n\nCompetitors are charged a higher rate for the API.').basis?.on).toBe('competition');
    expect(only('# API\n\nDevelopers pay a royalty-free $5 for the API.').basis).toBeUndefined();
  });
});

test('a statement quotes its words and says where they stand', () => {
  const statement = only('# API\n\n## Money\n\nGood day. Developers pay  $5 for the API. Good night.');
  expect(statement.quote).toBe('Developers pay $5 for the API.');
  expect(statement.place).toBe('https://www.larkspur.example/api/fees under "API > Money"');
});
