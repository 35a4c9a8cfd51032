import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { Archive } from '../../src/evidence/store.ts';
import { readForms } from '../../src/facts/onboarding/forms.ts';
import { formLabels } from '../../src/facts/onboarding/registrations.ts';
import type { CaseReview } from '../../src/model/case.ts';
import { appendToCase } from '../../src/run/case.ts';
import { Run } from '../../src/run/conductor.ts';
import { parseProfile } from '../../src/vendor/profile.ts';
import onboarding from '../../suites/onboarding.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'special-effort-form-'));
  process.env.SPECIAL_EFFORT_HOME = join(folder, 'home');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

const secret = 'shown-once-and-never-again';
const agreement = '<label><input type="checkbox" name="terms" required> I agree to the API terms of 2026</label>';

/** A portal with one form; what was sent is kept. */
async function portal(more: string) {
  const sent: URLSearchParams[] = [];
  const form = `<!doctype html><title>Register</title><main><form method="post" action="/apps">
<label>Name of the app <input name="name" required></label>
<label>Kind <select name="kind"><option value="p">Public</option><option value="c">Confidential</option></select></label>
${more}<button>Register</button></form></main>`;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    response.setHeader('content-type', 'text/html');
    if (request.method !== 'POST') return void response.end(form);
    sent.push(new URLSearchParams(body));
    response.end(
      `<!doctype html><title>Registered</title><p>client: <code id="client">app-${sent.length}</code>, secret: <code id="secret">${secret}</code>`,
    );
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { sent, form, url };
}

async function run(
  url: string,
  name: string,
  { fields = 'Name of the app: Nightly reader, Kind: Confidential', agreed = '' } = {},
) {
  const vendor = parseProfile(
    `vendor: A
engagement: { by: Jane Doe, document: paper.pdf, permits: [write] }
registration:
  page: ${url}
  press: Register
  fields: { ${fields} }
  take: { client-id: "#client", secret: "#secret" }
${agreed}`,
    join(folder, 'vendor.yaml'),
  );
  const steps = onboarding.steps.filter(step => /form/.test(step.name));
  const made = Run.open({
    vendor,
    suites: [{ ...onboarding, steps } as unknown as typeof onboarding],
    folder: join(folder, name),
    case: join(folder, 'case'),
  });
  await made.perform();
  const archive = new Archive(made.folder);
  return {
    archive,
    obstacles: archive
      .exhibits('step')
      .flatMap(({ event, message = '' }) => (event === 'obstacle' || event === 'failed' ? [message] : [])),
  };
}

const filesBeneath = (path: string): string[] =>
  readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map(file => join(path, file))
    .filter(file => statSync(file).isFile());

test('a form without strings is filled in and sent once; what it gave is kept encrypted and nowhere else', async () => {
  const { sent, url } = await portal('');
  const { archive, obstacles } = await run(url, 'first');
  expect(obstacles).toEqual([]);
  expect(sent.map(one => Object.fromEntries(one))).toEqual([{ name: 'Nightly reader', kind: 'c' }]);
  const events = archive.exhibits('step').map(({ event }) => event);
  expect(events.indexOf('intent')).toBeGreaterThan(0);
  expect(archive.exhibits('page', { label: formLabels.sent })).toMatchObject([{ title: 'Registered' }]);
  for (const file of filesBeneath(folder)) expect(readFileSync(file, 'latin1'), file).not.toContain(secret);
  const again = await run(url, 'second');
  expect(sent).toHaveLength(1);
  expect(again.archive.exhibits('measurement', { label: formLabels.reused })).toMatchObject([
    { value: { clientId: 'app-1' } },
  ]);
});

test('an agreement stops it until a named person has agreed to that very text; a changed word stops it again', async () => {
  const { sent, form, url } = await portal(agreement);
  const [asked] = readForms(form, url).agreements;
  const stopped = await run(url, 'first');
  expect(sent).toEqual([]);
  expect(stopped.obstacles[0]).toContain('I agree to the API terms of 2026');
  expect(stopped.obstacles[0]).toContain(`--agree-to ${asked?.sha256}`);

  const review: CaseReview = {
    kind: 'review',
    at: '2026-11-25T08:00:00Z',
    by: 'Jane Doe',
    reason: 'Read it.',
    agreesTo: asked?.sha256 ?? '',
  };
  appendToCase(join(folder, 'case'), review);
  const changed = await portal(agreement.replace('2026', '2027'));
  expect((await run(changed.url, 'changed')).obstacles[0]).toContain('terms of 2027');
  expect(changed.sent).toEqual([]);

  expect((await run(url, 'second')).obstacles).toEqual([]);
  expect(sent.map(one => one.get('terms'))).toEqual(['on']);
});

test('the profile may hold the agreement too', async () => {
  const { sent, form, url } = await portal(agreement);
  const sha256 = readForms(form, url).agreements[0]?.sha256;
  expect((await run(url, 'first', { agreed: `  agreed: [{ sha256: ${sha256}, by: Jane Doe }]\n` })).obstacles).toEqual(
    [],
  );
  expect(sent).toHaveLength(1);
});

test.each([
  ['a check for robots', '<div class="g-recaptcha" data-sitekey="x"></div>', 'never evaded'],
  [
    'a payment',
    '<label>Card number <input name="card" autocomplete="cc-number" required></label>',
    'nothing is ever paid',
  ],
  [
    'a field that the profile does not fill',
    '<label>D-U-N-S number <input name="duns" required></label>',
    'D-U-N-S number',
  ],
])('%s stops it', async (_, more, says) => {
  const { sent, url } = await portal(more);
  const { obstacles } = await run(url, 'first');
  expect(obstacles.join()).toContain(says);
  expect(sent).toEqual([]);
});

test('a field or button that is not there is told by its label, and nothing is sent', async () => {
  const { sent, url } = await portal('');
  expect((await run(url, 'first', { fields: 'Name of the app: x, Colour: red' })).obstacles).toEqual([
    expect.stringContaining('"Colour"'),
  ]);
  expect(sent).toEqual([]);
});
