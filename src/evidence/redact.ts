import type { Headers } from '../model/exhibit.ts';
import { keyedDigest } from './home.ts';

/** Parameters and JSON members whose values let someone in. */
const secretNames = new Set([
  'access_token',
  'refresh_token',
  'id_token',
  'id_token_hint',
  'token',
  'subject_token',
  'actor_token',
  'device_code',
  'code_verifier',
  'client_secret',
  'client_assertion',
  'assertion',
  'registration_access_token',
  'initial_access_token',
  'software_statement',
  'password',
  'launch',
  'otp',
  'api_key',
  'session_state',
  // signed addresses of exported files
  'sig',
  'signature',
  'x_amz_signature',
  'x_amz_security_token',
  'x_goog_signature',
]);

/** `code` beside one of these is an authorization code; alone it is a FHIR search parameter, as is every JSON member `code`. */
const companionsOfCode = ['state', 'iss', 'session_state', 'grant_type', 'code_verifier', 'redirect_uri', 'client_id'];

const secretHeaders = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'x-auth-token',
  'x-amz-security-token',
]);

/** Claims that say what a token is for, and not whose it is or how to use it. */
const openClaims = new Set(['iss', 'aud', 'exp', 'iat', 'nbf', 'auth_time', 'scope', 'scp', 'azp', 'client_id', 'typ']);

