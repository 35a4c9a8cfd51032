/** Readings of a made-up vendor that does everything well, for rules to vary in their examples. */
import type { ExhibitId, Handshake } from '../../model/exhibit.ts';
import type { Deployment } from '../../model/vendor.ts';
import type { CapabilityStatement, StatedResource } from './capability-statement.ts';
import type { CrossOrigin } from './cors.ts';
import type { JsonObject, JsonReading, Published } from './json.ts';
import type { KeySet } from './openid-configuration.ts';
import type { TlsHosts } from './tls.ts';
import { profileBase, serverDemands } from './us-core-server.ts';

export const exhibit: ExhibitId = `sha256:${'0'.repeat(64)}`;
export const base = 'https://fhir.larkspur.example/r4';
const authorizationServer = 'https://auth.larkspur.example';

/** What an address answered, JSON or something in its stead. */
export function reading(
  came: { readonly status?: number; readonly contentType?: string; readonly url?: string } & Omit<
    JsonReading,
    'answer'
  >,
): JsonReading {
  const { status = 200, contentType = 'application/json', url = base, ...rest } = came;
  const asked = { asked: base, url, at: '2026-11-25T08:00:00.000Z', exhibit, exhibits: [exhibit] as const };
  return { answer: { ...asked, kind: 'response', status, headers: [], contentType }, ...rest };
}

/** The host does not answer, while another one does. */
export const unreachable: JsonReading = {
  answer: {
    kind: 'unreachable',
    asked: base,
    url: base,
    at: '2026-11-25T08:00:00.000Z',
    exhibit,
    exhibits: [exhibit],
    phase: 'connect',
    code: 'ECONNREFUSED',
    message: 'connect ECONNREFUSED',
    control: { url: 'https://www.larkspur.example/', status: 200 },
  },
};

const goodSmart: JsonObject = {
  issuer: authorizationServer,
  jwks_uri: `${authorizationServer}/jwks`,
  authorization_endpoint: `${authorizationServer}/authorize`,
  token_endpoint: `${authorizationServer}/token`,
  grant_types_supported: ['authorization_code', 'client_credentials'],
  scopes_supported: ['openid', 'fhirUser', 'launch/patient', 'patient/*.rs', 'system/*.rs'],
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
  capabilities: [
    'launch-ehr',
    'launch-standalone',
    'authorize-post',
    'client-public',
    'client-confidential-symmetric',
    'client-confidential-asymmetric',
    'sso-openid-connect',
    'context-banner',
    'context-style',
    'context-ehr-patient',
    'context-ehr-encounter',
    'context-standalone-patient',
    'permission-offline',
    'permission-patient',
    'permission-user',
    'permission-v1',
    'permission-v2',
  ],
};

/** A SMART configuration; a member given as `undefined` is left out. */
export const smart = (changed: JsonObject = {}): Published => ({
  exhibit,
  says: without({ ...goodSmart, ...changed }),
});

/** The capabilities of {@link smart}, less some. */
export const capabilitiesWithout = (...lost: string[]): readonly string[] =>
  (goodSmart.capabilities as string[]).filter(capability => !lost.includes(capability));

/** The SMART configuration of a base address for backend clients, beside another for people's apps. */
export const backendAlone = (): Published =>
  smart({
    authorization_endpoint: undefined,
    grant_types_supported: ['client_credentials'],
    capabilities: ['client-confidential-asymmetric', 'permission-v2'],
  });

/** Two deployments of one vendor. */
export const twoDeployments: readonly Deployment[] = [
  { id: 'patients', base, host: 'developer' },
  { id: 'bulk', base: 'https://bulk.larkspur.example/r4', host: 'developer' },
];

const goodOpenid: JsonObject = {
  issuer: authorizationServer,
  authorization_endpoint: `${authorizationServer}/authorize`,
  token_endpoint: `${authorizationServer}/token`,
  jwks_uri: `${authorizationServer}/jwks`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
};

export const openid = (changed: JsonObject = {}): Published => ({
  exhibit,
  says: without({ ...goodOpenid, ...changed }),
});

const without = (members: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

export const keys = (...list: JsonObject[]): KeySet => ({
  exhibit,
  keys: list.length > 0 ? list : [{ kty: 'RSA', kid: '1', use: 'sig', alg: 'RS256', n: 'qwer', e: 'AQAB' }],
});

/** Everything that the US Core server CapabilityStatement of one version demands, without a version in the addresses. */
export const usCoreResources = (version: '6.1.0' | '7.0.0' = '6.1.0'): readonly StatedResource[] =>
  Object.entries(serverDemands(version) ?? {}).map(([type, { profiles, alone, together }]) => ({
    type,
    profiles: profiles.map(profile => `${profileBase}${profile}`),
    searchParameters: [...new Set([...alone, ...together.flat()])],
    operations: [],
  }));

const usCoreGuide = 'http://hl7.org/fhir/us/core/ImplementationGuide/hl7.fhir.us.core';

/** A CapabilityStatement; `usCore` is the version its implementationGuide names, `null` for none. */
export function statement(
  changed: Partial<CapabilityStatement> & {
    readonly usCore?: string | null;
    readonly resources?: readonly StatedResource[];
  } = {},
): CapabilityStatement {
  const { usCore = '6.1.0', resources = usCoreResources(), ...rest } = changed;
  return {
    exhibit,
    contentType: 'application/fhir+json',
    fhirVersion: '4.0.1',
    kind: 'instance',
    formats: ['json'],
    instantiates: ['http://hl7.org/fhir/us/core/CapabilityStatement/us-core-server'],
    implementationGuides: usCore === null ? [] : [`${usCoreGuide}|${usCore}`],
    server: { resources, searchParameters: [], operations: [] },
    ...rest,
  };
}

/** One resource type of {@link usCoreResources}, changed. */
export const changedResource = (type: string, changed: Partial<StatedResource>): readonly StatedResource[] =>
  usCoreResources().map(resource => (resource.type === type ? { ...resource, ...changed } : resource));

export const crossOrigin = (changed: Partial<CrossOrigin> = {}): CrossOrigin => ({
  exhibit,
  origin: 'https://stranger.example',
  status: 200,
  allowed: true,
  ...changed,
});

/** A host that takes TLS 1.2 and 1.3 alone; a version given here answers otherwise. */
export function tls(changed: Partial<Record<Handshake['offered'], Partial<Handshake>>> = {}): TlsHosts {
  const offers: Handshake['offered'][] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
  const handshakes = offers.map((offered, sequence): Handshake => {
    const accepted = offered === 'TLSv1.2' || offered === 'TLSv1.3';
    return {
      kind: 'tls',
      id: exhibit,
      sequence,
      at: '2026-11-25T08:00:00.000Z',
      elapsed: sequence,
      label: 'handshake for a public document',
      host: 'fhir.larkspur.example',
      port: 443,
      offered,
      accepted,
      ...(accepted
        ? { certificate, trusted: true }
        : { code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', refusedByServer: true }),
      ...changed[offered],
    };
  });
  return { hosts: [{ host: 'fhir.larkspur.example', handshakes }], onLoopback: false };
}

/** On loopback nobody shakes hands. */
export const tlsOnLoopback: TlsHosts = { hosts: [], onLoopback: true };

export const certificate: NonNullable<Handshake['certificate']> = {
  subject: 'CN=fhir.larkspur.example',
  issuer: 'CN=Public CA',
  names: ['DNS:fhir.larkspur.example'],
  notBefore: '2026-10-01T00:00:00.000Z',
  notAfter: '2026-12-30T00:00:00.000Z',
  sha256: '0'.repeat(64),
};
