import { createHash } from 'node:crypto';
import { ownPatients } from '../accounts.ts';
import { endpoints, fhirBase } from '../addresses.ts';
import type { AskedToken, AuthorizationBehaviour, BarrierSwitch, Behaviour } from '../behaviour.ts';

// biome-ignore lint/suspicious/noExplicitAny: OAuth and FHIR documents, about to be made wrong on purpose
type Json = any;

type Vice = Pick<BarrierSwitch, 'id' | 'barrier' | 'says' | 'rules' | 'excludes'>;

const vice = (about: Vice, apply: (behaviour: Behaviour) => void): BarrierSwitch => ({
  ...about,
  topic: 'authorization',
  apply,
});

/** One hook of the authorization server's. */
const bends =
  <
    Name extends
      | 'requests'
      | 'tokenRequests'
      | 'assertions'
      | 'tokenAnswers'
      | 'identityClaims'
      | 'introspections'
      | 'accesses',
  >(
    name: Name,
  ) =>
  (about: Vice, hook: AuthorizationBehaviour[Name][number]): BarrierSwitch =>
    vice(about, ({ authorization }) => void (authorization[name] as unknown[]).push(hook));
const request = bends('requests');
const tokenRequest = bends('tokenRequests');
const assertion = bends('assertions');
const tokenAnswer = bends('tokenAnswers');
const identity = bends('identityClaims');
const introspection = bends('introspections');
const access = bends('accesses');

/** Answers in place of the vendor's own route. */
const answer = (
  about: Vice,
  how: (request: Request) => Response | undefined | Promise<Response | undefined>,
): BarrierSwitch => vice(about, ({ answers }) => void answers.push(how));

/** Changes where the browser is sent. */
const redirect = (about: Vice, how: (url: URL) => void): BarrierSwitch =>
  vice(about, ({ headers }) => {
    headers.push((_, answered) => {
      const location = answered.get('location');
      if (!location?.startsWith('https://app.example/callback')) return;
      const url = new URL(location);
      how(url);
      answered.set('location', url.href);
    });
  });

const launch = 'tec-patient-launch-broken';
const granular = 'tec-granular-scope-missing';
const bulk = 'tec-bulk-export-defect';
const rule = (...names: readonly [string, ...string[]]) =>
  names.map(name => `authorization/${name}`) as unknown as BarrierSwitch['rules'];

const refused = (error: string, status = 400) =>
  Response.json({ error }, { status, headers: { 'cache-control': 'no-store' } });
const someToken = () =>
  Response.json({ access_token: 'a-token', token_type: 'Bearer', expires_in: 3600, scope: 'openid' });
const patientAs = (id: string) => Response.json({ resourceType: 'Patient', id });

/** Turns away one kind of client, before anything is looked at. */
const unserved = (
  id: string,
  kind: string,
  barrier: string,
  says: string,
  excludes: readonly string[],
  error = 'invalid_client',
): BarrierSwitch =>
  tokenRequest(
    { id, barrier, says, excludes, rules: rule(kind === 'backend' ? 'backend-client' : `${kind}-client`) },
    asked => {
      const grant = asked.form.get('grant_type');
      if (asked.client?.kind === kind && grant !== 'refresh_token') asked.answer = refused(error, 401);
    },
  );

