import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import type { ClientMetadata } from 'oidc-provider';

/** A client registered before the vendor opened, with what its owner keeps secret. */
export interface OwnClient {
  readonly kind: 'public' | 'symmetric' | 'asymmetric' | 'native' | 'backend';
  readonly scopes: string;
  readonly metadata: ClientMetadata;
  readonly redirect?: string;
  readonly secret?: string;
  /** Private JWK. */
  readonly key?: object;
}

const patientScopes = 'openid fhirUser launch/patient offline_access patient/*.rs';
const redirect = 'https://app.example/callback';

/** One client of each kind, with fresh secrets. */
export function ownClients(): readonly OwnClient[] {
  const secret = randomBytes(32).toString('base64url');
  const asymmetric = signingKey();
  const backend = signingKey();
  const app = (client_name: string, metadata: Partial<ClientMetadata>): ClientMetadata => ({
    client_id: randomUUID(),
    client_name,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    redirect_uris: [redirect],
    ...metadata,
  });
  return [
    {
      kind: 'public',
      scopes: patientScopes,
      redirect,
      metadata: app('Riverbend Journal', { token_endpoint_auth_method: 'none' }),
    },
    {
      kind: 'symmetric',
      scopes: patientScopes,
      redirect,
      secret,
      metadata: app('Riverbend Records', { token_endpoint_auth_method: 'client_secret_basic', client_secret: secret }),
    },
    {
      kind: 'asymmetric',
      scopes: patientScopes,
      redirect,
      key: asymmetric.privateKey,
      metadata: app('Riverbend Charts', {
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'ES384',
        jwks: { keys: [asymmetric.publicKey] },
      }),
    },
    {
      kind: 'native',
      scopes: patientScopes,
      redirect: 'http://127.0.0.1/callback',
      metadata: app('Riverbend Pocket', {
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        redirect_uris: ['http://127.0.0.1/callback'],
      }),
    },
    {
      kind: 'backend',
      scopes: 'system/*.rs',
      key: backend.privateKey,
      metadata: app('Riverbend Population Studies', {
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'ES384',
        jwks: { keys: [backend.publicKey] },
      }),
    },
  ];
}

function signingKey() {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const marks = { kid: randomUUID(), alg: 'ES384', use: 'sig' };
  return {
    privateKey: { ...pair.privateKey.export({ format: 'jwk' }), ...marks },
    publicKey: { ...pair.publicKey.export({ format: 'jwk' }), ...marks } as { kty: string },
  };
}
