/** What the steps call their requests; facts look exhibits up by these names. */
export const connectionLabels = {
  authorization: 'authorization request',
  byPost: 'authorization request by POST',
  tokenByPost: 'token request after POST',
  token: 'token request',
  identity: 'identity token',
  record: 'own Patient',
  user: 'fhirUser',
  refreshLife: 'introspection of the refresh token',
  refresh: 'refresh without scope',
  refreshScoped: 'refresh with scope',
  refreshedRecord: 'own Patient after the refresh',
  refreshedLife: 'introspection of the refresh token after the refresh',
} as const;

export const decisionLabels = {
  denied: 'authorization request that the patient denies',
  partly: 'authorization request that the patient grants in part',
  token: 'token request after a part was granted',
  withheld: 'search of what was withheld',
  granted: 'read of what was granted',
} as const;

export const scopeLabels = {
  older: 'authorization request with v1 scopes',
  olderToken: 'token request with v1 scopes',
  olderRecord: 'read with v1 scopes',
  newer: 'authorization request with v2 scopes',
  newerToken: 'token request with v2 scopes',
  newerRecord: 'read with v2 scopes',
  whole: 'search with whole scopes',
  part: 'authorization request with granular scopes',
  partToken: 'token request with granular scopes',
  partSearch: 'search with granular scopes',
} as const;

export const launchLabels = {
  launch: 'launch from the EHR',
  authorization: 'authorization request in an EHR launch',
  token: 'token request in an EHR launch',
  patient: 'Patient in context',
  encounter: 'Encounter in context',
  style: 'style',
} as const;

export const backendLabels = {
  token: 'backend token request',
  record: 'records for a backend service',
  wider: 'backend token request for more than registered',
} as const;

export const introspectionLabels = {
  access: 'introspection of an access token',
  unknown: 'introspection of no token',
  stranger: 'introspection without a client',
} as const;

export const revocationLabels = {
  page: 'page of connected apps',
  endpoint: 'revocation by the app',
  refresh: 'refresh after revocation',
  access: 'own Patient after revocation',
  withdrawnRefresh: 'refresh after the patient withdrew access',
  withdrawnAccess: 'own Patient after the patient withdrew access',
} as const;

/** What must be refused, by what is wrong with it. */
export const requestTrials = {
  aud: "authorization request for a stranger's aud",
  redirect: "authorization request with a redirect_uri of a stranger's",
  plain: 'authorization request with a plain code_challenge',
  plainToken: 'token request with a plain code_challenge',
  scope: 'authorization request with a scope of backend services',
  scopeToken: 'token request with a scope of backend services',
} as const;

export const codeTrials = {
  wrongVerifier: 'token request with a wrong code_verifier',
  noVerifier: 'token request without code_verifier',
  plainVerifier: 'token request with the code_challenge as code_verifier',
  wrongRedirect: 'token request with another redirect_uri',
  wrongSecret: 'token request with a wrong secret',
  noCode: 'token request with a code that was never issued',
  strangersCode: 'token request with the code of another client',
  first: 'token request before the code is used again',
  replay: 'token request with a used code',
  replayedAccess: 'own Patient after a code was used again',
} as const;

export const refreshTrials = {
  base: 'token request before misusing its refresh token',
  unknown: 'refresh with a token that was never issued',
  stranger: 'refresh with the token of another client',
  wider: 'refresh for more than was granted',
} as const;

export const accessTrials = {
  none: 'own Patient without a token',
  forged: 'own Patient with a token that was never issued',
  tampered: 'own Patient with a token that was changed',
  otherRead: 'Patient of somebody else',
  otherSearch: 'search in the record of somebody else',
} as const;

export const assertionTrials = {
  wrongKey: 'assertion signed with a key of somebody else',
  tampered: 'assertion changed after signing',
  unsigned: 'assertion without a signature',
  publicKey: 'assertion signed with the public key as a secret',
  issuer: 'assertion of another issuer',
  subject: 'assertion about another subject',
  audience: 'assertion for another audience',
  expired: 'assertion that has run out',
  long: 'assertion good for an hour',
  replayed: 'assertion used again',
  noId: 'assertion without jti',
  keyId: 'assertion with an unknown kid',
  type: 'assertion of an unknown type',
} as const;