// Each pattern begins where nothing like it stands before, so that a hostile text is read once and not once a letter.
const jwt = /(?<![\w-])eyJ[\w-]{5,}\.eyJ[\w-]{5,}\.[\w-]*/g;
const member = /"([\w-]+)"(\s*:\s*)"([^"\\]*(?:\\[\s\S][^"\\]*)*)"/g;
const query = /[?#][^\s"'<>]*/g;
const parameter = /(^|[?&#;]|\\u0026)([^=&#?;\\]*)=((?:(?!\\u0026)[^&#])*)/g;

const decodeJwtPart = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));

/**
 * Takes secrets out of what is about to be written.
 *
 * Live secrets are registered as they come to exist and are then removed from every text whatever its form. On channels
 * that carry credentials, members and parameters with telling names are removed too, before anyone has registered them.
 */
export class Redaction {
  readonly #key: Buffer;
  /** Each way in which a live secret may be written, and what stands there instead. */
  readonly #live = new Map<string, string>();
  #longest = 0;

  constructor(key: Buffer) {
    this.#key = key;
  }

  /** From now on `secret` is written nowhere, in no usual encoding. Shorter than six characters is no secret. */
  register(secret: string): void {
    if (secret.length < 6) return;
    const mark = this.mark(secret);
    // Half a surrogate pair cannot be encoded at all, and becomes U+FFFD on disk.
    for (const form of formsOf(secret.toWellFormed())) {
      this.#live.set(form, mark);
      this.#longest = Math.max(this.#longest, form.length);
    }
  }

  /** What stands in a secret's place: equal secrets leave equal marks. */
  mark(secret: string): string {
    return `[secret ${keyedDigest(this.#key, secret).slice(0, 12)}]`;
  }

  /** The length of the longest registered form; a stream holds back so much, so that none straddles a cut unseen. */
  get longest(): number {
    return this.#longest;
  }

  get knowsSecrets(): boolean {
    return this.#live.size > 0;
  }

  /** `text` without the registered secrets. */
  text(text: string): string {
    return this.before(text, text.length).clean;
  }

  /** Cleans what begins before `end`. The rest is left as it is: a secret that begins there may not have ended yet. */
  before(text: string, end: number): { readonly clean: string; readonly rest: string } {
    const found: { at: number; form: string; mark: string }[] = [];
    for (const [form, mark] of this.#live) {
      for (let at = text.indexOf(form); at >= 0 && at < end; at = text.indexOf(form, at + 1))
        found.push({ at, form, mark });
    }
    found.sort((a, b) => a.at - b.at || b.form.length - a.form.length);
    let clean = '';
    let from = 0;
    for (const { at, form, mark } of found) {
      // One that overlaps the last is taken out with it: half a secret is still too much.
      if (at >= from) clean += text.slice(from, at) + mark;
      from = Math.max(from, at + form.length);
    }
    const stop = Math.max(from, end);
    return { clean: clean + text.slice(from, stop), rest: text.slice(stop) };
  }

  /** Header and open claims stay readable; the signature becomes a digest, so the token cannot be used. */
  jwts(text: string): string {
    return text.replace(jwt, token => this.#readable(token));
  }

  /** An address that any stranger is given: only registered secrets, JWTs and passwords are taken out. */
  publicUrl(url: string): string {
    const shown = url
      .replace(/^(https?:\/\/)([^/?#@\s]+)@/i, (_, scheme, user) => `${scheme}${encodeURIComponent(this.mark(user))}@`)
      .replace(jwt, token => encodeURIComponent(this.#readable(token)));
    return this.text(shown);
  }

  /**
   * An address on a channel that carries credentials: parameters with telling names are taken out, too.
   * @param isRedirect whether it is where an authorization server sends a browser: `code` is then always one of its own
   */
  url(url: string, isRedirect = false): string {
    return this.publicUrl(url.replace(query, parameters => this.#parameters(parameters, isRedirect)));
  }

  /** @param sensitive whether the channel carries credentials */
  headers(headers: Headers, sensitive: boolean): Headers {
    return headers.map(([name, value]) => {
      const lower = name.toLowerCase();
      if (!secretHeaders.has(lower)) {
        return [name, sensitive ? this.url(value, lower === 'location') : this.publicUrl(value)] as const;
      }
      const scheme = /^(Bearer|Basic|DPoP)\s/i.exec(value)?.[1];
      return [name, `${scheme ? `${scheme} ` : ''}${this.mark(value)}`] as const;
    });
  }

  /** A whole body from a channel that carries credentials; what it is is told by its look, since a media type may lie. */
  sensitiveBody(text: string, type: string | undefined): string {
    const members = text.replace(member, (whole, name: string, colon: string, value: string) =>
      secretNames.has(wordOf(name)) && value !== '' ? `"${name}"${colon}${JSON.stringify(this.#secret(value))}` : whole,
    );
    const isForm = type?.includes('x-www-form-urlencoded') || /^[\w.-]+=\S*$/.test(text);
    const shown = isForm
      ? this.#parameters(members, false)
      : members.replace(query, parameters => this.#parameters(parameters, false));
    return this.text(this.jwts(shown));
  }

  #readable(token: string): string {
    const [head = '', payload = ''] = token.split('.');
    try {
      const claims = decodeJwtPart(payload) as Record<string, unknown>;
      const shown = Object.fromEntries(Object.entries(claims).filter(([name]) => openClaims.has(name)));
      return `[jwt ${JSON.stringify(decodeJwtPart(head))} ${JSON.stringify(shown)} ${keyedDigest(this.#key, token).slice(0, 12)}]`;
    } catch {
      return this.mark(token);
    }
  }

  #secret(value: string): string {
    const shown = this.jwts(value);
    return shown === value ? this.mark(value) : shown;
  }

  /** Only the values that are taken out change; all else stays byte for byte. */
  #parameters(text: string, isRedirect: boolean): string {
    const names = new Set(Array.from(text.matchAll(parameter), ([, , name = '']) => wordOf(name)));
    const codeIsSecret = isRedirect || companionsOfCode.some(name => names.has(name));
    return text.replace(parameter, (whole, before: string, name: string, value: string) => {
      const word = wordOf(name);
      const secret = secretNames.has(word) || (word === 'code' && codeIsSecret);
      return secret && value !== '' ? `${before}${name}=${encodeURIComponent(this.#secret(decoded(value)))}` : whole;
    });
  }
}

/** `accessToken`, `Access-Token` and `access_token` are one name. */
const wordOf = (name: string): string =>
  decoded(name)
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll('-', '_');

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** The ways in which programs write one text inside another. */
function formsOf(secret: string): Set<string> {
  const json = JSON.stringify(secret).slice(1, -1);
  const percent = encodeURIComponent(secret);
  const form = new URLSearchParams([['', secret]]).toString().slice(1);
  const written = [
    secret,
    percent,
    form,
    ...[percent, form].map(text => text.replace(/%../g, hex => hex.toLowerCase())),
    json,
    json.replaceAll('/', '\\/'),
    // as libraries write JSON that is to be safe inside HTML, or in ASCII alone
    json.replace(/[<>&=']/g, escaped),
    json.replace(/[<>&'+`]|[^\0-\x7f]/g, letter => escaped(letter).replace(/[a-f]/g, hex => hex.toUpperCase())),
    json.replace(/[^\0-\x7f]/g, escaped).replaceAll('/', '\\/'),
    json.replace(/[^\0-\x7f]/g, escaped),
    ...['&#39;', '&#x27;', '&apos;', "'"].flatMap(apostrophe => [
      html(secret).replaceAll("'", apostrophe),
      html(secret).replaceAll('"', '&quot;').replaceAll("'", apostrophe),
    ]),
    ...[0, 1, 2].flatMap(before => {
      const base64 = insideBase64(Buffer.from(secret), before);
      return [base64, encodeURIComponent(base64), base64.replaceAll('+', '-').replaceAll('/', '_')];
    }),
  ];
  // Bodies are searched one character a byte.
  return new Set(written.flatMap(text => [text, Buffer.from(text).toString('latin1')]));
}

const escaped = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
const html = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The part of a base64 text that depends on `bytes` alone, where so many (modulo 3) stand before them: `user:secret`. */
function insideBase64(bytes: Buffer, before: number): string {
  const base64 = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  return base64.slice(Math.ceil((before * 4) / 3), Math.floor(((before + bytes.length) * 4) / 3));
}
