/** Readings of a made-up vendor that does everything well, for rules to vary in their examples. */
import type { ExhibitId } from '../../model/exhibit.ts';
import type { NonEmpty } from '../../model/words.ts';
import type { Connection, IdentitySeen } from './connections.ts';
import type { AuthorizationSeen, Member, RecordSeen, TokenSeen } from './seen.ts';

export const exhibit: ExhibitId = `sha256:${'0'.repeat(64)}`;
const exhibits: NonEmpty<ExhibitId> = [exhibit];
const scope = 'openid fhirUser launch/patient offline_access patient/*.rs';

const text = (value: string): Member => ({ is: 'string', value });

/** A JSON answer with the members given; one given as `undefined` is left out. */
export const says = (members: Readonly<Record<string, Member | undefined>>): Readonly<Record<string, Member>> =>
  Object.fromEntries(Object.entries(members).flatMap(([name, member]) => (member ? [[name, member]] : [])));

const granted: Readonly<Record<string, Member>> = {
  access_token: { is: 'string' },
  token_type: text('Bearer'),
  expires_in: { is: 'number', value: 3600 },
  scope: text(scope),
  refresh_token: { is: 'string' },
  id_token: text('a JWT'),
  patient: text('patient-1'),
  encounter: text('encounter-1'),
  need_patient_banner: { is: 'boolean', value: true },
  smart_style_url: text('https://www.larkspur.example/style.json'),
};

/** A token response; members given replace or, as `undefined`, take out. */
export const token = (
  changed: Readonly<Record<string, Member | undefined>> = {},
  seen: Partial<TokenSeen> = {},
): TokenSeen => ({
  client: 'app',
  status: 200,
  headers: [
    ['Cache-Control', 'no-store'],
    ['Pragma', 'no-cache'],
  ],
  contentType: 'application/json',
  at: '2026-11-25T08:00:00.000Z',
  says: says({ ...granted, ...changed }),
  exhibits,
  ...seen,
});

/** What a token endpoint says that refuses. */
export const refusal = (error = 'invalid_grant', status = 400): TokenSeen =>
  token({}, { status, says: { error: text(error) } });

/** A server that failed instead of answering. */
export const accident: TokenSeen = token({}, { status: 500, says: {} });

export const authorization = (changed: Partial<AuthorizationSeen> = {}): AuthorizationSeen => ({
  client: 'app',
  person: 'alice',
  scope,
  signIns: 1,
  consent: {
    boxes: ['patient/Patient.rs', 'patient/Immunization.rs', 'offline_access'].map(value => ({
      value,
      label: value,
      ticked: true,
      locked: false,
    })),
    buttons: ['Allow', 'Deny'],
    unticked: [],
    text: 'The app asks to read your record and to keep its access while you are away.',
    lasting: 'keep its access while you are away',
  },
  hops: [{ url: 'https://auth.larkspur.example/authorize', status: 200 }],
  returned: { how: 'query', to: 'https://app.example/callback', registered: true, code: true, state: 'echoed' },
  exhibits,
  ...changed,
});

/** An authorization request that came back to the app with an error. */
export const sentBack = (error = 'invalid_request'): AuthorizationSeen =>
  authorization({
    returned: {
      how: 'query',
      to: 'https://app.example/callback',
      registered: true,
      code: false,
      state: 'echoed',
      error,
    },
  });

/** One that ended on a page of the server's. */
export const stopped = (
  why: string,
  message = 'https://auth.larkspur.example/authorize answered 400.',
): AuthorizationSeen => {
  const { returned: _, ...rest } = authorization();
  return { ...rest, stopped: { why, message } };
};

export const connection = (changed: Partial<Connection> = {}): Connection => ({
  client: 'app',
  authorization: authorization(),
  token: token(),
  exhibits,
  ...changed,
});

/** A connection that came to no token request. */
export const unconnected = (authorizationSeen: AuthorizationSeen): Connection => ({
  client: 'app',
  authorization: authorizationSeen,
  exhibits,
});

export const record = (changed: Partial<RecordSeen> = {}): RecordSeen => ({
  client: 'app',
  what: 'the Patient in context',
  status: 200,
  type: 'Patient',
  same: true,
  exhibits,
  ...changed,
});

/** A record that was refused. */
export const closed = (status = 401): RecordSeen => record({ status, type: 'OperationOutcome', same: false });

export const identity = (changed: Partial<IdentitySeen> = {}): IdentitySeen => ({
  client: 'app',
  alg: 'RS256',
  kid: '1',
  signature: 'verified',
  claims: ['iss', 'sub', 'aud', 'exp', 'iat', 'nonce', 'fhirUser'],
  issuer: { is: 'https://auth.larkspur.example', expected: 'https://auth.larkspur.example' },
  audience: 'ours',
  expiresIn: 3600,
  nonce: 'echoed',
  fhirUser: { url: true, type: 'Patient', beneath: true },
  exhibits,
  ...changed,
});

/** Examples of every rule that asks only whether a token was given where none may be. */
export const tokenTrials = (what: string) =>
  ({
    passed: [
      { when: `${what}: refused`, facts: { trials: [refusal()] } },
      { when: `${what}: refused with 401`, facts: { trials: [refusal('invalid_client', 401)] } },
    ],
    failed: [{ when: `${what}: a token is given`, facts: { trials: [token()] } }],
    'cant-tell': [{ when: `${what}: the server fails`, facts: { trials: [accident] } }],
  }) as const;

/** Examples of every rule that asks only whether a record was given where none may be. */
export const recordTrials = (what: string) =>
  ({
    passed: [
      { when: `${what}: 401`, facts: { trials: [closed()] } },
      { when: `${what}: 403`, facts: { trials: [closed(403)] } },
    ],
    failed: [{ when: `${what}: the record comes`, facts: { trials: [record()] } }],
    'cant-tell': [{ when: `${what}: the server fails`, facts: { trials: [closed(503)] } }],
  }) as const;

/** Examples of every rule that asks only whether an app got to a token. */
export const connectionExamples = {
  passed: [{ when: 'the app gets its token', facts: { connection: connection() } }],
  failed: [
    {
      when: 'the token endpoint knows no such client',
      facts: { connection: connection({ token: refusal('invalid_client', 401) }) },
    },
    {
      when: 'the app is called back with an error',
      facts: { connection: unconnected(sentBack('unauthorized_client')) },
    },
    {
      when: 'the app is called back with nothing',
      facts: {
        connection: unconnected(
          authorization({
            returned: {
              how: 'query',
              to: 'https://app.example/callback',
              registered: true,
              code: false,
              state: 'missing',
            },
          }),
        ),
      },
    },
  ],
  'cant-tell': [
    {
      when: 'an error page, which a wrong profile brings too',
      facts: { connection: unconnected(stopped('error-page')) },
    },
    { when: 'a page that nobody could press', facts: { connection: unconnected(stopped('unknown-page')) } },
    { when: 'the person was not let through', facts: { connection: unconnected(sentBack('access_denied')) } },
    { when: 'the token endpoint fails', facts: { connection: connection({ token: accident }) } },
  ],
} as const;
