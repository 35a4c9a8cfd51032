import { describe, expect, test } from 'vitest';
import { effortLedger, ledgerOf } from '../../../src/facts/onboarding/effort-ledger.ts';
import { formLabels } from '../../../src/facts/onboarding/registrations.ts';
import { openingStep, wayInLabel } from '../../../src/facts/onboarding/ways-in.ts';
import type { JournalEntry, RenderedPage } from '../../../src/model/exhibit.ts';
import { ToldEvidence, vendor } from '../../fixtures/evidence.ts';

const evidenceOf = () => new ToldEvidence(openingStep, null, { ...vendor, pages: {} });
const wrote = (evidence: ToldEvidence, entry: Partial<JournalEntry> & { happenedAt: string }) =>
  evidence.record<JournalEntry>({ kind: 'journal', label: 'journal', text: '', attachments: [], ...entry });

function opened(evidence: ToldEvidence, url: string, markup: string): RenderedPage {
  return evidence.record<RenderedPage>({
    kind: 'page',
    label: wayInLabel,
    url,
    finalUrl: url,
    status: 200,
    title: 'Portal',
    dom: evidence.keep(markup),
    text: evidence.keep('text'),
    links: [],
    requests: [],
  });
}

test('nothing seen and nothing written down is no ledger', async () => {
  expect(await effortLedger.read(evidenceOf(), undefined)).toBeUndefined();
});

test('what people wrote down is put in order, with waits, costs and who had to act', async () => {
  const evidence = evidenceOf();
  wrote(evidence, {
    happenedAt: '2026-11-16',
    who: 'vendor',
    what: 'invoice',
    means: 'payment',
    money: 'USD 500',
    text: 'Pay first.',
  });
  wrote(evidence, { happenedAt: '2026-11-02', who: 'us', means: 'request', minutes: 30, text: 'Asked.' });
  wrote(evidence, { happenedAt: '2026-11-20', who: 'us', means: 'connected', text: 'Read a record.' });
  expect(await effortLedger.read(evidence, undefined)).toMatchObject({
    arrived: true,
    minutes: 30,
    money: ['USD 500'],
    // Veterans Day is left out.
    days: 13,
    handovers: 2,
    steps: [
      { who: 'us', waited: 0, words: 'Asked.' },
      { who: 'vendor', waited: 9, asks: 'payment', money: 'USD 500' },
      { who: 'us', waited: 4 },
    ],
  });
});

test('a form is as many steps as it asks for things, each agreement with the digest of its words', async () => {
  const evidence = evidenceOf();
  opened(
    evidence,
    'https://developer.larkspur.example/',
    `<main><form><label>Name of the app <input name="name" required></label>
     <label>Sponsoring customer <input name="sponsor" required></label>
     <label><input type="checkbox" name="terms" required> I agree to the <a href="/terms">terms of use</a></label>
     <div class="g-recaptcha" data-sitekey="x"></div><button>Register</button></form></main>`,
  );
  const found = await effortLedger.read(evidence, undefined);
  expect(found?.arrived).toBe(false);
  expect(found?.steps.map(({ what, who, asks }) => [what.split(' ')[0], who, asks])).toEqual([
    ['Opened', 'us', undefined],
    ['Fill', 'us', undefined],
    ['Give', 'customer', 'sponsor'],
    ['Agree', 'us', 'agreement'],
    ['Pass', 'us', 'robot-check'],
  ]);
  const agreement = found?.steps.find(({ asks }) => asks === 'agreement');
  expect(agreement).toMatchObject({
    words: 'I agree to the terms of use',
    agreement: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
});

test('a mail to follow and a person who decides, told on the page after the form, are steps of their own', async () => {
  const evidence = evidenceOf();
  const after = (text: string) =>
    evidence.record<RenderedPage>({
      kind: 'page',
      label: formLabels.sent,
      url: 'https://developer.larkspur.example/',
      finalUrl: 'https://developer.larkspur.example/apps',
      status: 200,
      title: 'Thank you',
      dom: evidence.keep('dom'),
      text: evidence.keep(text),
      links: [],
      requests: [],
    });
  after(
    'Thank you.\nPlease check your inbox for a confirmation link.\nOur team will review your request within five days.',
  );
  wrote(evidence, { happenedAt: '2026-11-20', who: 'us', means: 'request' });
  opened(evidence, 'https://developer.larkspur.example/', '<main><p>Portal</p></main>');
  const found = await effortLedger.read(evidence, undefined);
  expect(found?.steps.filter(({ what }) => what.startsWith('Wait')).map(({ who, words }) => [who, words])).toEqual([
    ['us', 'Please check your inbox for a confirmation link'],
    ['vendor', 'Our team will review your request within five days'],
  ]);
});

describe('a record that a program read ends it', () => {
  const base = 'https://fhir.larkspur.example/r4';
  test.each([
    ['with a token', `${base}/Patient/1`, { headers: [['authorization', 'Bearer [secret]']] as const }, true],
    ['without one', `${base}/Patient/1`, {}, false],
    [
      'but no document of discovery',
      `${base}/metadata`,
      { headers: [['authorization', 'Bearer [secret]']] as const },
      false,
    ],
  ])('%s', async (_, url, asked, arrived) => {
    const evidence = evidenceOf();
    wrote(evidence, { happenedAt: '2026-11-02', who: 'us', means: 'request' });
    evidence.exchange({ url, asked });
    expect((await effortLedger.read(evidence, undefined))?.arrived).toBe(arrived);
  });
});

test('an empty list of steps costs nothing', () => {
  expect(ledgerOf([])).toEqual({ steps: [], arrived: false, minutes: 0, money: [], days: 0, handovers: 0 });
});
