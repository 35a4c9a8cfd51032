import { generateKeyPair, randomBytes, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import type { Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Access, GrantContext, LaunchContext, Launches } from './access.ts';
import { accountOf } from './accounts.ts';
import { endpoints, fhirBase, pages, tenantBase } from './addresses.ts';
import { AuthorizationStore } from './authorization-store.ts';
import type { Behaviour } from './behaviour.ts';
import { type OwnClient, ownClients } from './clients.ts';
import { consentPages } from './consent-pages.ts';
import { html, pageText, siteFile } from './html.ts';
import { managementPage } from './management-page.ts';
import { askNodeListener } from './node-exchange.ts';
import { once } from './once.ts';
import { discoveryScopes, grantableScopes } from './scopes.ts';
import { tenants } from './service-base-urls.ts';
import { clientAuthentication, clientSigningAlgorithms } from './smart-configuration.ts';
import { bentTokenRequest, changedTokenAnswer } from './token-requests.ts';

const hour = 3600;
const day = 24 * hour;

// One key for all vendors of a process: it takes long to make and nothing is learned from it.
const signingKey = once(async () => {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: randomUUID() };
});

/** OAuth 2.0 and OpenID Connect by SMART App Launch 2.2.0, on the `auth` host. Made when first asked. */
export class AuthorizationServer implements Launches {
  readonly clients: readonly OwnClient[] = ownClients();
  readonly store = new AuthorizationStore();
  readonly #behaviour: Behaviour;
  readonly #contexts = new Map<string, GrantContext>();
  readonly #launches = new Map<string, LaunchContext>();
  #provider: Promise<Provider> | undefined;

  constructor(behaviour: Behaviour) {
    this.#behaviour = behaviour;
  }

  async answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const file = siteFile(pathname);
    if (file) return file;
    if (pathname === '/') return Response.redirect(endpoints.management, 302);
    const provider = await this.#made();
    if (pathname === '/token' && request.method === 'POST') return this.#answerToken(provider, request);
    return askNodeListener(provider.callback(), await this.#asAsked(request));
  }

  async #answerToken(provider: Provider, request: Request): Promise<Response> {
    const asked = await bentTokenRequest(request, this.#behaviour.authorization, this.clients, this.store);
    if (asked instanceof Response) return asked;
    const answer = await askNodeListener(provider.callback(), asked.request);
    return changedTokenAnswer(answer, asked.form, this.#behaviour.authorization, await signingKey());
  }

  /** What a bearer token opens; `undefined` when it is unknown, expired or withdrawn. */
  async access(token: string): Promise<Access | undefined> {
    const provider = await this.#made();
    const opened = await this.#opened(provider, token);
    return this.#behaviour.authorization.accesses.reduce((access, change) => change(access), opened);
  }

  async #opened(provider: Provider, token: string): Promise<Access | undefined> {
    const found = (await provider.AccessToken.find(token)) ?? (await provider.ClientCredentials.find(token));
    if (!found?.clientId) return undefined;
    if (!('accountId' in found)) return { clientId: found.clientId, scope: found.scope ?? '' };
    const account = accountOf(found.accountId);
    if (!account) return undefined;
    return {
      clientId: found.clientId,
      scope: found.scope ?? '',
      fhirUser: account.fhirUser,
      ...this.#contexts.get(found.grantId),
    };
  }

