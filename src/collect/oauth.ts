import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Redaction } from '../evidence/redact.ts';
import type { EvidenceStore } from '../evidence/store.ts';
import type { ExhibitId } from '../model/exhibit.ts';
import type { ActiveRequest, Answer } from '../model/hands.ts';
import type {
  AssertionChange,
  Authentication,
  AuthorizationRequest,
  Authorized,
  Live,
  OAuth,
  Parameters,
  Person,
  TokenAnswer,
  TokenRequest,
} from '../model/oauth.ts';
import type { Client, Vendor } from '../model/vendor.ts';
import type { UntestedReason } from '../model/words.ts';
import { readSecret } from '../vendor/secrets.ts';
import type { BrowserHand } from './browser.ts';
import { NoChromium } from './chromium.ts';
import { clientAssertion, signingKey } from './client-assertion.ts';
import type { Asking } from './http.ts';
import { identityOf } from './identity-token.ts';
import type { Box } from './page-view.ts';
import { type Journey, Journeys, leadsTo, type SignInBlock, type Task } from './sign-in.ts';

export type Send = (address: string, request: ActiveRequest) => Promise<Answer>;

interface Options {
  readonly vendor: Vendor;
  readonly store: EvidenceStore;
  readonly redaction: Redaction;
  readonly browser: BrowserHand;
  /** Whether what pages show may be kept as it is. */
  readonly keep: boolean;
  /** Consent pages of this run that are kept already, by their words. */
  readonly consents: Map<string, ExhibitId>;
  readonly asking: Asking;
  readonly send: Send;
  readonly say: (progress: string) => void;
  /** Throws when an address is neither the profile's nor a document's. */
  readonly admit: (url: string, as: string, namedBy: ExhibitId | undefined) => void;
  readonly obstacle: (reason: Exclude<UntestedReason, 'harness-bug'>, message: string) => void;
}

/** A person at the keyboard takes longer than a profile does. */
const patience = { unattended: 30_000, headed: 10 * 60_000 };
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const form = 'application/x-www-form-urlencoded';
/** Members of a token response whose values say nothing that lets anyone in. */
const telling = [
  'token_type',
  'expires_in',
  'scope',
  'need_patient_banner',
  'smart_style_url',
  'fhirContext',
  'intent',
  'tenant',
  'refresh_expires_in',
  'refresh_token_expires_in',
  'error',
  'error_description',
  'active',
  'exp',
  'iat',
  'token_use',
];
/** Members that say whose record a token opens. */
const identifying = ['patient', 'encounter', 'sub', 'fhirUser', 'username', 'client_id', 'aud', 'iss'];

/** OAuth 2.0 in one attempt at one step. Tokens live in memory; what is kept of them is their kind and what came with them. */
export class OAuthHand implements OAuth {
  readonly #with: Options;

  constructor(options: Options) {
    this.#with = options;
  }

  async as<T>(name: string, act: (person: Person) => Promise<T>): Promise<T | undefined> {
    const { vendor, browser, obstacle, say } = this.#with;
    const block = (vendor.signIn ?? {}) as SignInBlock;
    if (!block.people?.[name]) {
      obstacle('credentials-missing', `The profile has nobody called "${name}" under sign-in.people.`);
      return undefined;
    }
    const context = await browser.context(say).catch(error => {
      if (!(error instanceof NoChromium)) throw error;
      obstacle('blocked-network', error.message);
    });
    if (!context) return undefined;
    try {
      const journeys = new Journeys(context, block, name);
      return await act({
        authorize: request => this.#authorize(journeys, name, request),
        launch: request => this.#launch(journeys, name, request),
        manage: request => this.#manage(journeys, name, request),
      });
    } finally {
      // One that no longer answers is left behind; the end of the run closes its browser.
      await Promise.race([context.close().catch(() => {}), pause(5000, undefined, { ref: false })]);
    }
  }

