/** Made-up documentation of a vendor that writes well, for rules to vary in their examples. */
import type { ExhibitId } from '../../model/exhibit.ts';
import type { PageRole } from '../../model/vendor.ts';
import type { AddressAnswer } from '../address.ts';
import type { Document } from '../documents/document.ts';
import { parseHtml } from '../documents/html.ts';
import { type PageState, stateOf } from '../documents/page-state.ts';
import type { KnockedLink, PublishedPage, PublishedPages, Unread } from '../documents/published.ts';

export const exhibit: ExhibitId = `sha256:${'0'.repeat(64)}`;
export const site = 'https://www.larkspur.example';

export interface SamplePage {
  /** Path or whole address. */
  readonly at?: string;
  /** The role it is registered for; without one it is `clicks` links from the API documentation. */
  readonly role?: PageRole;
  readonly clicks?: number;
  readonly status?: number;
  /** Where redirects ended. */
  readonly end?: string;
  readonly html?: string;
  readonly unreachable?: true;
  readonly unreadable?: string;
  readonly drawn?: { readonly incomplete?: string };
  /** Where it was found otherwise than its text would show. */
  readonly state?: PageState;
}

export const answered = (
  url: string,
  { status = 200, end = url }: { status?: number; end?: string } = {},
): AddressAnswer => ({
  kind: 'response',
  asked: url,
  url: end,
  at: '2026-11-25T08:00:00.000Z',
  exhibit,
  exhibits: [exhibit],
  status,
  headers: [],
  contentType: 'text/html',
});

export const noAnswer = (url: string): AddressAnswer => ({
  kind: 'unreachable',
  asked: url,
  url,
  at: '2026-11-25T08:00:00.000Z',
  exhibit,
  exhibits: [exhibit],
  phase: 'dns',
  code: 'ENOTFOUND',
  message: 'getaddrinfo ENOTFOUND',
  control: { url: 'https://fhir.larkspur.example/r4/metadata', status: 200 },
});

export function samplePage(sample: SamplePage): PublishedPage {
  const url = new URL(sample.at ?? '/api', site).href;
  const answer = sample.unreachable
    ? noAnswer(url)
    : answered(url, {
        ...(sample.status ? { status: sample.status } : {}),
        end: new URL(sample.end ?? url, site).href,
      });
  const documents: Document[] = sample.html === undefined ? [] : [parseHtml(sample.html, answer.url)];
  const drawn = sample.drawn && { ...sample.drawn, finalUrl: answer.url, status: 200 };
  return {
    url,
    answer,
    state: sample.state ?? stateOf({ answer, documents, unreadable: sample.unreadable, drawn }),
    documents,
    ...(sample.unreadable ? { unreadable: sample.unreadable } : {}),
    reach: [{ role: sample.role ?? 'api', clicks: sample.role ? 0 : (sample.clicks ?? 1), path: [] }],
    exhibits: [exhibit],
  };
}

export const published = (
  pages: readonly SamplePage[],
  more: { readonly knocked?: readonly KnockedLink[]; readonly unread?: readonly Unread[] } = {},
): PublishedPages => ({ pages: pages.map(samplePage), knocked: more.knocked ?? [], unread: more.unread ?? [] });

/** Sections of a documentation that has everything; a rule takes one out, or puts another in. */
export const sections = {
  intro:
    '<h1>FHIR API</h1><p>Version 12.1, last updated 1 October 2026. FHIR R4 (4.0.1) and US Core 6.1.0 over HTTPS.</p>',
  base: '<h2>Addresses</h2><p>The base address of the sandbox is https://fhir.larkspur.example/r4, and https://fhir.larkspur.example/r4/.well-known/smart-configuration needs no token.</p>',
  functions:
    '<h2>Functions</h2><table><tr><th>Type</th><th>Search parameters</th><th>Required</th></tr><tr><td>Patient</td><td>identifier (token), name (string)</td><td>one of them</td></tr><tr><td>Observation</td><td>patient (reference), category (token), date (date)</td><td>patient is required</td></tr><tr><td>Condition</td><td>patient (reference), category (token)</td><td>patient is required</td></tr></table><pre>GET [base]/Observation?patient=123&amp;category=laboratory</pre>',
  returns: '<p>A search returns a Bundle of type searchset. Its entry holds resources, its link the next page.</p>',
  errors:
    '<h2>Errors</h2><table><tr><th>Status</th><th>When</th><th>What to do</th></tr><tr><td>400</td><td>A parameter is unknown</td><td>Correct the request</td></tr><tr><td>401</td><td>The token has expired</td><td>Refresh the token</td></tr></table>',
  needs:
    '<h2>What an app needs</h2><ul><li>An HTTPS client with TLS 1.2 or later</li><li>A JSON parser</li><li>SHA-256 for PKCE, which every app must use with S256</li></ul>',
  scopes:
    '<h2>Scopes</h2><p>openid, fhirUser, launch/patient, offline_access, patient/Observation.rs and patient/*.rs are granted. A native app gets a refresh token with offline_access.</p><pre>POST https://auth.larkspur.example/token\n{"access_token": "..."}</pre><p>People sign in at https://auth.larkspur.example/authorize.</p>',
  bulk: '<h2>Bulk export</h2><p>GET [base]/Group/[id]/$export starts an export. Its files are downloaded with the same bearer token.</p>',
  registration:
    '<h2>Registration</h2><p>Register an app with a request: POST https://auth.larkspur.example/register, at once.</p><table><tr><th>Attribute</th><th>Type</th></tr><tr><td>client_name</td><td>string</td></tr><tr><td>redirect_uris</td><td>list</td></tr><tr><td>jwks_uri</td><td>string</td></tr></table>',
} as const;

/** The whole documentation as one page, some sections changed or taken out. */
export const apiText = (changed: { readonly [section in keyof typeof sections]?: string } = {}): string =>
  `<!doctype html><title>FHIR API</title><main>${Object.values({ ...sections, ...changed }).join('\n')}</main>`;

export const api = (changed: { readonly [section in keyof typeof sections]?: string } = {}): SamplePage => ({
  role: 'api',
  html: apiText(changed),
});

const termsText =
  '<!doctype html><title>Terms of the API</title><main><h1>Terms</h1><ul><li>You may develop apps against the API without a fee.</li><li>You may distribute your app and use it in production at once.</li><li>Patients authorize your app, and it may then read their records.</li><li>Data that an app has obtained belongs to its user, who may share it.</li><li>We verify the identity of a developer within ten business days, or not at all.</li><li>Registration of an app is free and needs no agreement.</li></ul></main>';
export const terms: SamplePage = { at: '/api/terms', role: 'terms', html: termsText };
