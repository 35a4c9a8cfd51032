import { createPrivateKey, sign } from 'node:crypto';
import type { AuthorizationStore } from './authorization-store.ts';
import type { AskedToken, AuthorizationBehaviour } from './behaviour.ts';
import type { OwnClient } from './clients.ts';

/** SMART gives a client assertion five minutes; clocks may differ by one more. */
const longestAssertion = 6 * 60;

/** A token request as the server is to see it, or the answer where it shall not. */
export async function bentTokenRequest(
  request: Request,
  behaviour: AuthorizationBehaviour,
  clients: readonly OwnClient[],
  store: AuthorizationStore,
): Promise<{ readonly request: Request; readonly form: URLSearchParams } | Response> {
  const form = new URLSearchParams(await request.text());
  const headers = new Headers(request.headers);
  const client = clientOf(form, headers, clients);
  const remembered = store.remembered(form.get('code')) ?? store.remembered(form.get('refresh_token'));
  const grant = store.remembered(remembered?.grantId);
  const asked: AskedToken = { form, headers, client, remembered, grant };
  for (const bend of behaviour.tokenRequests) {
    bend(asked);
    if (asked.answer) return asked.answer;
  }
  mendAssertion(form, client, behaviour);
  if (outlives(form.get('client_assertion'))) {
    const says = { error: 'invalid_client', error_description: 'A client assertion lives for five minutes at most.' };
    return Response.json(says, { status: 401, headers: { 'cache-control': 'no-store', pragma: 'no-cache' } });
  }
  headers.delete('content-length');
  return { request: new Request(request.url, { method: 'POST', headers, body: form.toString() }), form };
}

function clientOf(form: URLSearchParams, headers: Headers, clients: readonly OwnClient[]): OwnClient | undefined {
  const basic = /^Basic (.+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  const claims = claimsIn(form.get('client_assertion'));
  const ids: unknown[] = [
    form.get('client_id'),
    basic && decodeURIComponent(Buffer.from(basic, 'base64').toString().split(':')[0] ?? ''),
    claims?.sub,
    claims?.iss,
  ];
  return clients.find(({ metadata }) => ids.includes(metadata.client_id));
}

// biome-ignore lint/suspicious/noExplicitAny: claims as they came
const claimsIn = (jwt: string | null): any => (jwt === null ? undefined : partOf(jwt, 1));

// biome-ignore lint/suspicious/noExplicitAny: one part of a JWT as it came
function partOf(jwt: string, which: 0 | 1): any {
  try {
    return JSON.parse(Buffer.from(jwt.split('.')[which] ?? '', 'base64url').toString());
  } catch {
    return undefined;
  }
}

const outlives = (jwt: string | null): boolean => {
  const exp = claimsIn(jwt)?.exp;
  return typeof exp === 'number' && exp > Date.now() / 1000 + longestAssertion;
};

function mendAssertion(
  form: URLSearchParams,
  client: OwnClient | undefined,
  { assertions }: AuthorizationBehaviour,
): void {
  const jwt = form.get('client_assertion');
  const own = client ?? undefined;
  if (!jwt || assertions.length === 0) return;
  const [header, claims] = [partOf(jwt, 0), partOf(jwt, 1)];
  if (!header || !claims || !own?.key) return;
  // Each is asked, not only the first that mends something.
  const mended = assertions.map(mend => mend({ header, claims })).includes(true);
  if (mended) form.set('client_assertion', signed(header, claims, own.key));
}

/** A JWT signed with a private JWK. */
export function signed(header: object, claims: object, key: object): string {
  const text = [header, claims].map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const privateKey = createPrivateKey({ key: key as never, format: 'jwk' });
  const hash = privateKey.asymmetricKeyType === 'rsa' ? 'sha256' : 'sha384';
  return `${text}.${sign(hash, Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

/** What the token endpoint answers, after all that is to be changed in it. */
export async function changedTokenAnswer(
  answer: Response,
  form: URLSearchParams,
  { tokenAnswers, identityClaims }: AuthorizationBehaviour,
  key: object,
): Promise<Response> {
  if (tokenAnswers.length === 0 && identityClaims.length === 0) return answer;
  // biome-ignore lint/suspicious/noExplicitAny: a token response, about to be made wrong on purpose
  const body: any = await answer.json().catch(() => undefined);
  if (typeof body !== 'object' || body === null) return answer;
  const changed = { status: answer.status, body };
  if (typeof body.id_token === 'string' && identityClaims.length > 0) {
    const [header, claims] = [partOf(body.id_token, 0), partOf(body.id_token, 1)];
    for (const change of identityClaims) change(claims);
    body.id_token = signed(header, claims, key);
  }
  for (const change of tokenAnswers) change(changed, form);
  const headers = new Headers(answer.headers);
  headers.delete('content-length');
  return new Response(JSON.stringify(body), { status: changed.status, headers });
}