  async #authorize(journeys: Journeys, person: string, request: AuthorizationRequest): Promise<Authorized> {
    const { redaction, admit } = this.#with;
    const { client, endpoint, aud, scope, method = 'GET', decision = 'allow', withhold = [] } = request;
    admit(endpoint, request.as, request.namedBy);
    const verifier = randomText();
    const [state, nonce] = [randomText(), randomText()];
    const parameters = textsOf({
      response_type: 'code',
      client_id: client.clientId,
      redirect_uri: client.redirect,
      scope,
      state,
      aud,
      nonce,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...request.parameters,
    });
    redaction.register(verifier);
    const redirect = parameters.redirect_uri ?? '';
    const open = (page: Page) => {
      if (method === 'POST') return post(page, endpoint, parameters);
      const url = new URL(endpoint);
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
      return page.goto(url.href, { waitUntil: 'commit' });
    };
    const back = [...new Set([redirect, client.redirect ?? ''])].filter(Boolean);
    const journey = await this.#journey(journeys, request.as, open, {
      leadsBack: url => back.some(address => leadsTo(url, address)),
      ...(back.some(address => !/^https?:/.test(address)) ? { ownScheme: true } : {}),
      decision,
      withhold,
    });
    const returned = journey.returned?.parameters;
    const code = returned?.get('code') ?? undefined;
    const sent = parameters.state;
    const exhibit = this.#measure(request.as, journey.pages, {
      client: client.id,
      kind: client.kind,
      person,
      method,
      scope,
      sent: Object.keys(parameters),
      ...(decision === 'deny' ? { decision } : {}),
      ...this.#seenOf(journey),
      ...(returned
        ? {
            returned: {
              how: journey.returned?.how,
              to: redaction.url(journey.returned?.address ?? ''),
              registered: journey.returned?.address === client.redirect,
              names: [...returned.keys()],
              code: code !== undefined && code !== '',
              state: returned.get('state') === sent ? 'echoed' : returned.has('state') ? 'changed' : 'missing',
              ...(returned.get('iss') ? { iss: returned.get('iss') } : {}),
              ...(returned.get('error') ? { error: returned.get('error') } : {}),
              ...(returned.get('error_description') ? { description: returned.get('error_description') } : {}),
            },
          }
        : {}),
    });
    return { exhibit, verifier: { live: verifier }, nonce, redirect, ...(code ? { code: { live: code } } : {}) };
  }

  async #launch(
    journeys: Journeys,
    person: string,
    request: Parameter<Person['launch']>,
  ): ReturnType<Person['launch']> {
    const { redaction, admit } = this.#with;
    admit(request.page, request.as, undefined);
    const open = (page: Page) => page.goto(request.page, { waitUntil: 'commit' });
    const journey = await this.#journey(journeys, request.as, open, {
      leadsBack: url => url.searchParams.has('iss') && url.searchParams.has('launch'),
    });
    const back = journey.returned?.parameters;
    const [iss, launch] = [back?.get('iss') ?? undefined, back?.get('launch') ?? undefined];
    const exhibit = this.#measure(request.as, journey.pages, {
      person,
      page: redaction.url(request.page),
      ...this.#seenOf(journey),
      ...(back ? { launched: { iss, launch: Boolean(launch), names: [...back.keys()] } } : {}),
    });
    if (!back) return undefined;
    return { exhibit, ...(iss ? { iss } : {}), ...(launch ? { launch: { live: launch } } : {}) };
  }

  async #manage(
    journeys: Journeys,
    person: string,
    request: Parameter<Person['manage']>,
  ): ReturnType<Person['manage']> {
    const { redaction, admit, asking } = this.#with;
    admit(request.page, request.as, request.namedBy);
    const managed = await journeys.manage(request.page, {
      takeBack: request.takeBack,
      register: secret => redaction.register(secret),
      signal: asking.signal,
    });
    const { before, after, pressed, stopped } = managed;
    if (stopped) this.#tellOf(stopped);
    const exhibit = this.#measure(request.as, [], {
      person,
      page: redaction.url(request.page),
      ...(before ? { before: before.length } : {}),
      ...(after ? { after: after.length } : {}),
      ...(pressed ? { pressed } : {}),
      ...(stopped ? { stopped } : {}),
    });
    const apps = after ?? before;
    return apps && { exhibit, apps };
  }

  async #journey(
    journeys: Journeys,
    as: string,
    open: (page: Page) => Promise<unknown>,
    task: Partial<Task> & Pick<Task, 'leadsBack'>,
  ): Promise<Journey & { readonly pages: readonly ExhibitId[] }> {
    const { redaction, browser, asking, say } = this.#with;
    const pages: ExhibitId[] = [];
    if (browser.headed) say('waiting for somebody at the browser');
    const journey = await journeys.go(open, {
      decision: 'allow',
      withhold: [],
      ...task,
      patience: browser.headed ? patience.headed : patience.unattended,
      atConsent: async (page, text) => void pages.push(await this.#keepPage(as, page, text)),
      register: secret => redaction.register(secret),
      signal: asking.signal,
    });
    for (const name of ['code', 'access_token', 'id_token', 'launch', 'response']) {
      const secret = journey.returned?.parameters.get(name);
      if (secret) redaction.register(secret);
    }
    if (journey.stopped) this.#tellOf(journey.stopped);
    return { ...journey, pages };
  }

  /** What only somebody else can mend is told; how a server ended a journey is for facts to read. */
  #tellOf({ why, message }: NonNullable<Journey['stopped']>): void {
    if (why === 'needs-person' || why === 'profile-wrong') this.#with.obstacle(why, message);
  }

  /** What a journey shows of itself; words on a page only where they may be kept. */
  #seenOf({ stopped, signIns, picked, consent, hops }: Journey): object {
    const { redaction, keep } = this.#with;
    const boxes = (all: readonly Box[]) => (keep ? all : all.map(box => ({ ...box, label: '' })));
    return {
      signIns,
      ...(picked ? { picked } : {}),
      ...(consent
        ? {
            consent: {
              ...consent,
              boxes: boxes(consent.boxes),
              text: keep ? consent.text : '',
              ...lastingIn(consent.text),
            },
          }
        : {}),
      ...(stopped ? { stopped } : {}),
      hops: hops.map(({ url, status }) => ({ url: redaction.url(url), status })),
    };
  }

  /** The page on which a person decides: what it says is what the person knew. */
  async #keepPage(as: string, page: Page, words: string): Promise<ExhibitId> {
    const { store, redaction, asking, keep, consents } = this.#with;
    // The same words were photographed before: it takes long, and shows nothing new.
    const known = consents.get(words);
    if (known) return known;
    const screenshot = keep
      ? await page.screenshot({ fullPage: true, timeout: 5000 }).catch(() => undefined)
      : undefined;
    const [dom, text] = keep
      ? [
          await page.content().catch(() => ''),
          await page.evaluate<string>('document.body?.innerText ?? ""').catch(() => ''),
        ]
      : ['', ''];
    const { id } = store.record<'page'>({
      kind: 'page',
      step: asking.step,
      label: `${as}: consent`,
      url: redaction.url(page.url()),
      finalUrl: redaction.url(page.url()),
      status: null,
      title: keep ? redaction.text(await page.title().catch(() => '')) : '',
      dom: await store.keep(dom, { type: 'text/html', sensitive: true }),
      text: await store.keep(text, { type: 'text/plain', sensitive: true }),
      ...(screenshot ? { screenshot: await store.keep(screenshot, { type: 'image/png' }) } : {}),
      links: [],
      requests: [],
      ...(keep ? {} : { incomplete: 'what it shows may be about a patient, and was not kept' }),
    });
    consents.set(words, id);
    return id;
  }

  async token(request: TokenRequest): Promise<TokenAnswer> {
    const { answer, said, exhibit } = await this.#post(request);
    const live = (name: string) =>
      typeof said?.[name] === 'string' && said[name] !== '' ? { live: said[name] } : undefined;
    const [access, refresh, identity] = [live('access_token'), live('refresh_token'), live('id_token')];
    const text = (name: string) => (typeof said?.[name] === 'string' ? said[name] : undefined);
    const [scope, patient, encounter] = [text('scope'), text('patient'), text('encounter')];
    const style = text('smart_style_url');
    return {
      exhibit,
      exchange: answer.exhibit,
      ...(answer.status !== undefined ? { status: answer.status } : {}),
      ...(access ? { access } : {}),
      ...(refresh ? { refresh } : {}),
      ...(identity ? { identity } : {}),
      ...(scope !== undefined ? { scope } : {}),
      ...(patient !== undefined ? { patient } : {}),
      ...(encounter !== undefined ? { encounter } : {}),
      ...(style !== undefined && /^https?:/.test(style) && URL.canParse(style) ? { style } : {}),
    };
  }

  async about(request: TokenRequest): Promise<ExhibitId> {
    return (await this.#post(request)).exhibit;
  }

  async #post(
    request: TokenRequest,
  ): Promise<{ readonly answer: Answer; readonly said?: Record<string, unknown>; readonly exhibit: ExhibitId }> {
    const { redaction, send, keep } = this.#with;
    const { client, endpoint, after = [] } = request;
    const authentication = request.authentication ?? (client ? ownAuthentication(client) : 'none');
    const parameters = { ...(await this.#named(client, authentication, endpoint)), ...request.parameters };
    for (const value of Object.values(parameters))
      if (value && typeof value !== 'string') redaction.register(value.live);
    const basic = this.#basic(client, authentication);
    const answer = await send(endpoint, {
      as: request.as,
      method: 'POST',
      headers: { 'content-type': form, accept: 'application/json' },
      body: new URLSearchParams(textsOf(parameters)).toString(),
      ...(request.namedBy ? { namedBy: request.namedBy } : {}),
      ...(basic ? { credential: { origin: endpoint, scheme: 'Basic' as const, secret: basic } } : {}),
      live: true,
      ...(keep ? {} : { patient: true }),
    });
    const said = jsonIn(await answer.text());
    for (const name of ['access_token', 'refresh_token', 'id_token']) {
      const secret = said?.[name];
      if (typeof secret === 'string') redaction.register(secret);
    }
    const exhibit = this.#measure(request.as, [answer.exhibit, ...after], {
      ...whose(request.of ?? client),
      ...(request.of && client && request.of.id !== client.id ? { askedBy: client.id } : {}),
      sent: Object.keys(textsOf(parameters)),
      authentication: typeof authentication === 'string' ? authentication : Object.keys(authentication)[0],
      ...(answer.status === undefined ? {} : { status: answer.status }),
      ...(said ? { says: this.#openMembers(said) } : {}),
    });
    return { answer, exhibit, ...(said ? { said } : {}) };
  }

  /** Every member by its kind, and what it holds where that lets nobody in. */
  #openMembers(
    said: Readonly<Record<string, unknown>>,
  ): Record<string, { readonly is: string; readonly value?: unknown }> {
    const { redaction, keep } = this.#with;
    return Object.fromEntries(
      Object.entries(said).map(([name, value]) => {
        const is = Array.isArray(value) ? 'list' : value === null ? 'null' : value === '' ? 'empty' : typeof value;
        if (telling.includes(name)) return [name, { is, value }];
        if (identifying.includes(name) && typeof value === 'string')
          return [name, { is, value: keep ? value : redaction.mark(value) }];
        if (typeof value === 'string' && value.split('.').length === 3) return [name, { is, value: 'a JWT' }];
        return [name, { is }];
      }),
    );
  }

  async #named(client: Client | undefined, how: Authentication, endpoint: string): Promise<Parameters> {
    if (!client || how === 'secret' || (typeof how === 'object' && 'secret' in how)) return {};
    if (how === 'none') return { client_id: client.clientId };
    const assertion = typeof how === 'object' ? how.assertion : await this.assertion(client, endpoint);
    return { client_assertion_type: jwtBearer, client_assertion: assertion };
  }

  /** RFC 6749, section 2.3.1: both halves are written as in a form before they are joined. */
  #basic(client: Client | undefined, how: Authentication): Live | undefined {
    const secret =
      how === 'secret' && client?.secret
        ? readSecret(client.secret)
        : typeof how === 'object' && 'secret' in how
          ? how.secret.live
          : undefined;
    if (secret === undefined) return undefined;
    this.#with.redaction.register(secret);
    const pair = [client?.clientId ?? '', secret].map(half => new URLSearchParams({ '': half }).toString().slice(1));
    return { live: Buffer.from(pair.join(':')).toString('base64') };
  }

  async assertion(client: Client, audience: string, change?: AssertionChange): Promise<Live> {
    if (!client.key) throw new Error(`The client "${client.id}" has no key.`);
    const made = clientAssertion(
      signingKey(readSecret(client.key)),
      { clientId: client.clientId ?? '', audience },
      change,
    );
    this.#with.redaction.register(made);
    return { live: made };
  }

  async identity(check: Parameter<OAuth['identity']>): ReturnType<OAuth['identity']> {
    const { client, issuer, nonce, keys, base } = check;
    const { seen, fhirUser } = await identityOf(check.token.live, {
      clientId: client.clientId ?? '',
      issuer,
      nonce,
      keys,
      base,
    });
    const exhibit = this.#measure(check.as, check.of, { client: client.id, ...seen }, 'jose 6');
    return { exhibit, ...(fhirUser ? { fhirUser } : {}) };
  }

  #measure(label: string, of: readonly ExhibitId[], value: unknown, by = 'special-effort'): ExhibitId {
    const { store, asking, redaction } = this.#with;
    // Whatever stands in an answer of the vendor's may hold what another answer gave as a secret.
    const clean = JSON.parse(redaction.text(JSON.stringify(value)));
    return store.record<'measurement'>({ kind: 'measurement', step: asking.step, label, of, by, value: clean }).id;
  }
}