const connecting = [
  unserved('public-apps-unserved', 'public', 'reg-public-client-refused', 'Apps without a secret get no token.', []),
  redirect(
    {
      id: 'state-lost',
      barrier: launch,
      says: 'The state of a request does not come back.',
      rules: rule('state-parameter'),
    },
    url => url.searchParams.delete('state'),
  ),
  answer(
    {
      id: 'authorization-by-get-alone',
      barrier: launch,
      says: 'The authorization endpoint refuses POST.',
      rules: rule('authorization-by-post'),
    },
    ({ method, url }) =>
      method === 'POST' && url === endpoints.authorization ? new Response('No.', { status: 405 }) : undefined,
  ),
  tokenAnswer(
    {
      id: 'token-type-unknown',
      barrier: launch,
      says: 'Tokens are of a type of their own.',
      rules: rule('token-response-members'),
    },
    ({ body }) => {
      if (body.access_token) body.token_type = 'Larkspur';
    },
  ),
  vice(
    {
      id: 'tokens-cacheable',
      barrier: launch,
      says: 'Token responses may be stored.',
      rules: rule('token-response-caching'),
    },
    ({ headers }) => {
      headers.push((request, answered) => {
        if (request.url === endpoints.token) answered.set('cache-control', 'private');
      });
    },
  ),
  tokenAnswer(
    {
      id: 'patient-untold',
      barrier: launch,
      says: 'An app is not told which patient it is.',
      rules: rule('patient-context'),
    },
    ({ body }) => {
      if (!body.encounter) delete body.patient;
    },
  ),
  tokenAnswer(
    {
      id: 'identity-forged',
      barrier: 'tec-smart-discovery-defect',
      says: 'The signature of identity tokens is wrong.',
      rules: rule('identity-token-signature'),
    },
    ({ body }) => {
      if (body.id_token)
        body.id_token = body.id_token.replace(/[^.]+$/, (signature: string) => signature.split('').reverse().join(''));
    },
  ),
  identity(
    {
      id: 'nonce-lost',
      barrier: 'tec-smart-discovery-defect',
      says: 'Identity tokens do not answer the request.',
      rules: rule('identity-token-claims'),
    },
    claims => {
      delete claims.nonce;
    },
  ),
  identity(
    { id: 'person-relative', barrier: launch, says: 'fhirUser is no address.', rules: rule('fhir-user') },
    claims => {
      claims.fhirUser = String(claims.fhirUser).replace(`${fhirBase}/`, '');
    },
  ),
  tokenRequest(
    {
      id: 'refresh-needs-scope',
      barrier: 'sec-excess-reauth',
      says: 'A refresh without scope is refused.',
      rules: rule('refresh-grant'),
    },
    asked => {
      if (asked.form.get('grant_type') === 'refresh_token' && !asked.form.has('scope'))
        asked.answer = refused('invalid_request');
    },
  ),
  vice(
    {
      id: 'refresh-token-for-a-week',
      barrier: 'tec-refresh-token-short',
      says: 'The first refresh token lasts a week.',
      rules: rule('refresh-token-life'),
    },
    ({ authorization }) => {
      authorization.refreshDays = renewals => (renewals === 0 ? 7 : 120);
    },
  ),
  vice(
    {
      id: 'renewal-for-a-month',
      barrier: 'tec-refresh-token-short',
      says: 'A refresh brings no more than a month.',
      rules: rule('refresh-token-renewal'),
    },
    ({ authorization }) => {
      authorization.refreshDays = renewals => (renewals === 0 ? 120 : 30);
    },
  ),
];

const deciding = [
  vice(
    {
      id: 'offline-access-untold',
      barrier: granular,
      says: 'A patient is not told that an app stays connected.',
      rules: rule('consent-to-offline-access'),
    },
    ({ authorization }) => {
      authorization.consent.tellsOfOfflineAccess = false;
    },
  ),
  redirect(
    {
      id: 'denial-as-failure',
      barrier: launch,
      says: 'A patient who says no looks like a failure.',
      rules: rule('denial'),
    },
    url => {
      if (url.searchParams.get('error') === 'access_denied') url.searchParams.set('error', 'server_error');
    },
  ),
  vice(
    {
      id: 'boxes-without-effect',
      barrier: granular,
      says: 'What a patient unticks is granted all the same.',
      rules: rule('declined-parts'),
    },
    ({ authorization }) => {
      authorization.consent.honoured = false;
    },
  ),
  request(
    { id: 'older-scopes-dropped', barrier: launch, says: 'Scopes of SMART 1 are dropped.', rules: rule('v1-scopes') },
    keepScopes(scope => !scope.endsWith('.read')),
  ),
  request(
    {
      id: 'part-of-a-kind-dropped',
      barrier: granular,
      says: 'Scopes for social needs are dropped.',
      rules: rule('granular-scopes'),
    },
    keepScopes(scope => !scope.endsWith('sdoh')),
  ),
  access(
    {
      id: 'part-means-whole',
      barrier: granular,
      says: 'A scope for a part of a kind opens the whole.',
      rules: rule('granular-filtering'),
    },
    opened => opened && { ...opened, scope: opened.scope.replace(/\?category=\S+/g, '') },
  ),
  vice(
    {
      id: 'connection-for-a-price',
      barrier: 'fee-individual-access',
      says: 'A patient pays for each app.',
      rules: rule('connection-at-no-charge'),
    },
    ({ authorization }) => {
      authorization.consent.price = 'Connecting an app costs $4.99 a month.';
    },
  ),
];

