import { createHash, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { request as send } from 'node:https';
import type { EmbeddedVendor } from '../../src/demo/vendor.ts';

export interface Seen {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  // biome-ignore lint/suspicious/noExplicitAny: a document of the vendor's
  readonly json: any;
}

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | URLSearchParams;
}

export type Ask = (url: string, asked?: Asked) => Promise<Seen>;

/** Someone who visits the vendor with a fresh cookie jar, trusting its certificate authority and following no redirect. */
export function visitor(vendor: EmbeddedVendor): Ask {
  const [host, port] = vendor.address.split(':');
  const jar = new Map<string, string>();
  return (url, { method = 'GET', headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const { hostname, pathname, search } = new URL(url);
      const form = body instanceof URLSearchParams;
      const request = send(
        {
          host,
          port,
          servername: hostname,
          ca: vendor.certificateAuthority,
          method,
          path: pathname + search,
          headers: {
            host: hostname,
            ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
            ...(jar.size > 0 && { cookie: [...jar].map(pair => pair.join('=')).join('; ') }),
            ...headers,
          },
        },
        response => {
          for (const cookie of response.headers['set-cookie'] ?? []) {
            const [name = '', value = ''] = cookie.split(';')[0]!.split(/=(.*)/s);
            if (value === '') jar.delete(name);
            else jar.set(name, value);
          }
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (piece: string) => {
            text += piece;
          });
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: text,
              get json() {
                return JSON.parse(text);
              },
            }),
          );
        },
      );
      request.on('error', reject);
      request.end(body?.toString());
    });
}

const base64url = (bytes: Buffer) => bytes.toString('base64url');

/** What an app sends along to the authorization endpoint, and keeps back for the token endpoint. */
export function authorizationRequest(parameters: Record<string, string>) {
  const verifier = base64url(randomBytes(32));
  const url = new URL('https://auth.larkspur.example/authorize');
  const all = {
    response_type: 'code',
    state: base64url(randomBytes(8)),
    aud: 'https://fhir.larkspur.example/r4',
    code_challenge: base64url(createHash('sha256').update(verifier).digest()),
    code_challenge_method: 'S256',
    ...parameters,
  };
  for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
  return { url: url.href, verifier };
}

const attributes = (markup: string, pattern: RegExp) =>
  [...markup.matchAll(pattern)].map(([, value]) => value!.replaceAll('&amp;', '&'));

/**
 * Signs in and consents as a person would, page by page; gives the address the app is called back at.
 * @param keep which of the offered permissions stay ticked; all unless told
 */
export async function authorize(
  ask: Ask,
  url: string,
  person: { readonly username: string; readonly password: string },
  keep: (scope: string) => boolean = () => true,
): Promise<URL> {
  let at = url;
  let page = await ask(at);
  for (let step = 0; step < 10; step++) {
    const location = page.headers.location;
    if (location) {
      const next = new URL(location, at);
      if (next.hostname !== 'auth.larkspur.example') return next;
      at = next.href;
      page = await ask(at);
      continue;
    }
    const [action] = attributes(page.body, /<form method="post" action="([^"]+)"/g);
    if (page.status !== 200 || !action) throw new Error(`No form at ${at} (${page.status}): ${page.body}`);
    const body = new URLSearchParams();
    if (action.endsWith('/account')) {
      body.set('username', person.username);
      body.set('password', person.password);
    } else {
      const offered = attributes(page.body, /<input type="checkbox" name="grant" value="([^"]+)"/g);
      for (const scope of offered) if (keep(scope)) body.append('grant', scope);
      const [patient] = attributes(page.body, /<option value="([^"]+)"/g);
      if (patient) body.set('patient', patient);
    }
    at = new URL(action, at).href;
    page = await ask(at, { method: 'POST', body });
  }
  throw new Error('The authorization did not end.');
}
