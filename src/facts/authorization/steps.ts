/** What is done, by the names of its steps: facts are read from them, and a reader of an untested finding is sent there. */
export const authorizationSteps = {
  endpoints: 'ask where to sign in',
  public: 'connect an app without a secret',
  symmetric: 'connect an app with a secret',
  asymmetric: 'connect an app with keys of its own',
  native: 'connect an app on a device',
  decisions: 'say no, and say yes to a part',
  scopes: 'ask for scopes in both spellings, and for a part of a kind',
  launch: 'start an app from the EHR',
  backend: 'ask for a token as a backend service',
  introspection: 'ask about a token',
  revocation: "take an app's access back",
  requests: 'ask for authorization as an app must not',
  codes: 'misuse a code',
  refreshes: 'misuse a refresh token',
  access: 'knock at records without leave',
  assertions: "misuse a backend service's keys",
} as const;

export type AuthorizationStep = keyof typeof authorizationSteps;

export const idOf = (step: AuthorizationStep): `authorization/${string}` => `authorization/${authorizationSteps[step]}`;