const fromTheEhr = [
  request(
    {
      id: 'launch-forgotten',
      barrier: launch,
      says: 'A launch from the EHR is unknown a moment later.',
      rules: rule('ehr-launch'),
    },
    parameters => {
      if (parameters.has('launch')) parameters.set('launch', 'forgotten');
    },
  ),
  tokenAnswer(
    {
      id: 'banner-untold',
      barrier: launch,
      says: 'An app in the EHR is not told whether to show a banner.',
      rules: rule('ehr-launch-context'),
    },
    ({ body }) => {
      if (body.encounter) delete body.need_patient_banner;
    },
  ),
  tokenAnswer(
    {
      id: 'encounter-untold',
      barrier: launch,
      says: 'An app in the EHR is not told the visit.',
      rules: rule('ehr-launch-encounter'),
    },
    ({ body }) => {
      delete body.encounter;
    },
  ),
];

const forServices = [
  tokenAnswer(
    {
      id: 'service-token-without-end',
      barrier: bulk,
      says: 'A backend service is not told when its token ends.',
      rules: rule('backend-token-members'),
    },
    ({ body }, form) => {
      if (form.get('grant_type') === 'client_credentials') delete body.expires_in;
    },
  ),
  access(
    {
      id: 'service-token-unknown',
      barrier: bulk,
      says: 'The FHIR server does not know tokens of backend services.',
      rules: rule('backend-record'),
    },
    opened => (opened?.scope.startsWith('system/') ? undefined : opened),
  ),
  ((): BarrierSwitch => {
    let wanted: string | null = null;
    return vice(
      {
        id: 'service-scope-unlimited',
        barrier: bulk,
        says: 'A backend service gets every scope that it asks for.',
        rules: rule('backend-scope-limit'),
      },
      ({ authorization }) => {
        authorization.tokenRequests.push(({ form }) => {
          if (form.get('scope') !== 'system/*.cruds') return;
          wanted = form.get('scope');
          form.set('scope', 'system/*.rs');
          form.set('wanted', '');
        });
        authorization.tokenAnswers.push(({ body }, form) => {
          if (form.has('wanted') && body.access_token) body.scope = wanted;
        });
      },
    );
  })(),
  assertion(
    {
      id: 'assertion-signature-unchecked',
      barrier: bulk,
      says: 'The signature of client assertions is not checked.',
      rules: rule('assertion-signature'),
    },
    ({ header, claims }) => header.alg === 'ES384' && claims.aud === endpoints.token,
  ),
  assertion(
    {
      id: 'assertion-without-signature',
      barrier: bulk,
      says: 'Client assertions need no signature.',
      rules: rule('assertion-unsigned'),
    },
    mending(
      ({ header }) => header.alg === 'none',
      ({ header }) => {
        header.alg = 'ES384';
      },
    ),
  ),
  assertion(
    {
      id: 'assertion-signed-with-public-key',
      barrier: bulk,
      says: 'The public key passes for a shared secret.',
      rules: rule('assertion-key-confusion'),
    },
    mending(
      ({ header }) => /^HS/.test(header.alg),
      ({ header }) => {
        header.alg = 'ES384';
      },
    ),
  ),
  assertion(
    {
      id: 'assertion-issuer-unchecked',
      barrier: bulk,
      says: 'The issuer of client assertions is not checked.',
      rules: rule('assertion-issuer'),
    },
    mending(
      ({ claims }) => claims.iss !== claims.sub && /^[\w-]+$/.test(claims.sub),
      ({ claims }) => {
        claims.iss = claims.sub;
      },
    ),
  ),
  vice(
    {
      id: 'assertion-subject-unchecked',
      barrier: bulk,
      says: 'The subject of client assertions is not checked.',
      rules: rule('assertion-subject'),
    },
    ({ authorization }) => {
      authorization.assertions.push(
        mending(
          ({ claims }) => claims.iss !== claims.sub && /^[\w-]+$/.test(claims.iss),
          ({ claims }) => {
            claims.sub = claims.iss;
          },
        ),
      );
    },
  ),
  assertion(
    {
      id: 'assertion-audience-unchecked',
      barrier: bulk,
      says: 'The audience of client assertions is not checked.',
      rules: rule('assertion-audience'),
    },
    mending(
      ({ claims }) => claims.aud !== endpoints.token,
      ({ claims }) => {
        claims.aud = endpoints.token;
      },
    ),
  ),
  assertion(
    {
      id: 'assertion-end-unchecked',
      barrier: bulk,
      says: 'Client assertions never run out.',
      rules: rule('assertion-expiry'),
    },
    mending(
      ({ claims }) => claims.exp < now(),
      ({ claims }) => {
        claims.exp = now() + 60;
      },
    ),
  ),
  assertion(
    {
      id: 'assertion-for-an-hour',
      barrier: bulk,
      says: 'Client assertions may live for an hour.',
      rules: rule('assertion-lifetime'),
    },
    mending(
      ({ claims }) => claims.exp > now() + 600,
      ({ claims }) => {
        claims.exp = now() + 60;
      },
    ),
  ),
  ((): BarrierSwitch => {
    const seen = new Set<string>();
    return assertion(
      {
        id: 'assertion-used-again',
        barrier: bulk,
        says: 'Client assertions work more than once.',
        rules: rule('assertion-replay'),
      },
      mending(
        ({ claims }) => {
          const again = seen.has(claims.jti);
          seen.add(claims.jti);
          return again;
        },
        ({ claims }) => {
          claims.jti = crypto.randomUUID();
        },
      ),
    );
  })(),
  assertion(
    { id: 'assertion-without-id', barrier: bulk, says: 'Client assertions need no jti.', rules: rule('assertion-id') },
    mending(
      ({ claims }) => claims.jti === undefined,
      ({ claims }) => {
        claims.jti = crypto.randomUUID();
      },
    ),
  ),
  vice(
    {
      id: 'assertion-key-by-guess',
      barrier: bulk,
      says: 'The key of client assertions is guessed.',
      rules: rule('assertion-key-id'),
    },
    ({ authorization }) => {
      const known = new Map<string, string>();
      authorization.assertions.push(({ header, claims }) => {
        const first = known.get(claims.sub);
        if (first === undefined) known.set(claims.sub, header.kid);
        if (first === undefined || header.kid === first) return false;
        header.kid = first;
        return true;
      });
    },
  ),
  tokenRequest(
    {
      id: 'assertion-of-any-type',
      barrier: bulk,
      says: 'Client assertions may be of any type.',
      rules: rule('assertion-type'),
    },
    ({ form }) => {
      if (form.has('client_assertion_type'))
        form.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    },
  ),
  tokenAnswer(
    {
      id: 'assertion-error-unnamed',
      barrier: bulk,
      says: 'A wrong client assertion is called an invalid request.',
      rules: rule('assertion-error-code'),
    },
    ({ body }, form) => {
      if (body.error === 'invalid_client' && form.has('client_assertion')) body.error = 'invalid_request';
    },
  ),
];