type Parameter<F extends (one: never) => unknown> = F extends (one: infer P) => unknown ? P : never;

const whose = (client: Client | undefined): object => (client ? { client: client.id, kind: client.kind } : {});

const randomText = (): string => randomBytes(32).toString('base64url');

const ownAuthentication = ({ kind }: Client): Authentication =>
  kind === 'symmetric' ? 'secret' : kind === 'asymmetric' || kind === 'backend' ? 'assertion' : 'none';

function textsOf(parameters: Parameters): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'string' ? value : value.live]],
    ),
  );
}

function jsonIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Words with which a page says that an app's access lasts while the person is away. */
const lasting =
  /[^.;|]{0,40}\b(offline|stays? connected|while you(.re| are) (away|not)|when you(.re| are) not|even (when|if|after) you|until you (revoke|remove|take|withdraw|cancel)|(keep|ongoing|continued?|continuous|long.?term|indefinite|permanent) (your )?access|keep its access|without (asking|signing in|you)|for (up to |at least )?\d+ (days|months|years?|weeks?)|in the background|refresh token)\b[^.;|]{0,40}/i;

function lastingIn(text: string): { readonly lasting?: string } {
  const words = lasting.exec(text)?.[0].trim();
  return words ? { lasting: words } : {};
}

/** Sends a form as a page of an app would. */
async function post(page: Page, endpoint: string, parameters: Readonly<Record<string, string>>): Promise<void> {
  const attribute = (text: string) => text.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`);
  const fields = Object.entries(parameters)
    .map(([name, value]) => `<input type="hidden" name="${attribute(name)}" value="${attribute(value)}">`)
    .join('');
  await page.setContent(`<form method="post" action="${attribute(endpoint)}">${fields}</form>`);
  await page.evaluate('document.forms[0].submit()');
}
