import type { Headers } from '../model/exhibit.ts';
import { keyedDigest } from './home.ts';

/** Parameters and JSON members whose values let someone in. */
const secretNames = new Set([
  'access_token',
  'refresh_token',
  'id_token',
  'code',
  'code_verifier',
  'client_secret',
  'client_assertion',
  'assertion',
  'registration_access_token',
  'initial_access_token',
  'password',
  'token',
  'launch',
  'otp',
  'session_state',
]);
const secretHeaders = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-api-key']);

/** Claims that say what a token is for, and not whose it is or how to use it. */
const openClaims = new Set(['iss', 'aud', 'exp', 'iat', 'nbf', 'auth_time', 'scope', 'scp', 'azp', 'client_id', 'typ']);

const jwt = /\beyJ[A-Za-z0-9_-]{5,}\.eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*/g;
const decode = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));

/**
 * Takes secrets out of what is about to be written.
 *
 * Live secrets are registered as they come to exist and are then removed from every text whatever its form. On channels
 * that carry credentials, members and parameters with telling names are removed too, before anyone has registered them.
 */
export class Redaction {
  readonly #key: Buffer;
  readonly #live = new Map<string, string>();

  constructor(key: Buffer) {
    this.#key = key;
  }

  /** From now on `secret` is written nowhere, plain, base64- or URL-encoded. Shorter than six characters is no secret. */
  register(secret: string): void {
    if (secret.length < 6) return;
    const mark = this.mark(secret);
    for (const form of [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('base64'),
      Buffer.from(secret).toString('base64url'),
    ]) {
      this.#live.set(form, mark);
    }
  }

  /** What stands in a secret's place: equal secrets leave equal marks. */
  mark(secret: string): string {
    return `[secret ${keyedDigest(this.#key, secret).slice(0, 12)}]`;
  }

  /** The longest registered form; a stream is cut so that none straddles a cut unseen. */
  get longest(): number {
    return Math.max(0, ...[...this.#live.keys()].map(form => form.length));
  }

  get knowsSecrets(): boolean {
    return this.#live.size > 0;
  }

  text(text: string): string {
    for (const [form, mark] of this.#live) if (text.includes(form)) text = text.replaceAll(form, mark);
    return text;
  }

  /** Header and open claims stay readable; the signature becomes a digest, so the token cannot be used. */
  jwts(text: string): string {
    return text.replace(jwt, token => {
      const [head = '', payload = ''] = token.split('.');
      try {
        const claims = decode(payload) as Record<string, unknown>;
        const shown = Object.fromEntries(Object.entries(claims).filter(([name]) => openClaims.has(name)));
        return `[jwt ${JSON.stringify(decode(head))} ${JSON.stringify(shown)} ${keyedDigest(this.#key, token).slice(0, 12)}]`;
      } catch {
        return this.mark(token);
      }
    });
  }

  url(url: string): string {
    if (!/[?#]/.test(url) || !URL.canParse(url)) return this.text(url);
    const parsed = new URL(url);
    parsed.search = this.#parameters(parsed.search.slice(1));
    if (parsed.hash.includes('=')) parsed.hash = this.#parameters(parsed.hash.slice(1));
    return this.text(parsed.href);
  }

  headers(headers: Headers): Headers {
    return headers.map(([name, value]) => {
      if (secretHeaders.has(name.toLowerCase())) {
        const scheme = /^(Bearer|Basic|DPoP)\s/i.exec(value)?.[1];
        return [name, `${scheme ? `${scheme} ` : ''}${this.mark(value)}`] as const;
      }
      return [name, name.toLowerCase() === 'location' ? this.url(value) : this.text(value)] as const;
    });
  }

  /** A whole text body from a channel that carries credentials. */
  sensitiveBody(text: string, type: string | undefined): string {
    let shown = text;
    if (type?.includes('x-www-form-urlencoded')) {
      shown = this.#parameters(shown);
    } else if (type?.includes('json')) {
      shown = shown.replace(
        /"([A-Za-z_]+)"(\s*:\s*)"((?:[^"\\]|\\.)*)"/g,
        (member, name: string, colon: string, value: string) =>
          secretNames.has(name) && value !== '' ? `"${name}"${colon}${JSON.stringify(this.#secret(value))}` : member,
      );
    }
    return this.text(this.jwts(shown));
  }

  #secret(value: string): string {
    const shown = this.jwts(value);
    return shown === value ? this.mark(value) : shown;
  }

  #parameters(text: string): string {
    if (text === '') return text;
    const parameters = new URLSearchParams(text);
    let found = false;
    for (const [name, value] of [...parameters]) {
      if (!secretNames.has(name) || value === '') continue;
      parameters.set(name, this.#secret(value));
      found = true;
    }
    return found ? parameters.toString() : text;
  }
}