const lax = [
  request(
    {
      id: 'aud-unchecked',
      barrier: launch,
      says: 'The aud of a request is not looked at.',
      rules: rule('aud-parameter'),
    },
    parameters => {
      parameters.set('aud', fhirBase);
    },
  ),
  answer(
    {
      id: 'redirect-to-anywhere',
      barrier: launch,
      says: 'Browsers are sent to whatever address is named.',
      rules: rule('redirect-registered'),
    },
    ({ method, url }) => {
      const to =
        method === 'GET' && url.startsWith(`${endpoints.authorization}?`)
          ? new URL(url).searchParams.get('redirect_uri')
          : null;
      return to?.startsWith('https://stranger.') ? Response.redirect(`${to}?error=invalid_request`, 303) : undefined;
    },
  ),
  request(
    {
      id: 'plain-challenges',
      barrier: launch,
      says: 'Challenges of the method "plain" are taken.',
      rules: rule('pkce-plain-exchange'),
    },
    parameters => {
      if (parameters.get('code_challenge_method') !== 'plain') return;
      parameters.set('code_challenge', s256(parameters.get('code_challenge') ?? ''));
      parameters.set('code_challenge_method', 'S256');
    },
  ),
  ((): BarrierSwitch => {
    let wanted = false;
    return vice(
      {
        id: 'system-scopes-for-patients',
        barrier: launch,
        says: "A patient's app gets scopes of backend services.",
        rules: rule('system-scopes-for-apps'),
      },
      ({ authorization }) => {
        authorization.requests.push(parameters => {
          wanted = /\bsystem\//.test(parameters.get('scope') ?? '');
        });
        authorization.tokenAnswers.push(({ body }) => {
          if (wanted && body.access_token) body.scope += ' system/*.rs';
          wanted = false;
        });
      },
    );
  })(),
  tokenRequest(
    {
      id: 'verifier-unchecked',
      barrier: launch,
      says: 'A wrong code_verifier is accepted.',
      rules: rule('code-verifier-match'),
    },
    ({ form, remembered }) => {
      const verifier = form.get('code_verifier');
      if (!verifier || !remembered?.codeChallenge || s256(verifier) === remembered.codeChallenge) return;
      delete remembered.codeChallenge;
      form.delete('code_verifier');
    },
  ),
  tokenRequest(
    {
      id: 'verifier-optional',
      barrier: launch,
      says: 'A missing code_verifier is accepted.',
      rules: rule('code-verifier-presence'),
    },
    ({ form, remembered }) => {
      if (!form.has('code_verifier') && remembered) delete remembered.codeChallenge;
    },
  ),
  tokenRequest(
    {
      id: 'code-for-any-redirect',
      barrier: launch,
      says: 'A code is taken with any redirect_uri.',
      rules: rule('code-redirect'),
    },
    ({ form, remembered }) => {
      if (remembered?.redirectUri) remembered.redirectUri = form.get('redirect_uri');
    },
  ),
  tokenRequest(
    { id: 'code-for-any-app', barrier: launch, says: 'A code is taken from any app.', rules: rule('code-client') },
    asked => {
      if (asked.form.has('code')) adopt(asked);
    },
  ),
  tokenRequest(
    { id: 'any-code-will-do', barrier: launch, says: 'A made-up code brings a token.', rules: rule('code-unknown') },
    asked => {
      if (asked.form.has('code') && !asked.remembered) asked.answer = someToken();
    },
  ),
  tokenRequest(
    { id: 'code-used-again', barrier: launch, says: 'A code works more than once.', rules: rule('code-once') },
    ({ form, remembered }) => {
      if (form.has('code') && remembered) delete remembered.consumed;
    },
  ),
  tokenRequest(
    {
      id: 'secret-unchecked',
      barrier: launch,
      says: 'A wrong client secret is accepted.',
      rules: rule('client-secret'),
    },
    ({ client, headers }) => {
      if (client?.secret)
        headers.set(
          'authorization',
          `Basic ${Buffer.from(`${client.metadata.client_id}:${client.secret}`).toString('base64')}`,
        );
    },
  ),
  tokenAnswer(
    {
      id: 'errors-as-forbidden',
      barrier: launch,
      says: 'The token endpoint refuses with status 403.',
      rules: rule('token-errors'),
    },
    (said, form) => {
      if (said.body.error === 'invalid_grant' && form.has('code')) said.status = 403;
    },
  ),
  tokenRequest(
    {
      id: 'any-refresh-token-will-do',
      barrier: launch,
      says: 'A made-up refresh token brings a token.',
      rules: rule('refresh-token-unknown'),
    },
    asked => {
      const token = asked.form.get('refresh_token');
      if (token?.includes('never-issued')) asked.answer = someToken();
    },
  ),
  tokenRequest(
    {
      id: 'refresh-token-for-any-app',
      barrier: launch,
      says: 'A refresh token is taken from any app.',
      rules: rule('refresh-token-client'),
    },
    asked => {
      if (asked.form.has('refresh_token')) adopt(asked);
    },
  ),
  ((): BarrierSwitch => {
    let wanted: string | null = null;
    return vice(
      {
        id: 'refresh-for-more',
        barrier: granular,
        says: 'A refresh brings every scope that it asks for.',
        rules: rule('refresh-scope'),
      },
      ({ authorization }) => {
        authorization.tokenRequests.push(({ form }) => {
          wanted = form.has('refresh_token') && /cruds/.test(form.get('scope') ?? '') ? form.get('scope') : null;
          if (wanted) form.delete('scope');
        });
        authorization.tokenAnswers.push(({ body }) => {
          if (wanted && body.access_token) body.scope = wanted;
        });
      },
    );
  })(),
  answer(
    {
      id: 'records-for-anyone',
      barrier: launch,
      says: 'A record opens without a token.',
      rules: rule('access-without-token'),
    },
    ({ url, headers }) =>
      url === `${fhirBase}/Patient/${ownPatients[0]}` && !headers.has('authorization')
        ? patientAs(ownPatients[0])
        : undefined,
  ),
  access(
    {
      id: 'any-token-will-do',
      barrier: launch,
      says: 'A record opens with a made-up token.',
      rules: rule('access-token-validity'),
    },
    opened =>
      opened ?? {
        clientId: 'anyone',
        scope: 'patient/Patient.rs',
        fhirUser: `Patient/${ownPatients[0]}`,
        patient: ownPatients[0],
        base: fhirBase,
      },
  ),
  answer(
    {
      id: 'records-of-others',
      barrier: launch,
      says: "A patient's token opens other records.",
      rules: rule('other-patients'),
    },
    ({ url, headers }) =>
      url === `${fhirBase}/Patient/${ownPatients[1]}` && headers.has('authorization')
        ? patientAs(ownPatients[1])
        : undefined,
  ),
];

