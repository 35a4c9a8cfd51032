import { endpoints } from '../../src/facts/authorization/endpoints.ts';
import { backendLabels as labels, assertionTrials as trials } from '../../src/facts/authorization/labels.ts';
import { authorizationSteps } from '../../src/facts/authorization/steps.ts';
import type { AssertionChange, Live, TokenAnswer, TokenRequest } from '../../src/model/oauth.ts';
import { stepPerDeployment } from '../../src/model/suite.ts';
import type { Client } from '../../src/model/vendor.ts';
import { clientOf, type Signing } from './apps.ts';
import { look } from './records.ts';

interface Service {
  readonly client: Client & { readonly clientId: string };
  readonly token: string;
  /** Sends a token request as this service would, but for what is changed. */
  ask(as: string, changes?: Partial<TokenRequest>): Promise<TokenAnswer>;
}

const usualScopes = 'system/*.rs';

async function service({ vendor, deployment, facts, oauth, obstacle }: Signing): Promise<Service | undefined> {
  const at = await facts.read(endpoints, deployment);
  const { token } = at ?? {};
  if (!at || !token) {
    await obstacle('vendor-unreachable', `The SMART configuration of ${deployment.base} names no token_endpoint.`);
    return undefined;
  }
  const client = clientOf(vendor, 'backend');
  if (!client?.clientId || !client.key) {
    await obstacle(
      'credentials-missing',
      'The profile lists no backend service with client-id and key. Register one and add it under "clients" (kind: backend).',
    );
    return undefined;
  }
  const { clientId } = client;
  return {
    client: { ...client, clientId },
    token,
    ask: (as, changes = {}) =>
      oauth.token({
        as,
        client,
        endpoint: token,
        namedBy: at.exhibit,
        ...changes,
        parameters: { grant_type: 'client_credentials', scope: client.scopes ?? usualScopes, ...changes.parameters },
      }),
  };
}

export const backend = stepPerDeployment(authorizationSteps.backend, { permits: ['consented'] }, async hands => {
  const own = await service(hands);
  if (!own) return;
  const { access, exhibit } = await own.ask(labels.token);
  if (!access) return;
  const [patient] = hands.vendor.patients;
  await look(hands, {
    as: labels.record,
    client: own.client,
    path: patient ? `Patient/${patient.id}` : 'Patient?_count=1',
    what: 'a Patient',
    token: access,
    after: [exhibit],
  });
});

/** More than a client was registered for: rights to write where it may read, else every kind of record where it may have some. */
const wider = (registered: string): string =>
  /\bsystem\/\*\.(rs|read)\b/.test(registered) ? 'system/*.cruds' : 'system/*.rs system/*.read';

export const assertions = stepPerDeployment(authorizationSteps.assertions, { permits: ['negative'] }, async hands => {
  const own = await service(hands);
  if (!own) return;
  const { client, token } = own;
  // A refusal says something only of a request whose like is granted.
  const control = await own.ask(labels.token);
  if (!control.access) return;
  const sign = (change: AssertionChange) => hands.oauth.assertion(client, token, change);
  const now = Math.floor(Date.now() / 1000);
  const send = (as: string, assertion: Live, type?: string) =>
    own.ask(as, {
      authentication: { assertion },
      after: [control.exhibit],
      ...(type ? { parameters: { client_assertion_type: type } } : {}),
    });
  const faults: readonly (readonly [string, AssertionChange])[] = [
    [trials.wrongKey, { signature: 'wrong' }],
    [trials.tampered, { signature: 'tampered' }],
    [trials.unsigned, { signature: 'none' }],
    [trials.publicKey, { signature: 'public' }],
    [trials.issuer, { claims: { iss: 'https://stranger.example/client' } }],
    [trials.subject, { claims: { sub: 'https://stranger.example/client' } }],
    [trials.audience, { claims: { aud: 'https://stranger.example/token' } }],
    [trials.expired, { claims: { iat: now - 900, exp: now - 600 } }],
    [trials.long, { claims: { exp: now + 3600 } }],
    [trials.noId, { claims: { jti: undefined } }],
    [trials.keyId, { header: { kid: 'a-key-nobody-registered' }, signature: 'wrong' }],
  ];
  await Promise.all([
    ...faults.map(async ([as, change]) => send(as, await sign(change))),
    sign({}).then(right => send(trials.type, right, 'urn:example:not-an-assertion-type')),
    sign({}).then(async right => {
      await send(labels.token, right);
      await send(trials.replayed, right);
    }),
    own.ask(labels.wider, { parameters: { scope: wider(client.scopes ?? usualScopes) } }),
  ]);
});
