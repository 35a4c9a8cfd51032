import { endpoints, origin } from '../addresses.ts';
import type { BarrierSwitch, Behaviour, HostName } from '../behaviour.ts';

// biome-ignore lint/suspicious/noExplicitAny: FHIR and OAuth documents, about to be made wrong on purpose
type Json = any;

type Vice = Omit<BarrierSwitch, 'topic' | 'apply'>;

const change =
  (document: 'capabilityStatement' | 'smartConfiguration' | 'openidConfiguration') =>
  (vice: Vice, how: (document: Json) => void): BarrierSwitch => ({
    ...vice,
    topic: 'discovery',
    apply: behaviour => void behaviour[document].push(how),
  });
const statement = change('capabilityStatement');
const smart = change('smartConfiguration');
const openid = change('openidConfiguration');

/** Answers in place of the vendor's own route, where host, method and end of the path are as given. */
const answer = (
  vice: Vice,
  where: { readonly host: HostName; readonly path: RegExp; readonly method: 'GET' | 'OPTIONS' },
  how: () => Response,
): BarrierSwitch => ({
  ...vice,
  topic: 'discovery',
  apply: behaviour => void behaviour.answers.push(request => (isAt(request, where) ? how() : undefined)),
});

function isAt(request: Request, { host, path, method }: { host: HostName; path: RegExp; method: string }): boolean {
  const url = new URL(request.url);
  return request.method === method && url.origin === origin(host) && path.test(url.pathname);
}

const metadataPath = /\/metadata$/;
const smartPath = /\/\.well-known\/smart-configuration$/;

const resource = (document: Json, type: string): Json =>
  document.rest[0].resource.find((one: Json) => one.type === type);
const without = (list: Json[], isLost: (one: Json) => boolean): Json[] => list.filter(one => !isLost(one));
const page = () =>
  new Response('<!doctype html><title>Larkspur</title><p>Welcome.', { headers: { 'content-type': 'text/html' } });
const signInFirst = () =>
  Response.json({ error: 'unauthorized' }, { status: 401, headers: { 'www-authenticate': 'Bearer realm="Larkspur"' } });

const inTheStatement = [
  statement(
    {
      id: 'fhir-release-3',
      rules: ['discovery/fhir-release', 'documentation/versions-agreement'],
      barrier: 'tec-standard-version-stale',
      says: 'The server is on FHIR STU3.',
    },
    document => {
      document.fhirVersion = '3.0.2';
    },
  ),
  statement(
    {
      id: 'statement-of-requirements',
      rules: ['discovery/capability-statement-kind'],
      barrier: 'doc-behavior-mismatch',
      says: 'The CapabilityStatement is that of a specification.',
    },
    document => {
      document.kind = 'requirements';
    },
  ),
  statement(
    {
      id: 'xml-alone-stated',
      rules: ['discovery/fhir-as-json'],
      barrier: 'tec-search-unsupported',
      says: 'The CapabilityStatement lists XML as the only format.',
    },
    document => {
      document.format = ['xml'];
    },
  ),
  statement(
    {
      id: 'profile-unlisted',
      rules: ['discovery/us-core-profiles'],
      barrier: 'tec-search-unsupported',
      says: 'Insurance coverage is listed without its US Core profile.',
    },
    document => {
      delete resource(document, 'Coverage').supportedProfile;
    },
  ),
  statement(
    {
      id: 'search-parameter-undeclared',
      rules: ['discovery/us-core-search-parameters', 'documentation/searches-agreement'],
      barrier: 'tec-search-unsupported',
      says: 'Problems cannot be searched by patient.',
    },
    document => {
      const condition = resource(document, 'Condition');
      condition.searchParam = without(condition.searchParam, ({ name }) => name === 'patient');
    },
  ),
  statement(
    {
      id: 'combined-search-undeclared',
      rules: ['discovery/us-core-search-combinations', 'documentation/searches-agreement'],
      barrier: 'tec-search-unsupported',
      says: 'Observations cannot be searched by category.',
    },
    document => {
      const observation = resource(document, 'Observation');
      observation.searchParam = without(observation.searchParam, ({ name }) => name === 'category');
    },
  ),
  statement(
    {
      id: 'group-export-undeclared',
      rules: ['discovery/group-export-operation', 'documentation/operations-agreement'],
      barrier: 'tec-bulk-export-defect',
      says: 'No export of a group is declared.',
    },
    document => {
      delete resource(document, 'Group').operation;
    },
  ),
  statement(
    {
      id: 'oauth-uris-stale',
      rules: ['discovery/oauth-uris-agreement'],
      barrier: 'tec-smart-discovery-defect',
      says: 'The CapabilityStatement still names the token endpoint of an earlier server.',
    },
    document => {
      const uris: Json[] = document.rest[0].security.extension[0].extension;
      for (const uri of uris) if (uri.url === 'token') uri.valueUri = `${origin('auth')}/v1/token`;
    },
  ),
];

