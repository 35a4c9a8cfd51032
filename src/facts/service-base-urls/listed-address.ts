import { isLoopback } from '../../model/vendor.ts';
import type { ListedEndpoint } from './rows.ts';

/** An address with a place left to fill in: `{practiceId}`, `<tenant>`, `/:site`, `YOUR_ORG`. Nobody can ask it. */
export const isTemplate = (address: string): boolean =>
  /[{<][^{}<>]*[}>]|%7B|\/:[a-z]|\[[a-z][^\]:]*\]|\bYOUR[-_ ]/i.test(address);

/** Why an app cannot take an address as it stands, as the end of a sentence; `undefined` where it can. */
export function malformation(address: string): string | undefined {
  if (address !== address.trim()) return 'begins or ends with white space';
  if (/\s/.test(address)) return 'holds white space';
  if (!URL.canParse(address)) return 'is no absolute URL';
  const { protocol, username, password } = new URL(address);
  if (!/^https?:$/.test(protocol)) return `is not on the web (${protocol})`;
  return username || password ? 'holds a user name' : undefined;
}

const endings = /\/(metadata|\.well-known\/smart-configuration)\/?(\?.*)?$/i;
/** The part of an address that belongs behind a base, where one stands there: `/metadata`. */
export const endingOf = (address: string): string | undefined => address.trim().match(endings)?.[0];

/** A base address as one reader would compare it with another: no white space, ending or trailing slash. */
export function baseOf(address: string): string {
  const base = address.trim().replace(endings, '').replace(/\/+$/, '');
  return URL.canParse(base) ? new URL(base).href.replace(/\/+$/, '') : base;
}

/** What may be knocked at: a base address on the web, with nothing to fill in and nobody's name in it. */
export function knockable(address: string): string | undefined {
  const base = baseOf(address);
  return isTemplate(address) || malformation(base) ? undefined : base;
}

const testWord = /(?:^|[.-])((?:qa|uat|dev|stage|staging|test|sandbox|demo|preprod)\d*)(?=[.-]|$)/i;

/**
 * The word in a host's name that says it is not for production; never looked for in paths or in organizations' names,
 * nor in the last two labels, which are bought and not chosen by purpose (`fhir.example.dev`, `test-health.com`).
 */
export function testWordIn(address: string): string | undefined {
  if (!URL.canParse(address.trim())) return undefined;
  const { hostname } = new URL(address.trim());
  if (/^[\d.]+$|:/.test(hostname)) return undefined;
  return hostname.split('.').slice(0, -2).join('.').match(testWord)?.[1];
}

/**
 * Whether an app would use the Endpoint: it has an address, the list says that it is active, or nothing, and that it
 * speaks FHIR, or nothing.
 */
export const isForApps = ({ address, status, connectionType }: ListedEndpoint): boolean =>
  (address ?? '').trim() !== '' &&
  (status === undefined || status.toLowerCase() === 'active') &&
  (connectionType === undefined || /fhir/i.test(connectionType));

export const isOnLoopback = (address: string): boolean => isLoopback(address.trim());