const ending = [
  introspection(
    {
      id: 'introspection-tells-little',
      barrier: 'tec-introspection-missing',
      says: 'Introspection does not tell the scope.',
      rules: rule('introspection-of-valid-tokens'),
    },
    body => {
      delete body.scope;
    },
  ),
  introspection(
    {
      id: 'introspection-calls-all-active',
      barrier: 'tec-introspection-missing',
      says: 'Introspection calls every text a live token.',
      rules: rule('introspection-of-other-tokens'),
    },
    body => {
      body.active = true;
    },
  ),
  answer(
    {
      id: 'introspection-for-anyone',
      barrier: 'tec-introspection-missing',
      says: 'Introspection is open to whoever asks.',
      rules: rule('introspection-credentials'),
    },
    async request => {
      if (request.url !== endpoints.introspection || request.headers.has('authorization')) return undefined;
      const form = new URLSearchParams(await request.text());
      return form.has('client_id') || form.has('client_assertion') ? undefined : Response.json({ active: true });
    },
  ),
  answer(
    {
      id: 'revocation-forgotten',
      barrier: 'tec-revocation-late',
      says: 'A token that was given up goes on.',
      rules: rule('revocation-effect'),
    },
    ({ url }) => (url === endpoints.revocation ? new Response(null, { status: 200 }) : undefined),
  ),
  answer(
    {
      id: 'withdrawal-without-effect',
      barrier: 'tec-revocation-late',
      says: 'The button that ends access does nothing.',
      rules: rule('withdrawal-by-patient'),
    },
    ({ method, url }) =>
      method === 'POST' && url === `${endpoints.management}/withdraw`
        ? Response.redirect(endpoints.management, 303)
        : undefined,
  ),
];

