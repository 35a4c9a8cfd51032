import { describe, expect, test } from 'vitest';
import { type SamplePage, samplePage } from '../../../src/facts/documentation/samples.ts';
import { linkWorth, ownerOf } from '../../../src/facts/documents/link-worth.ts';
import { needsDrawing, technicalWords } from '../../../src/facts/documents/page-state.ts';

const kindOf = (page: SamplePage) => samplePage(page).state.kind;
const words =
  'The FHIR API takes an OAuth token with scopes and returns a Bundle; search parameters are listed below. ';

describe('what a page is, before it is read', () => {
  const pages: readonly (readonly [string, ReturnType<typeof kindOf>, SamplePage])[] = [
    ['a text', 'open', { html: `<h1>API</h1><p>${words}</p>` }],
    ['a short note', 'open', { html: '<h1>Fees</h1><p>There are none.</p>' }],
    ['nothing there', 'gone', { status: 404, html: '<p>No</p>' }],
    ['payment required', 'gone', { status: 402, html: '<p>No</p>' }],
    ['status 200, not found', 'soft-gone', { html: '<h1>404</h1><p>The page you requested could not be found.</p>' }],
    [
      'an explanation of 404 among others',
      'open',
      { html: `<h1>Errors</h1><p>404: the resource does not exist. 401: the token has expired.</p>` },
    ],
    ['a parked domain', 'parked', { html: '<p>This domain is for sale!</p>' }],
    ['no host', 'unreachable', { unreachable: true }],
    ['an error of the server', 'server-error', { status: 500, html: '<p>Oops</p>' }],
    ['a notice of maintenance', 'server-error', { html: '<h1>We will be back soon</h1>' }],
    ['401', 'login', { status: 401, html: '' }],
    ['a password alone', 'login', { html: '<form><input type="password" name="p"></form>' }],
    ['a redirect to a sign-in', 'login', { end: 'https://sso.larkspur.example/login', html: '<p>Hello</p>' }],
    [
      'a password in a corner of a text',
      'open',
      { html: `<p>${words.repeat(5)}</p><form><input type="password"></form>` },
    ],
    ['an account is asked for', 'gate', { html: '<p>Create a free account to view the API reference.</p>' }],
    [
      'an address is asked for',
      'gate',
      { html: '<p>Fill out the form and we will send you the documentation.</p><form><input type="email"></form>' },
    ],
    [
      'an address is asked for, for news',
      'open',
      { html: `<p>${words}</p><form><label>Newsletter <input type="email"></label></form>` },
    ],
    ['robots refused', 'turned-away', { status: 403, html: '<p>No</p>' }],
    [
      'a robot check with status 200',
      'turned-away',
      { html: '<title>Just a moment...</title><p>Checking your browser before accessing the site.</p>' },
    ],
    ['a shell of scripts', 'not-drawn', { html: '<script src="/a.js"></script><div id="root"></div>' }],
    [
      'drawn, and still empty for a reason',
      'not-drawn',
      { html: '<div id="root"></div>', drawn: { incomplete: 'https://x.example/data failed: net::ERR_FAILED' } },
    ],
    ['no format we know', 'unreadable', { unreadable: 'is in a format we cannot read' }],
  ];
  test.each(pages)('%s: %s', (_, kind, page) => {
    expect(kindOf(page)).toBe(kind);
  });

  test('the words that show it are quoted', () => {
    expect(
      samplePage({ html: '<p>Please sign in to view the documentation.</p><form><input type="password"></form>' })
        .state,
    ).toMatchObject({
      says: 'asks for a password and says "Please sign in to view the documentation."',
      passage: { index: 0 },
    });
  });
});

test('whether a browser is needed', () => {
  const document = (html: string) => samplePage({ html }).documents[0]!;
  expect(needsDrawing(document('<script src="/a.js"></script><div id="app"></div>'))).toBe(true);
  expect(needsDrawing(document('<p>Please enable JavaScript.</p>'))).toBe(true);
  expect(needsDrawing(document('<p>A short note without scripts.</p>'))).toBe(false);
  expect(needsDrawing(document(`<script src="/a.js"></script><p>${words.repeat(5)}</p>`))).toBe(false);
});

test('words of an API, and words that only sound like them', () => {
  expect(technicalWords('A smart way to run your smart practice.')).toBe(0);
  expect(technicalWords('SMART on FHIR with OAuth scopes; a scope is a scope.')).toBeGreaterThanOrEqual(3);
});

describe('what a link is worth', () => {
  const site = { from: ['https://www.larkspur.example/api'], bases: ['https://fhir.larkspur.example/r4'] };
  const worth = (url: string, text = '', navigation?: true) => linkWorth({ url, text, navigation }, site);
  test('documentation of the same owner is read, the most promising first', () => {
    expect(worth('https://developer.larkspur.example/', 'FHIR API documentation')).toBeGreaterThan(
      worth('https://www.larkspur.example/terms', 'Terms'),
    );
    expect(worth('https://www.larkspur.example/terms', 'Terms')).toBeGreaterThan(1);
    expect(worth('https://www.larkspur.example/files/x.pdf', 'here')).toBeGreaterThan(1);
  });
  test('other pages of the same owner are only asked whether they answer, and menus not even that', () => {
    expect(worth('https://www.larkspur.example/team', 'Our team')).toBe(1);
    expect(worth('https://www.larkspur.example/team', 'Our team', true)).toBe(0);
  });
  test('data, actions, standards and strangers are left alone', () => {
    expect(worth('https://fhir.larkspur.example/r4/Patient/1', 'FHIR example')).toBe(0);
    expect(worth('https://www.larkspur.example/logout', 'API log out')).toBe(0);
    expect(worth('https://hl7.org/fhir/us/core', 'US Core FHIR API')).toBe(0);
    expect(worth('https://news.example/fhir-api', 'FHIR API news')).toBe(0);
    expect(worth('https://github.com/larkspur/fhir-api-docs', 'FHIR API documentation')).toBeGreaterThan(1);
  });
  test('whose a host is', () => {
    expect(ownerOf('a.b.larkspur.example')).toBe('larkspur.example');
    expect(ownerOf('docs.larkspur.co.uk')).toBe('larkspur.co.uk');
  });
});
