import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { forgetSecret, keepSecret, keptSecret } from '../evidence/vault.ts';
import type { ExhibitId } from '../model/exhibit.ts';
import type { Answer, Hands } from '../model/hands.ts';
import type { Deployment, Registration, Vendor } from '../model/vendor.ts';

/** A registration that a server issued to us (RFC 7591), as it is kept between runs. */
export interface KeptRegistration {
  readonly clientId: string;
  readonly registeredAt: string;
  readonly authentication?: string;
  readonly secret?: string;
  /** Private JWK of an app that proves itself by a key. */
  readonly key?: object;
  readonly management?: { readonly address: string; readonly token: string };
}

type WritingHands = Pick<Hands<'write', Deployment>, 'vendor' | 'deployment' | 'http' | 'measure' | 'say' | 'obstacle'>;

interface Endpoint {
  readonly address: string;
  /** The document that names it. */
  readonly namedBy: ExhibitId;
}

export interface Wanted {
  readonly kind: 'public' | 'native' | 'backend' | 'symmetric';
  /** What the exchange is called in the evidence. */
  readonly as: string;
  /** Sent only when one before it was refused: it shows what the refusal hung on. */
  readonly onlyAfterRefusal?: true;
}

/** What a registration calls itself. It says whose it is and what it is for: no invented identities. */
const nameOf = (vendor: Vendor): string => `special-effort, a test by ${vendor.engagement?.by ?? 'an app developer'}`;

/** The name under which a registration is kept: one for each server, kind and person who asks. */
const keptName = (
  endpoint: string,
  kind: string,
  { vendor, deployment }: Pick<WritingHands, 'vendor' | 'deployment'>,
): string => JSON.stringify([endpoint, kind, deployment.base, vendor.engagement?.by ?? '']);

/**
 * Registers an app of each kind by RFC 7591, reads it back and deletes it again by RFC 7592. A server that offers no
 * deleting is not left with orphans: what it issued is kept, and the next run uses it again instead of asking anew.
 * @param reuseLabel what the measurement that stands for a reused registration is called
 */
export async function registerApps(
  hands: WritingHands,
  endpoint: Endpoint,
  wanted: readonly Wanted[],
  reuseLabel: string,
): Promise<void> {
  const standing = await settleWhatWasLeft(hands, endpoint);
  let refused = false;
  for (const { kind, as, onlyAfterRefusal } of wanted) {
    if (standing.has(kind) || (onlyAfterRefusal && !refused)) continue;
    hands.say(`registering a ${kind} app`);
    const name = keptName(endpoint.address, kind, hands);
    const kept = keptSecret(name) as KeptRegistration | undefined;
    if (kept && !kept.management) {
      const { clientId, registeredAt, authentication } = kept;
      await hands.measure({
        as: reuseLabel,
        of: [endpoint.namedBy],
        by: 'special-effort',
        value: { kind, clientId, registeredAt, ...(authentication ? { authentication } : {}) },
      });
      continue;
    }
    if (kept?.management) await remove(hands, endpoint.namedBy, kind, kept.management, name);
    const { metadata, key } = metadataOf(kind, hands.vendor);
    const answer = await hands.http.send(endpoint.address, {
      as,
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(metadata),
      intent: intentOf(kind, hands.vendor),
      namedBy: endpoint.namedBy,
      limit: 1024 * 1024,
      live: true,
    });
    const issued = await issuedBy(answer, key);
    refused ||= !issued && answer.status !== undefined && answer.status >= 400 && answer.status < 500;
    if (!issued) continue;
    keepSecret(name, issued);
    const { management } = issued;
    if (!management) continue;
    await hands.http.send(management.address, {
      as: `${as}, read back`,
      credential: bearer(management),
      namedBy: answer.exhibit,
      limit: 1024 * 1024,
    });
    await remove(hands, answer.exhibit, kind, management, name);
  }
}

const intentOf = (kind: string, vendor: Vendor): string => `register the ${kind} app "${nameOf(vendor)}"`;

const bearer = ({ address, token }: NonNullable<KeptRegistration['management']>) =>
  ({ origin: new URL(address).origin, scheme: 'Bearer', secret: { live: token } }) as const;

/** What an attempt that was cut short may have left. @returns the kinds whose answer of then stands */
async function settleWhatWasLeft(hands: WritingHands, endpoint: Endpoint): Promise<ReadonlySet<string>> {
  const standing = new Set<string>();
  for (const left of hands.http.left) {
    const status = left.answer?.status;
    const kind = /^register the (\w+) app/.exec(left.intent)?.[1];
    if (kind === undefined || (status !== undefined && status >= 400)) {
      // Deleting twice does no harm, and a refusal left nothing.
      await hands.http.settle(left, status === undefined ? 'never-arrived' : 'cancelled');
      continue;
    }
    const kept = keptSecret(keptName(endpoint.address, kind, hands)) as KeptRegistration | undefined;
    if (!kept) {
      const arrived = status === undefined ? 'may have registered' : 'registered';
      await hands.obstacle(
        'needs-person',
        `An earlier attempt ${arrived} an app at ${left.url} and ended before what came back was kept. Ask the vendor to delete "${nameOf(hands.vendor)}".`,
      );
    }
    if (kept?.management || status === undefined) {
      // What is kept with a way to delete it is deleted before another is asked for.
      await hands.http.settle(left, kept?.management ? 'cancelled' : 'never-arrived');
      continue;
    }
    await hands.http.settle(left, 'reused');
    standing.add(kind);
  }
  return standing;
}