/** Those that hide others: `obstructive` leaves them out. */
const hiding = [
  unserved('symmetric-apps-unserved', 'symmetric', launch, 'Apps with a secret get no token.', [
    'public-apps-unserved',
  ]),
  unserved('asymmetric-apps-unserved', 'asymmetric', launch, 'Apps with keys of their own get no token.', [
    'public-apps-unserved',
  ]),
  unserved('native-apps-unserved', 'native', 'reg-public-client-refused', 'Apps on a device get no token.', [
    'public-apps-unserved',
  ]),
  unserved(
    'backend-services-unserved',
    'backend',
    'reg-system-client-refused',
    'Backend services get no token.',
    ['assertion-signature-unchecked'],
    'unsupported_grant_type',
  ),
  tokenAnswer(
    {
      id: 'refresh-token-withheld',
      excludes: ['refresh-needs-scope', 'refresh-for-more'],
      barrier: 'sec-excess-reauth',
      says: 'No app gets a refresh token.',
      rules: rule('refresh-token-issue'),
    },
    ({ body }) => {
      delete body.refresh_token;
    },
  ),
  answer(
    {
      id: 'patient-closed',
      excludes: ['records-for-anyone', 'records-of-others'],
      barrier: launch,
      says: 'The Patient in context cannot be read.',
      rules: rule('patient-record', 'fhir-user', 'ehr-launch-context'),
    },
    ({ url, headers }) =>
      url === `${fhirBase}/Patient/${ownPatients[0]}` && headers.has('authorization')
        ? new Response(null, { status: 404 })
        : undefined,
  ),
  vice(
    {
      id: 'consent-to-all-or-nothing',
      excludes: ['boxes-without-effect'],
      barrier: granular,
      says: 'A patient can share all or nothing.',
      rules: rule('consent-by-resource'),
    },
    ({ authorization }) => {
      authorization.consent.boxes = false;
    },
  ),
  vice(
    {
      id: 'newer-scopes-without-effect',
      excludes: ['part-means-whole', 'records-of-others'],
      barrier: launch,
      says: 'Scopes of SMART 2 are granted, and open nothing.',
      rules: rule(
        'v2-scopes',
        'patient-record',
        'fhir-user',
        'refresh-grant',
        'ehr-launch-context',
        'ehr-launch-encounter',
      ),
    },
    ({ authorization }) => {
      authorization.accesses.push(
        opened => opened && { ...opened, scope: opened.scope.replace(/\b(patient|user)\/\*\.rs\b/g, '') },
      );
    },
  ),
  tokenRequest(
    {
      id: 'code-theft-ignored',
      excludes: ['code-used-again'],
      barrier: launch,
      says: 'When a code is used twice its token goes on.',
      rules: rule('code-replay-revocation'),
    },
    asked => {
      if (asked.form.has('code') && asked.remembered?.consumed) asked.answer = refused('invalid_grant');
    },
  ),
];