const inTheSmartConfiguration = [
  smart(
    {
      id: 'smart-member-missing',
      rules: ['discovery/smart-required-members'],
      barrier: 'tec-smart-discovery-defect',
      says: 'The SMART configuration does not say where to ask for a patient’s consent.',
      hides: true,
    },
    document => {
      delete document.authorization_endpoint;
    },
  ),
  smart(
    {
      id: 'smart-capability-missing',
      rules: ['discovery/smart-capabilities'],
      barrier: 'tec-smart-discovery-defect',
      says: 'Apps within the EHR are not told whether to show the patient’s name.',
    },
    document => {
      document.capabilities = without(document.capabilities, capability => capability === 'context-banner');
    },
  ),
  smart(
    {
      id: 'grant-missing',
      rules: ['discovery/smart-grant-types'],
      barrier: 'tec-smart-discovery-defect',
      says: 'Backend clients are offered no grant.',
    },
    document => {
      document.grant_types_supported = ['authorization_code'];
    },
  ),
  smart(
    {
      id: 'plain-offered',
      rules: ['discovery/pkce-plain'],
      barrier: 'tec-smart-discovery-defect',
      says: 'The code challenge method "plain" is offered.',
    },
    document => {
      document.code_challenge_methods_supported.push('plain');
    },
  ),
  smart(
    {
      id: 's256-missing',
      rules: ['discovery/pkce-s256'],
      barrier: 'tec-smart-discovery-defect',
      says: 'The code challenge method S256 is not offered.',
      excludes: ['plain-offered'],
    },
    document => {
      document.code_challenge_methods_supported = ['S512'];
    },
  ),
  smart(
    {
      id: 'relative-address',
      rules: ['discovery/smart-absolute-addresses'],
      barrier: 'tec-smart-discovery-defect',
      says: 'The introspection endpoint is named by its path alone.',
    },
    document => {
      document.introspection_endpoint = new URL(endpoints.introspection).pathname;
    },
  ),
  smart(
    {
      id: 'plain-http-named',
      rules: ['discovery/endpoints-over-https'],
      barrier: 'sec-tls-weak',
      says: 'The page for managing access is named by a plain http address.',
    },
    document => {
      document.management_endpoint = endpoints.management.replace('https:', 'http:');
    },
  ),
  smart(
    {
      id: 'keys-unnamed',
      rules: ['discovery/smart-issuer-and-keys'],
      barrier: 'tec-smart-discovery-defect',
      says: 'Single sign-on is offered without naming the keys.',
    },
    document => {
      delete document.jwks_uri;
    },
  ),
  smart(
    {
      id: 'client-keys-refused',
      rules: ['discovery/client-authentication-agreement'],
      barrier: 'tec-smart-discovery-defect',
      says: 'Clients with keys are declared, and the token endpoint takes secrets alone.',
    },
    document => {
      document.token_endpoint_auth_methods_supported = ['client_secret_basic'];
    },
  ),
  smart(
    {
      id: 'signing-algorithms-unnamed',
      rules: ['discovery/asymmetric-client-members'],
      barrier: 'tec-smart-discovery-defect',
      says: 'Clients with keys are not told which algorithms are taken.',
    },
    document => {
      delete document.token_endpoint_auth_signing_alg_values_supported;
    },
  ),
];

