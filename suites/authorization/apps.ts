import { grantedTokens } from '../../src/facts/authorization/connections.ts';
import { type Endpoints, endpoints } from '../../src/facts/authorization/endpoints.ts';
import { connectionLabels } from '../../src/facts/authorization/labels.ts';
import type { ExhibitId } from '../../src/model/exhibit.ts';
import type { Hands } from '../../src/model/hands.ts';
import type { AuthorizationRequest, Authorized, Live, OAuth, Person, TokenAnswer } from '../../src/model/oauth.ts';
import type { Client, Deployment, Vendor } from '../../src/model/vendor.ts';

/** What a step needs that signs in, or tries what must be refused. */
export type Signing = Pick<
  Hands<'consented', Deployment>,
  'vendor' | 'deployment' | 'http' | 'oauth' | 'facts' | 'measure' | 'obstacle' | 'say' | 'signal'
>;

/** Where this deployment's apps sign in, or nothing and the obstacle that says why. */
export interface Ready {
  readonly at: Endpoints & { readonly authorization: string; readonly token: string };
  readonly client: Client & { readonly clientId: string; readonly redirect: string };
  /** Who signs in, and whose record that opens. */
  readonly person: string;
  readonly patient?: string;
}

export const interactiveKinds = ['public', 'symmetric', 'asymmetric', 'native'] as const;

export const clientOf = (vendor: Vendor, kind: Client['kind']): Client | undefined =>
  vendor.clients.find(client => client.kind === kind);

/** The client that other questions than "does this kind of client work" are asked with. */
export const anyApp = (vendor: Vendor): Client | undefined =>
  interactiveKinds.map(kind => clientOf(vendor, kind)).find(client => client !== undefined);

/** The same, once it is seen which apps get through: what is asked with one that does not says nothing. */
async function provenApp({
  vendor,
  deployment,
  facts,
}: Pick<Signing, 'vendor' | 'deployment' | 'facts'>): Promise<Client | undefined> {
  const seen = await facts.read(grantedTokens, deployment);
  return vendor.clients.find(({ id }) => id === seen?.[0].client) ?? anyApp(vendor);
}

const named: Readonly<Record<Client['kind'], string>> = {
  public: 'an app without a secret (kind: public)',
  symmetric: 'an app with a secret (kind: symmetric)',
  asymmetric: 'an app with keys of its own (kind: asymmetric)',
  native: 'an app on a device (kind: native)',
  backend: 'a backend service (kind: backend)',
};

/** Everything needed to connect an app for a patient; without it an obstacle is told. */
export async function readyFor(
  { vendor, deployment, facts, obstacle }: Signing,
  kind: (typeof interactiveKinds)[number] | 'any',
): Promise<Ready | undefined> {
  const at = await facts.read(endpoints, deployment);
  if (!at?.authorization || !at.token) {
    const what = at ? 'names no authorization_endpoint or no token_endpoint' : 'was not served';
    await obstacle(
      'vendor-unreachable',
      `The SMART configuration of ${deployment.base} ${what}, so no app can find where to sign in.`,
    );
    return undefined;
  }
  const client = kind === 'any' ? await provenApp({ vendor, deployment, facts }) : clientOf(vendor, kind);
  if (!client?.clientId || !client.redirect) {
    const what = client ? `The client "${client.id}" has no client-id or no redirect.` : '';
    await obstacle(
      'credentials-missing',
      what ||
        `The profile lists no client that is ${kind === 'any' ? 'an app' : named[kind]}. Register one and add it under "clients".`,
    );
    return undefined;
  }
  const patient = vendor.patients.find(({ signIn }) => signIn !== undefined);
  if (!patient?.signIn) {
    await obstacle(
      'credentials-missing',
      'No patient of the profile can sign in. Add "sign-in" to one under "patients", and that person under "sign-in.people".',
    );
    return undefined;
  }
  const { clientId, redirect } = client;
  return {
    at: { ...at, authorization: at.authorization, token: at.token },
    client: { ...client, clientId, redirect },
    person: patient.signIn,
    patient: patient.id,
  };
}

/** What an app asks for when the profile does not say what it was registered for. */
export const usualScopes = 'launch/patient openid fhirUser offline_access patient/*.rs';
export const scopesOf = (client: Client): string => client.scopes ?? usualScopes;

type Changes = Partial<Omit<AuthorizationRequest, 'as'>>;

/** Asks for authorization as this app would, but for what is changed. */
export const authorize = (
  { deployment }: Signing,
  person: Person,
  { at, client }: Ready,
  as: string,
  changes: Changes = {},
): Promise<Authorized> =>
  person.authorize({
    as,
    client,
    endpoint: at.authorization,
    namedBy: at.exhibit,
    aud: deployment.base,
    scope: scopesOf(client),
    ...changes,
  });

/** Hands in a code as this app would, but for what is changed. */
export const exchange = (
  { oauth }: Signing,
  { at, client }: Pick<Ready, 'at' | 'client'>,
  as: string,
  { code, redirect, verifier, exhibit }: Authorized,
  changes: Partial<Parameters<OAuth['token']>[0]> = {},
): Promise<TokenAnswer> =>
  oauth.token({
    as,
    client,
    endpoint: at.token,
    namedBy: at.exhibit,
    after: [exhibit],
    ...changes,
    parameters: {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirect,
      code_verifier: verifier,
      ...changes.parameters,
    },
  });

export const refresh = (
  { oauth }: Signing,
  { at, client }: Pick<Ready, 'at' | 'client'>,
  as: string,
  token: Live,
  { scope, after = [] }: { readonly scope?: string; readonly after?: readonly ExhibitId[] } = {},
): Promise<TokenAnswer> =>
  oauth.token({
    as,
    client,
    endpoint: at.token,
    namedBy: at.exhibit,
    after,
    parameters: { grant_type: 'refresh_token', refresh_token: token, scope },
  });

/** A whole connection: what everything else begins with. */
export async function connect(
  hands: Signing,
  person: Person,
  ready: Ready,
  labels: { readonly authorization: string; readonly token: string } = connectionLabels,
  changes: Changes = {},
): Promise<(TokenAnswer & { readonly authorized: Authorized; readonly access: Live }) | undefined> {
  const authorized = await authorize(hands, person, ready, labels.authorization, changes);
  if (!authorized.code) return undefined;
  const tokens = await exchange(hands, ready, labels.token, authorized);
  return tokens.access ? { ...tokens, authorized, access: tokens.access } : undefined;
}
