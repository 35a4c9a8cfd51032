import { expect, test } from 'vitest';
import { html } from '../../src/report/html.ts';
import { larkspurInput } from './larkspur.ts';

const section = async (changes = {}): Promise<string> => {
  const page = await html(larkspurInput(changes));
  return /<section aria-labelledby="ledger">[\s\S]*?<\/section>/.exec(page)?.[0] ?? '';
};

test('each step says who had to act, what it cost and what was told of it', async () => {
  const text = (await section()).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  for (const words of [
    '4 steps over 1 business day, 2 times passed from one to another; 20 minutes of work written down and USD 500.',
    'No patient\u2019s record was reached in what was seen.',
    'I agree to the terms of the portal',
    'nobody has agreed to it yet',
    'No other page that was read tells of it',
    'after 1 business day',
    'the nightly app',
  ])
    expect(text).toContain(words);
});

test('what an approval agrees to is shown by the digest of its words and by who gave it', async () => {
  const { ledger } = larkspurInput();
  const steps = ledger!.steps.map(step =>
    step.agreement ? { ...step, agreement: { ...step.agreement, approvedBy: 'Jane <b>Doe</b>' } } : step,
  );
  const shown = await section({ ledger: { ...ledger!, steps } });
  expect(shown).toContain('agreed to by Jane &lt;b&gt;Doe&lt;/b&gt;');
  expect(shown).toContain('a1a1a1a1a1a1');
});

test('a failed finding stands beside the step that it is about, and no other', async () => {
  const input = larkspurInput();
  const [finding] = input.judgement.findings;
  const against = {
    ...finding!,
    rule: 'onboarding/registration-without-a-sponsor',
    topic: 'onboarding' as const,
    outcome: 'failed' as const,
    title: 'An app needs a sponsor first',
    evidence: input.ledger!.steps[0]!.exhibits,
  };
  const shown = await section({ judgement: { ...input.judgement, findings: [...input.judgement.findings, against] } });
  const rows = shown.split('<tr>').filter(row => row.includes('An app needs a sponsor first'));
  expect(rows).toHaveLength(1);
  expect(rows[0]).toContain('Give Sponsoring customer');
});

test('where nobody looked there is no section and no entry in the contents', async () => {
  const { ledger: _, ...input } = larkspurInput();
  const page = await html(input);
  expect(page).not.toContain('What getting in took');
});