async function remove(
  hands: Pick<WritingHands, 'http'>,
  namedBy: ExhibitId,
  kind: string,
  management: NonNullable<KeptRegistration['management']>,
  name: string,
): Promise<void> {
  const answer = await hands.http.send(management.address, {
    as: `deletion of a ${kind} app`,
    method: 'DELETE',
    credential: bearer(management),
    intent: `delete the ${kind} app ${management.address}`,
    namedBy,
    limit: 1024 * 1024,
  });
  // 404 and 401: it is gone already, or its token is.
  if (answer.status !== undefined && (answer.status < 300 || answer.status === 404 || answer.status === 401))
    forgetSecret(name);
}

async function issuedBy(answer: Answer, key: object | undefined): Promise<KeptRegistration | undefined> {
  if (answer.status !== 200 && answer.status !== 201) return undefined;
  let says: Record<string, unknown>;
  try {
    says = JSON.parse(await answer.text());
  } catch {
    return undefined;
  }
  const text = (name: string): string | undefined =>
    typeof says?.[name] === 'string' && says[name] !== '' ? (says[name] as string) : undefined;
  const clientId = text('client_id');
  if (!clientId) return undefined;
  const [address, token, secret, authentication] = [
    'registration_client_uri',
    'registration_access_token',
    'client_secret',
    'token_endpoint_auth_method',
  ].map(text);
  return {
    clientId,
    registeredAt: new Date().toISOString(),
    ...(authentication ? { authentication } : {}),
    ...(secret ? { secret } : {}),
    ...(key ? { key } : {}),
    ...(address && token && URL.canParse(address) ? { management: { address, token } } : {}),
  };
}

/** What RFC 7591 asks for each kind; redirect addresses are the profile's own where it names one. */
export function metadataOf(kind: Wanted['kind'], vendor: Vendor): { readonly metadata: object; readonly key?: object } {
  const client_name = nameOf(vendor);
  const redirect = vendor.clients.find(client => client.kind === kind)?.redirect;
  const forPeople = (otherwise: string) => ({
    client_name,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    redirect_uris: [redirect ?? otherwise],
  });
  switch (kind) {
    case 'public':
      return { metadata: { ...forPeople('https://localhost/callback'), token_endpoint_auth_method: 'none' } };
    case 'native':
      return {
        metadata: {
          ...forPeople('http://127.0.0.1/callback'),
          application_type: 'native',
          token_endpoint_auth_method: 'none',
        },
      };
    case 'symmetric':
      return {
        metadata: { ...forPeople('https://localhost/callback'), token_endpoint_auth_method: 'client_secret_basic' },
      };
    case 'backend': {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-384' });
      const marks = { kid: randomUUID(), alg: 'ES384', use: 'sig' };
      return {
        metadata: {
          client_name,
          grant_types: ['client_credentials'],
          response_types: [],
          redirect_uris: [],
          token_endpoint_auth_method: 'private_key_jwt',
          token_endpoint_auth_signing_alg: 'ES384',
          jwks: { keys: [{ ...pair.publicKey.export({ format: 'jwk' }), ...marks }] },
        },
        key: { ...pair.privateKey.export({ format: 'jwk' }), ...marks },
      };
    }
  }
}

const formName = ({ page }: Registration, { engagement }: Vendor): string =>
  JSON.stringify(['form', page, engagement?.by ?? '']);

/** The registration that a form gave us in an earlier run, and that nobody has deleted since. */
export const keptFromForm = (form: Registration, vendor: Vendor): KeptRegistration | undefined =>
  keptSecret(formName(form, vendor)) as KeptRegistration | undefined;

/** Keeps what a form gave us; deletes it again where the page that followed says how (RFC 7592). */
export async function keepFromForm(
  hands: Pick<WritingHands, 'http' | 'vendor'>,
  form: Registration,
  came: { readonly exhibit: ExhibitId; readonly taken: Readonly<Record<string, string>> },
): Promise<void> {
  const { 'client-id': clientId, secret, management: address, 'management-token': token } = came.taken;
  if (!clientId) return;
  const management = address && token && URL.canParse(address) ? { address, token } : undefined;
  const name = formName(form, hands.vendor);
  const kept: KeptRegistration = {
    clientId,
    registeredAt: new Date().toISOString(),
    ...(secret ? { secret } : {}),
    ...(management ? { management } : {}),
  };
  keepSecret(name, kept);
  if (management) await remove(hands, came.exhibit, 'registered', management, name);
}