  /** Registers a client as the open endpoint does (RFC 7591), and gives its answer. */
  register(metadata: object): Promise<Response> {
    return this.answer(
      new Request(endpoints.registration, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(metadata),
      }),
    );
  }

  /** Begins a launch from within the EHR: the value an app hands back as `launch`. */
  launch(context: LaunchContext): string {
    const launch = randomBytes(16).toString('base64url');
    this.#launches.set(launch, context);
    return launch;
  }

  /** Remembers what a grant was given for; found again for each of its tokens. */
  remember(grantId: string, context: GrantContext): void {
    this.#contexts.set(grantId, context);
  }

  launched(launch: string): LaunchContext | undefined {
    return this.#launches.get(launch);
  }

  /**
   * Every authorization asks the person again, as SMART apps expect that ask for `offline_access` without OpenID's
   * `prompt=consent`, which the library would want.
   */
  async #asAsked(request: Request): Promise<Request> {
    const url = new URL(request.url);
    if (url.pathname !== '/authorize') return request;
    const change = (parameters: URLSearchParams) => {
      if (!parameters.has('prompt')) parameters.set('prompt', 'consent');
      for (const bend of this.#behaviour.authorization.requests) bend(parameters);
    };
    if (request.method === 'GET') {
      change(url.searchParams);
      return new Request(url, { headers: request.headers });
    }
    const type = request.headers.get('content-type') ?? '';
    if (request.method !== 'POST' || !type.startsWith('application/x-www-form-urlencoded')) return request;
    const form = new URLSearchParams(await request.text());
    change(form);
    return new Request(url, { method: 'POST', headers: request.headers, body: form.toString() });
  }

  #made(): Promise<Provider> {
    return (this.#provider ??= this.#make());
  }

  async #make(): Promise<Provider> {
    const [{ Provider, errors }, key] = await Promise.all([import('oidc-provider'), signingKey()]);
    const provider = new Provider(
      endpoints.issuer,
      this.#configuration(key, description => new errors.InvalidRequest(description)),
    );
    provider.use(async (context, next) => {
      await next();
      await this.#complete(context as KoaContextWithOIDC);
    });
    provider.use(consentPages(provider, this, this.#behaviour.authorization.consent));
    provider.use(managementPage(provider, this.store));
    return provider;
  }

  /** What SMART adds to the answers of OAuth and OpenID Connect. */
  async #complete(context: KoaContextWithOIDC): Promise<void> {
    const body = context.body as Record<string, unknown> | undefined;
    if (context.status !== 200 || !body || typeof body !== 'object') return;
    if (context.path === '/.well-known/openid-configuration') {
      body.scopes_supported = [...discoveryScopes];
      for (const change of this.#behaviour.openidConfiguration) change(body);
      return;
    }
    if (context.path === '/token' || context.path === '/introspect') {
      context.set('pragma', 'no-cache');
      if (context.path === '/introspect') {
        for (const change of this.#behaviour.authorization.introspections) change(body);
      }
      const { AccessToken, ClientCredentials, RefreshToken } = context.oidc.entities;
      if (context.path === '/token' && ClientCredentials && !onlySystemScopes(ClientCredentials.scope)) {
        await ClientCredentials.destroy();
        context.status = 400;
        context.body = { error: 'invalid_scope', error_description: 'A backend service asks for system scopes.' };
        return;
      }
      const token = AccessToken ?? RefreshToken;
      if (!token?.grantId) return;
      const launch = this.#contexts.get(token.grantId);
      const scopes = (token.scope ?? '').split(' ');
      if (launch?.patient) body.patient = launch.patient;
      if (launch?.encounter) body.encounter = launch.encounter;
      if (context.path === '/token' && (launch?.patient || scopes.includes('launch'))) {
        body.need_patient_banner = true;
        body.smart_style_url = pages.style;
      }
      const account = token.accountId ? accountOf(token.accountId) : undefined;
      if (context.path === '/introspect' && account && scopes.includes('fhirUser')) {
        body.fhirUser = `${launch?.base ?? fhirBase}/${account.fhirUser}`;
      }
    }
  }

  #configuration(key: object, invalidRequest: (description: string) => Error): Configuration {
    const audiences = new Set([fhirBase, ...[...tenants].map(tenantBase)]);
    return {
      adapter: this.store.adapter,
      clients: this.clients.map(({ metadata }) => metadata),
      jwks: { keys: [key as { kty: 'RSA'; n: string; e: string }] },
      cookies: {
        keys: [randomBytes(32).toString('base64url')],
        long: { httpOnly: true, secure: true, sameSite: 'none', path: '/' },
        short: { httpOnly: true, secure: true, sameSite: 'none', path: '/' },
      },
      routes: {
        authorization: '/authorize',
        token: '/token',
        introspection: '/introspect',
        revocation: '/revoke',
        registration: '/register',
        jwks: '/jwks',
        userinfo: '/userinfo',
      },
      scopes: [...grantableScopes],
      claims: { openid: ['sub'], fhirUser: ['fhirUser'], profile: ['name', 'fhirUser'] },
      conformIdTokenClaims: false,
      responseTypes: ['code'],
      clientAuthMethods: [...clientAuthentication],
      enabledJWA: { clientAuthSigningAlgValues: [...clientSigningAlgorithms], idTokenSigningAlgValues: ['RS256'] },
      enableHttpPostMethods: true,
      allowOmittingSingleRegisteredRedirectUri: false,
      pkce: { required: () => true },
      clientBasedCORS: () => true,
      expiresWithSession: async () => false,
      rotateRefreshToken: true,
      issueRefreshToken: async (_context, client, source) =>
        client.grantTypeAllowed('refresh_token') && source.scopes.has('offline_access'),
      ttl: {
        AccessToken: hour,
        AuthorizationCode: 60,
        ClientCredentials: 5 * 60,
        Grant: 400 * day,
        IdToken: hour,
        Interaction: hour,
        RefreshToken: (_context, token) =>
          this.#behaviour.authorization.refreshDays(Number((token as { rotations?: number }).rotations ?? 0)) * day,
        Session: 8 * hour,
      },
      extraParams: {
        aud: (_context, value) => {
          if (value === undefined || !audiences.has(value.replace(/\/$/, ''))) {
            throw invalidRequest(`aud must be the base address of the FHIR API, ${fhirBase}`);
          }
        },
        launch: (context, value) => {
          const wanted = context.oidc.requestParamScopes.has('launch');
          if (wanted !== (value !== undefined)) {
            throw invalidRequest(
              'The scope "launch" and the parameter "launch" belong together: both are given by the EHR.',
            );
          }
          if (value !== undefined && !this.#launches.has(value)) {
            throw invalidRequest('The launch is unknown or over; start the app from the EHR again.');
          }
        },
      },
      findAccount: async (_context, sub, token) => {
        const account = accountOf(sub);
        const grantId = token && 'grantId' in token ? token.grantId : undefined;
        const base = this.#contexts.get(grantId ?? '')?.base ?? fhirBase;
        return (
          account && {
            accountId: sub,
            claims: async () => ({ sub, name: account.name, fhirUser: `${base}/${account.fhirUser}` }),
          }
        );
      },
      interactions: { url: (_context, { uid }) => `/sign-in/${uid}` },
      renderError: (context, out) => {
        context.type = 'html';
        context.body = pageText({
          title: 'This app cannot be connected',
          body: html`<p>${out.error_description ?? out.error}</p><p>Error code: <code>${out.error}</code>. What each code means: <a href="${pages.api}#errors">API documentation</a>.</p>`,
        });
      },
      features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        introspection: {
          enabled: true,
          allowedPolicy: (_context, client, token) =>
            client.clientAuthMethod !== 'none' || token.clientId === client.clientId,
        },
        revocation: { enabled: true, allowedPolicy: (_context, client, token) => token.clientId === client.clientId },
        registration: { enabled: true, initialAccessToken: false },
        registrationManagement: { enabled: true },
        rpInitiatedLogout: { enabled: false },
        resourceIndicators: { enabled: false },
        dPoP: { enabled: false },
        pushedAuthorizationRequests: { enabled: false },
      },
    };
  }
}

const onlySystemScopes = (scope = '') => scope.split(' ').every(one => one.startsWith('system/'));
