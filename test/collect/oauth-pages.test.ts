import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../../src/collect/chromium.ts';
import { Journeys, leadsTo, type SignInBlock, type Task } from '../../src/collect/sign-in.ts';

const back = 'https://app.example/callback';
const form = (rest: string) => `<form method="post" action="/next">${rest}</form>`;
const signIn = form(
  '<label>User name <input name="username"></label><label>Password <input type="password" name="password"></label><button>Sign in</button>',
);
const consent = (action = '/allowed') =>
  `<form method="post" action="${action}"><label><input type="checkbox" name="scope" value="patient/Immunization.rs" checked> Immunizations</label><button>Allow</button></form><form action="/denied"><button>Deny</button></form>`;
const html = (body: string) => `<!doctype html><title>Larkspur</title>${body}`;

/** A page for each way in which servers ask people and send browsers back. */
const pages: Readonly<Record<string, string>> = {
  '/plain': html(signIn),
  '/next': html(consent()),
  '/steps': html(
    '<form method="post" action="/plain"><label>E-mail or user name <input name="email"></label><button>Next</button></form>',
  ),
  '/script': html(
    `<div id="app"></div><script>setTimeout(() => { app.innerHTML = '<input name="user"><input type="password"><button>Log in</button>'; app.querySelectorAll('input')[1].onkeydown = event => { if (event.key === 'Enter') location = '${back}#code=c&state=s'; }; }, 300)</script>`,
  ),
  '/frame': html('<iframe src="/consent" width="600" height="300"></iframe>'),
  '/consent': html(consent().replaceAll('<form', '<form target="_top"')),
  '/form-post': html(
    `<form method="post" action="${back}"><input type="hidden" name="code" value="c"><input type="hidden" name="state" value="s"></form><script>document.forms[0].submit()</script>`,
  ),
  '/refresh': html(`<meta http-equiv="refresh" content="0;url=${back}?code=c&state=s">`),
  '/scheme': html('<form action="/to-scheme"><button>Allow</button></form>'),
  '/terms': html(
    '<form><label><input type="checkbox"> I agree to the Terms of Use</label><button>Continue</button></form>',
  ),
  '/code': html(
    form('<label>Verification code <input name="otp" autocomplete="one-time-code"></label><button>Go</button>'),
  ),
  '/blank': html('<p>Nothing here.</p>'),
};
const redirects: Readonly<Record<string, string>> = {
  '/allowed': `${back}?code=c&state=s`,
  '/denied': `${back}?error=access_denied&state=s`,
  '/to-scheme': 'com.example.app:/callback?code=c&state=s',
};

let server: Server;
let browser: Browser;
let context: BrowserContext;
let folder: string;
let at: string;
let asked: string[];
let block: SignInBlock;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'special-effort-pages-'));
  await writeFile(join(folder, 'password'), 'a-password');
  block = { people: { alice: { username: 'alice', password: `file:${join(folder, 'password')}` } } };
  server = createServer(async (request, response) => {
    const path = (request.url ?? '').replace(/\?.*/, '');
    let body = '';
    for await (const piece of request) body += piece;
    asked.push(`${request.method} ${path} ${body}`);
    const to = redirects[path];
    if (to) return void response.writeHead(302, { location: to }).end();
    const page = pages[path];
    response.writeHead(page ? 200 : 400, { 'content-type': 'text/html' }).end(page ?? html('<p>No.</p>'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launchChromium({ args: ['--host-resolver-rules=MAP app.example ~NOTFOUND'] });
});
afterAll(async () => {
  await browser.close();
  server.close();
  await rm(folder, { recursive: true });
});

async function go(path: string, changed: Partial<Task> = {}, how: SignInBlock = block) {
  asked = [];
  context = await browser.newContext();
  const seen: string[] = [];
  const journey = await new Journeys(context, how, 'alice').go(
    (page: Page) => page.goto(`${at}${path}`, { waitUntil: 'commit' }),
    {
      leadsBack: url => leadsTo(url, back),
      decision: 'allow',
      withhold: [],
      patience: 15_000,
      atConsent: async (_, words) => void seen.push(words),
      register: secret => void seen.push(`secret ${secret}`),
      signal: new AbortController().signal,
      ...changed,
    },
  );
  await context.close();
  return { journey, seen, parameters: Object.fromEntries(journey.returned?.parameters ?? []) };
}

describe('the way back to an app is found', () => {
  test('after signing in and saying yes', async () => {
    const { journey, parameters, seen } = await go('/plain');
    expect(parameters).toEqual({ code: 'c', state: 's' });
    expect(journey).toMatchObject({ signIns: 1, returned: { how: 'query', address: back } });
    expect(journey.consent?.boxes).toEqual([
      { value: 'patient/Immunization.rs', label: 'Immunizations', ticked: true, locked: false },
    ]);
    expect(asked).toContain('POST /next username=alice&password=a-password');
    expect(seen).toContain('secret a-password');
  });

  test('with the name on one page and the password on the next', async () => {
    const { journey, parameters } = await go('/steps');
    expect(journey.stopped).toBeUndefined();
    expect(parameters).toEqual({ code: 'c', state: 's' });
    expect(asked).toContain('POST /plain email=alice');
  });

  test('through a page that a script draws, in a fragment', async () => {
    const { journey, parameters } = await go('/script');
    expect(parameters).toEqual({ code: 'c', state: 's' });
    expect(journey.returned?.how).toBe('fragment');
  });

  test('from within a frame', async () => {
    expect((await go('/frame')).parameters).toEqual({ code: 'c', state: 's' });
  });

  test('by a form that sends itself, and by a page that refreshes itself', async () => {
    const posted = await go('/form-post');
    expect(posted.journey.returned?.how).toBe('form_post');
    expect(posted.parameters).toEqual({ code: 'c', state: 's' });
    expect((await go('/refresh')).parameters).toEqual({ code: 'c', state: 's' });
  });

  test("to a scheme of the app's own", async () => {
    const { parameters } = await go('/scheme', {
      leadsBack: url => url.protocol === 'com.example.app:',
      ownScheme: true,
    });
    expect(parameters).toEqual({ code: 'c', state: 's' });
  });

  test('with fields and buttons that the profile names', async () => {
    const named = {
      ...block,
      fields: { 'input[name=username]': 'username', Password: 'password' },
      buttons: ['Sign in'],
      consent: { allow: 'Allow' },
    };
    expect((await go('/plain', {}, named)).parameters).toEqual({ code: 'c', state: 's' });
  });
});

test('a person can say no, and take a part out', async () => {
  expect((await go('/consent', { decision: 'deny' })).parameters).toEqual({ error: 'access_denied', state: 's' });
  const { journey } = await go('/consent', { withhold: ['immunization'] });
  expect(journey.consent?.unticked).toEqual(['patient/Immunization.rs']);
  expect(asked).toContain('POST /allowed ');
});

describe('where it ends is told, and whose turn it is', () => {
  test.each([
    ['/terms', 'needs-person'],
    ['/code', 'needs-person'],
    ['/missing', 'error-page'],
    ['/blank', 'unknown-page'],
  ])('%s: %s', async (path, why) => {
    const { journey } = await go(path);
    expect(journey.returned).toBeUndefined();
    expect(journey.stopped?.why).toBe(why);
    expect(journey.stopped?.message).toContain(at);
  });
});
