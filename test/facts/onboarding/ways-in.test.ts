import { expect, test } from 'vitest';
import { parseHtml } from '../../../src/facts/documents/html.ts';
import { linksToRegistration, openingStep, wayInLabel, waysIn } from '../../../src/facts/onboarding/ways-in.ts';
import type { RenderedPage } from '../../../src/model/exhibit.ts';
import { ToldEvidence, vendor } from '../../fixtures/evidence.ts';

const registration = 'https://www.larkspur.example/api/registration';
const evidenceOf = () =>
  new ToldEvidence(openingStep, null, { ...vendor, pages: { registration: [{ url: registration }] } });
const published = (evidence: ToldEvidence, status: number, body: string) =>
  evidence.exchange({ url: registration, label: 'published page', status, body, type: 'text/html' });

const drawn = (evidence: ToldEvidence, url: string, markup: string, more: Partial<RenderedPage> = {}) =>
  evidence.record<RenderedPage>({
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
    ...more,
  });

const words = '<p>Apps are registered in the developer portal. It takes a name and a redirect address. '.repeat(10);

test('what nobody looked at is absent', async () => {
  expect(await waysIn.read(evidenceOf(), undefined)).toBeUndefined();
});

test.each([
  [200, words, undefined],
  [404, '<h1>Page not found</h1>', 'nothing-there'],
  // A server that is down today is no closed door.
  [503, '<h1>Try again later</h1>', 'not-drawn'],
  [403, '<h1>Forbidden</h1>', 'robot-check'],
] as const)('a page about registration that answers %i', async (status, body, behind) => {
  const evidence = evidenceOf();
  published(evidence, status, `<!doctype html><title>Registration</title><main>${body}</main>`);
  expect((await waysIn.read(evidence, undefined))?.map(way => [way.found, way.behind])).toEqual([
    ['described', behind],
  ]);
});

test('the portal behind it is read as a browser drew it', async () => {
  const evidence = evidenceOf();
  published(evidence, 200, `<main>${words}</main>`);
  drawn(
    evidence,
    'https://developer.larkspur.example/',
    '<main><form><label>App name <input required></label><label>Redirect URI <input></label><button>Register</button></form></main>',
  );
  drawn(
    evidence,
    'https://developer.larkspur.example/login',
    '<main><form><input name="user"><input type="password"><button>Sign in</button></form></main>',
  );
  drawn(evidence, 'https://developer.larkspur.example/gone', '<main>Not here</main>', { status: 404 });
  const ways = await waysIn.read(evidence, undefined);
  expect(
    ways?.map(({ url, behind, forms }) => [new URL(url).pathname, behind, forms.map(({ purpose }) => purpose)]),
  ).toEqual([
    ['/api/registration', undefined, []],
    ['/', undefined, ['registration']],
    ['/login', 'sign-in', ['sign-in']],
    ['/gone', 'nothing-there', []],
  ]);
});

test('links that promise registration are followed; those to sign in, to webinars and in menus are not', () => {
  const document = parseHtml(
    `<nav><a href="/register-nav">Register</a></nav><main>
     <a href="/apps/new">Register your app</a><a href="https://developer.larkspur.example/">Portal</a>
     <a href="/login">Sign in</a><a href="/webinar">Register for the webinar</a><a href="mailto:a@b.example">Register by mail</a><a href="/fees">Fees</a></main>`,
    registration,
  );
  expect(linksToRegistration({ documents: [document] })).toEqual([
    'https://www.larkspur.example/apps/new',
    'https://developer.larkspur.example/',
  ]);
});
