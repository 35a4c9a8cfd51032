import type { Locator, Page } from 'playwright-core';
import type { FormToSend } from '../model/hands.ts';

/** How filling in a form ended: it was sent, or why it was not. */
export type Filled = { readonly taken: Readonly<Record<string, string>> } | { readonly stopped: string };

const longestField = 5000;
const longestAnswer = 15_000;

/**
 * Fills in a form on a page that is drawn, and sends it as a person would. It is looked at once more right before: what
 * was agreed to must still be what stands there.
 * @param declare records what is about to be sent; called once, right before the button is pressed
 */
export async function fillIn(page: Page, form: FormToSend, declare: () => void): Promise<Filled> {
  const against = form.check(await page.content(), page.url());
  if (against !== undefined) return { stopped: against };
  for (const [label, value] of Object.entries(form.fields)) {
    const field = isSelector(label) ? page.locator(label).first() : page.getByLabel(label).first();
    if ((await field.count()) === 0) return { stopped: `No field is labelled "${label}" at ${page.url()}.` };
    const fault = await put(field, value);
    if (fault) return { stopped: `The field "${label}" does not take "${value}": ${fault}` };
  }
  for (const label of form.tick) {
    const box = page.getByLabel(label).first();
    if ((await box.count()) === 0) return { stopped: `No box is labelled "${label}" at ${page.url()}.` };
    await box.check({ timeout: longestField });
  }
  const button = page.getByRole('button', { name: form.press }).first();
  if ((await button.count()) === 0) return { stopped: `No button says "${form.press}" at ${page.url()}.` };
  declare();
  const [, pressed] = await Promise.allSettled([
    page.waitForEvent('load', { timeout: longestAnswer }),
    button.click({ timeout: longestField }),
  ]);
  if (pressed.status === 'rejected')
    return { stopped: `The button "${form.press}" could not be pressed: ${firstLine(pressed.reason)}` };
  await page.waitForLoadState('networkidle', { timeout: longestAnswer }).catch(() => {});
  const taken: Record<string, string> = {};
  for (const [name, selector] of Object.entries(form.take)) {
    const found = page.locator(selector).first();
    const text = (await found.count()) > 0 ? ((await found.textContent()) ?? '').trim() : '';
    if (text !== '') taken[name] = text;
  }
  return { taken };
}

/** Everything else is a label: no label begins so. */
const isSelector = (label: string): boolean => /^[#.[]/.test(label);

/** Runs inside the page. */
const kindOfField = ({ tagName, type = '' }: { tagName: string; type?: string }): [string, string] => [
  tagName.toLowerCase(),
  type,
];

/** @returns why the field does not take the value */
async function put(field: Locator, value: string): Promise<string | undefined> {
  const [tag, type] = await field.evaluate(kindOfField);
  try {
    if (tag === 'select')
      await field
        .selectOption({ label: value }, { timeout: longestField })
        .catch(() => field.selectOption(value, { timeout: longestField }));
    else if (type === 'checkbox' || type === 'radio') await field.setChecked(value !== 'no', { timeout: longestField });
    else await field.fill(value, { timeout: longestField });
    return undefined;
  } catch (error) {
    return firstLine(error);
  }
}

const firstLine = (error: unknown): string => ((error as Error)?.message ?? String(error)).split('\n')[0] as string;