const inTheOpenidConfiguration = [
  openid(
    {
      id: 'openid-member-missing',
      rules: ['discovery/openid-required-members'],
      barrier: 'tec-smart-discovery-defect',
      says: 'The OpenID configuration is not whole.',
    },
    document => {
      delete document.subject_types_supported;
    },
  ),
  openid(
    {
      id: 'openid-other-issuer',
      rules: ['discovery/openid-agreement'],
      barrier: 'tec-smart-discovery-defect',
      says: 'The OpenID configuration is that of another issuer.',
    },
    document => {
      document.issuer = `${origin('auth')}/realms/larkspur`;
    },
  ),
];

const ids = (switches: readonly BarrierSwitch[]): string[] => switches.map(({ id }) => id);

export const barriers: readonly BarrierSwitch[] = [
  ...inTheStatement,
  ...inTheSmartConfiguration,
  ...inTheOpenidConfiguration,
  answer(
    {
      id: 'keys-withheld',
      rules: ['discovery/openid-keys'],
      barrier: 'tec-smart-discovery-defect',
      says: 'The set of keys is empty.',
    },
    { host: 'auth', path: /^\/jwks$/, method: 'GET' },
    () => Response.json({ keys: [] }),
  ),
  {
    id: 'smart-configuration-as-text',
    topic: 'discovery',
    rules: ['discovery/smart-configuration-media-type'],
    barrier: 'tec-smart-discovery-defect',
    says: 'The SMART configuration is labelled as plain text.',
    apply: behaviour => onHeaders(behaviour, [smartPath], headers => headers.set('content-type', 'text/plain')),
  },
  {
    id: 'cors-refused',
    topic: 'discovery',
    rules: ['discovery/cors-discovery'],
    barrier: 'reg-public-client-refused',
    says: 'Pages of another origin may not read the discovery documents.',
    apply: behaviour =>
      onHeaders(behaviour, [smartPath, metadataPath], headers => headers.delete('access-control-allow-origin')),
  },
  answer(
    {
      id: 'preflight-refused',
      rules: ['discovery/cors-preflight'],
      barrier: 'reg-public-client-refused',
      says: 'Browsers that ask leave for an app get none.',
    },
    { host: 'auth', path: /^\/token$/, method: 'OPTIONS' },
    () => new Response('Method Not Allowed', { status: 405 }),
  ),
  {
    id: 'old-tls',
    topic: 'discovery',
    rules: ['discovery/tls-old'],
    barrier: 'sec-tls-weak',
    says: 'The FHIR API works over TLS 1.0.',
    apply: ({ tls }) => {
      tls.fhir.lowest = 'TLSv1';
    },
  },
  statement(
    {
      id: 'us-core-3',
      rules: ['discovery/us-core-version'],
      barrier: 'tec-standard-version-stale',
      says: 'The server is still on US Core 3.1.1.',
      excludes: ['profile-unlisted', 'search-parameter-undeclared', 'combined-search-undeclared'],
    },
    document => {
      document.implementationGuide = ['http://hl7.org/fhir/us/core/ImplementationGuide/hl7.fhir.us.core|3.1.1'];
    },
  ),
  smart(
    {
      id: 'smart-1',
      rules: ['discovery/smart-version', 'discovery/smart-required-members', 'discovery/smart-capabilities'],
      barrier: 'tec-standard-version-stale',
      says: 'The server is still on SMART App Launch 1.',
      excludes: ['smart-member-missing', 'smart-capability-missing', 'grant-missing', 'plain-offered', 's256-missing'],
    },
    document => {
      delete document.grant_types_supported;
      delete document.code_challenge_methods_supported;
      document.capabilities = without(document.capabilities, capability => capability === 'permission-v2');
    },
  ),
  answer(
    {
      id: 'openid-configuration-missing',
      rules: ['discovery/openid-configuration-served'],
      barrier: 'tec-smart-discovery-defect',
      says: 'The issuer serves no OpenID configuration.',
      excludes: ids(inTheOpenidConfiguration),
    },
    { host: 'auth', path: /^\/\.well-known\/openid-configuration$/, method: 'GET' },
    () => new Response('Not Found', { status: 404 }),
  ),
  {
    id: 'certificate-expired',
    topic: 'discovery',
    rules: ['discovery/certificate'],
    barrier: 'sec-tls-weak',
    says: 'The certificate of the authorization server has expired.',
    excludes: [...ids(inTheOpenidConfiguration), 'keys-withheld', 'preflight-refused', 'openid-configuration-missing'],
    apply: ({ tls }) => {
      tls.auth.certificate = 'expired';
    },
  },
  {
    id: 'new-tls-refused',
    topic: 'discovery',
    rules: ['discovery/tls-modern'],
    barrier: 'sec-tls-weak',
    says: 'The authorization server speaks nothing newer than TLS 1.1.',
    excludes: [
      ...ids(inTheOpenidConfiguration),
      'keys-withheld',
      'preflight-refused',
      'openid-configuration-missing',
      'certificate-expired',
    ],
    apply: ({ tls }) => {
      tls.auth.lowest = 'TLSv1';
      tls.auth.highest = 'TLSv1.1';
    },
  },
  answer(
    {
      id: 'metadata-behind-login',
      rules: ['discovery/capability-statement-without-login'],
      barrier: 'tec-nonstandard-prerequisite',
      says: 'The CapabilityStatement opens only with a token.',
      excludes: [...ids(inTheStatement), 'us-core-3', 'old-tls'],
    },
    { host: 'fhir', path: metadataPath, method: 'GET' },
    signInFirst,
  ),
  answer(
    {
      id: 'metadata-is-a-page',
      rules: ['discovery/capability-statement-served'],
      barrier: 'tec-search-unsupported',
      says: 'Where the CapabilityStatement should be there is a web page.',
      excludes: [...ids(inTheStatement), 'us-core-3', 'metadata-behind-login'],
    },
    { host: 'fhir', path: metadataPath, method: 'GET' },
    page,
  ),
  answer(
    {
      id: 'smart-configuration-behind-login',
      rules: ['discovery/smart-configuration-without-login'],
      barrier: 'tec-smart-discovery-defect',
      says: 'The SMART configuration opens only with a token.',
      excludes: [...ids(inTheSmartConfiguration), ...ids(inTheOpenidConfiguration), 'smart-1'],
    },
    { host: 'fhir', path: smartPath, method: 'GET' },
    signInFirst,
  ),
  answer(
    {
      id: 'smart-configuration-missing',
      rules: ['discovery/smart-configuration-served'],
      barrier: 'tec-smart-discovery-defect',
      says: 'There is no SMART configuration.',
      excludes: [
        ...ids(inTheSmartConfiguration),
        ...ids(inTheOpenidConfiguration),
        'smart-1',
        'smart-configuration-behind-login',
      ],
    },
    { host: 'fhir', path: smartPath, method: 'GET' },
    () => new Response('Not Found', { status: 404 }),
  ),
];

/** Changes the headers of answers to GET on the FHIR host. */
function onHeaders(behaviour: Behaviour, paths: readonly RegExp[], how: (headers: Headers) => void): void {
  behaviour.headers.push((request, headers) => {
    if (paths.some(path => isAt(request, { host: 'fhir', path, method: 'GET' }))) how(headers);
  });
}