/** Vices in signing in, deciding, and ending access. */
export const barriers: readonly BarrierSwitch[] = [
  ...connecting,
  ...deciding,
  ...fromTheEhr,
  ...forServices,
  ...lax,
  ...ending,
  ...hiding,
];

function keepScopes(kept: (scope: string) => boolean): (parameters: URLSearchParams) => void {
  return parameters => {
    parameters.set('scope', (parameters.get('scope') ?? '').split(' ').filter(kept).join(' '));
  };
}

const now = () => Math.floor(Date.now() / 1000);

/** Mends one fault alone, so that assertions with others are refused as before. */
function mending(
  isWrong: (jwt: { readonly header: Json; readonly claims: Json }) => boolean,
  mend: (jwt: { readonly header: Json; readonly claims: Json }) => void,
): (jwt: { readonly header: Json; readonly claims: Json }) => boolean {
  return jwt => {
    if (!isWrong(jwt)) return false;
    mend(jwt);
    return true;
  };
}

/** Makes what was issued to another app this app's own. */
function adopt({ client, remembered, grant }: AskedToken): void {
  const id = client?.metadata.client_id;
  if (!id || !remembered) return;
  remembered.clientId = id;
  if (grant) grant.clientId = id;
}

const s256 = (text: string): string => createHash('sha256').update(text).digest('base64url');
