import { endpoints } from './addresses.ts';
import { discoveryScopes } from './scopes.ts';

/** Everything of SMART App Launch 2.2.0 that the authorization server does, as `.well-known/smart-configuration` says it. */
export const capabilities = [
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
] as const;

export const clientAuthentication = ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;
export const clientSigningAlgorithms = ['RS384', 'ES384'] as const;

/** A fresh copy of the document. */
export function smartConfiguration() {
  return {
    issuer: endpoints.issuer,
    jwks_uri: endpoints.jwks,
    authorization_endpoint: endpoints.authorization,
    token_endpoint: endpoints.token,
    introspection_endpoint: endpoints.introspection,
    revocation_endpoint: endpoints.revocation,
    registration_endpoint: endpoints.registration,
    management_endpoint: endpoints.management,
    grant_types_supported: ['authorization_code', 'client_credentials', 'refresh_token'],
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: [...clientAuthentication],
    token_endpoint_auth_signing_alg_values_supported: [...clientSigningAlgorithms],
    scopes_supported: discoveryScopes,
    capabilities: [...capabilities],
  };
}
