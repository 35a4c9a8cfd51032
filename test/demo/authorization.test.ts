import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, importJWK, jwtVerify, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { accounts } from '../../src/demo/accounts.ts';
import { type EmbeddedVendor, startEmbeddedVendor } from '../../src/demo/vendor.ts';
import { type Ask, authorizationRequest, authorize, visitor } from './visitor.ts';

const base = 'https://fhir.larkspur.example/r4';
const tokenEndpoint = 'https://auth.larkspur.example/token';
const [wren, sorrel, linden] = accounts as [(typeof accounts)[0], (typeof accounts)[0], (typeof accounts)[0]];

let vendor: EmbeddedVendor;
let ask: Ask;
let folder: string;
// biome-ignore lint/suspicious/noExplicitAny: a profile as written
let clients: Record<string, any>;

beforeAll(async () => {
  vendor = await startEmbeddedVendor();
  folder = await mkdtemp(join(tmpdir(), 'larkspur-test-'));
  const profile = parse(await readFile(await vendor.profile(folder), 'utf8'));
  clients = Object.fromEntries(profile.clients.map((client: { id: string }) => [client.id, client]));
});
afterAll(async () => {
  await vendor.close();
  await rm(folder, { recursive: true });
});

const secretOf = async (reference: string) => readFile(join(folder, reference.slice('file:'.length)), 'utf8');

async function assertion(client: { 'client-id': string; key: string }) {
  const jwk = JSON.parse(await secretOf(client.key));
  return new SignJWT({ jti: crypto.randomUUID() })
    .setProtectedHeader({ alg: jwk.alg, kid: jwk.kid, typ: 'JWT' })
    .setIssuer(client['client-id'])
    .setSubject(client['client-id'])
    .setAudience(tokenEndpoint)
    .setIssuedAt()
    .setExpirationTime('4m')
    .sign(await importJWK(jwk));
}

async function authentication(id: string): Promise<{ body: Record<string, string>; headers: Record<string, string> }> {
  const client = clients[id];
  if (id === 'symmetric') {
    const pair = `${client['client-id']}:${await secretOf(client.secret)}`;
    return { body: {}, headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } };
  }
  if (id === 'asymmetric' || id === 'backend') {
    return {
      body: {
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await assertion(client),
      },
      headers: {},
    };
  }
  return { body: { client_id: client['client-id'] }, headers: {} };
}

async function token(id: string, parameters: Record<string, string>) {
  const { body, headers } = await authentication(id);
  return visitor(vendor)(tokenEndpoint, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ ...parameters, ...body }),
  });
}

/** A whole authorization of one client by one person. */
async function connect(
  id: string,
  person = wren,
  {
    scope = clients[id].scopes as string,
    keep,
    ...more
  }: { scope?: string; keep?: (scope: string) => boolean; launch?: string; aud?: string } = {},
) {
  const { 'client-id': client_id, redirect } = clients[id];
  const redirect_uri = id === 'native' ? redirect.replace('127.0.0.1', '127.0.0.1:48123') : redirect;
  const request = authorizationRequest({ client_id, redirect_uri, scope, ...more });
  const back = await authorize(visitor(vendor), request.url, person, keep);
  const code = back.searchParams.get('code');
  expect(code, back.href).toBeTruthy();
  const answer = await token(id, {
    grant_type: 'authorization_code',
    code: code!,
    redirect_uri,
    code_verifier: request.verifier,
  });
  expect(answer.status, answer.body).toBe(200);
  return answer;
}

const read = (path: string, access: string) =>
  ask(`${base}/${path}`, { headers: { authorization: `Bearer ${access}` } });

beforeAll(() => {
  ask = visitor(vendor);
});

describe('a person connects an app', () => {
  it.each(['public', 'symmetric', 'asymmetric', 'native'])('%s: code, token, own record, refresh', async id => {
    const answer = await connect(id);
    const { access_token, refresh_token, id_token, patient, scope, token_type } = answer.json;
    expect(answer.headers['cache-control']).toContain('no-store');
    expect(answer.headers.pragma).toBe('no-cache');
    expect({ patient, token_type, banner: answer.json.need_patient_banner }).toEqual({
      patient: 'patient-1',
      token_type: 'Bearer',
      banner: true,
    });
    expect(scope.split(' ')).toContain('patient/*.rs');
    expect((await read('Patient/patient-1', access_token)).json.resourceType).toBe('Patient');

    const jwks = (await ask('https://auth.larkspur.example/jwks')).json;
    const { payload, protectedHeader } = await jwtVerify(id_token, createLocalJWKSet(jwks), {
      issuer: 'https://auth.larkspur.example',
      audience: clients[id]['client-id'],
    });
    expect(protectedHeader.alg).toBe('RS256');
    expect(payload.fhirUser).toBe(`${base}/Patient/patient-1`);

    const refreshed = await token(id, { grant_type: 'refresh_token', refresh_token });
    expect(refreshed.status, refreshed.body).toBe(200);
    expect(refreshed.json.patient).toBe('patient-1');
    expect(refreshed.json.refresh_token).not.toBe(refresh_token);
    expect((await read('Patient/patient-1', refreshed.json.access_token)).status).toBe(200);
    const reused = await token(id, { grant_type: 'refresh_token', refresh_token });
    expect(reused.json.error).toBe('invalid_grant');
  });

  it("keeps one patient's token out of another's record", async () => {
    const { access_token } = (await connect('public')).json;
    expect((await read('Patient/patient-2', access_token)).status).toBe(403);
    expect((await read('Observation?patient=patient-2', access_token)).status).toBe(403);
    expect((await read('Observation/patient-2-encounter-1-heart-rate', access_token)).status).toBe(404);
    expect((await read('Binary/patient-2-binary-1', access_token)).status).toBe(404);
    expect((await read('Group/group-1', access_token)).status).toBe(404);
    const all = (await read('Observation?_count=1000', access_token)).json;
    const subjects = new Set(
      all.entry.map((entry: { resource: { subject: { reference: string } } }) => entry.resource.subject.reference),
    );
    expect([...subjects]).toEqual(['Patient/patient-1']);
    const other = (await connect('public', sorrel)).json;
    expect(other.patient).toBe('patient-2');
    expect((await read('Patient/patient-2', other.access_token)).status).toBe(200);
  });

  it('grants what the person left ticked, down to categories', async () => {
    const laboratory = 'http://terminology.hl7.org/CodeSystem/observation-category|laboratory';
    const { access_token, scope } = (
      await connect('public', wren, {
        scope: 'launch/patient patient/Observation.rs patient/Patient.rs',
        keep: one => !one.includes('Observation') || one.endsWith('|laboratory'),
      })
    ).json;
    expect(scope).toBe(`launch/patient patient/Observation.rs?category=${laboratory} patient/Patient.rs`);
    const found = (await read('Observation?patient=patient-1', access_token)).json;
    expect(found.total).toBe(15);
    expect((await read('Observation/patient-1-encounter-1-heart-rate', access_token)).status).toBe(404);
    expect((await read('Condition?patient=patient-1', access_token)).status).toBe(403);
  });

  it('can be denied', async () => {
    const { 'client-id': client_id, redirect, scopes } = clients.public;
    const mine = visitor(vendor);
    const { url } = authorizationRequest({ client_id, redirect_uri: redirect, scope: scopes });
    let at = new URL((await mine(url)).headers.location!, url).href;
    const account = new URLSearchParams({ username: wren.username, password: wren.password });
    let page = await mine(`${at}/account`, { method: 'POST', body: account });
    while (page.headers.location) {
      at = new URL(page.headers.location, at).href;
      page = await mine(at);
    }
    page = await mine(`${at}/deny`, { method: 'POST', body: new URLSearchParams() });
    page = await mine(new URL(page.headers.location!, at).href);
    expect(new URL(page.headers.location!).searchParams.get('error')).toBe('access_denied');
  });

  it('takes the request as a form, and scopes in the spelling of SMART 1', async () => {
    const { 'client-id': client_id, redirect } = clients.public;
    const request = authorizationRequest({
      client_id,
      redirect_uri: redirect,
      scope: 'launch/patient patient/Patient.read',
    });
    const mine = visitor(vendor);
    const [address = '', query = ''] = request.url.split('?');
    const page = await mine(address, { method: 'POST', body: new URLSearchParams(query) });
    expect(page.status).toBe(303);
    const back = await authorize(mine, new URL(page.headers.location!, address).href, wren);
    const code = back.searchParams.get('code')!;
    const { json } = await token('public', {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirect,
      code_verifier: request.verifier,
    });
    expect(json.scope).toBe('launch/patient patient/Patient.read');
    expect((await read('Patient/patient-1', json.access_token)).status).toBe(200);
    expect((await read('Observation?patient=patient-1', json.access_token)).status).toBe(403);
  });

  it('is denied when nothing stays ticked', async () => {
    const { 'client-id': client_id, redirect, scopes } = clients.public;
    const { url } = authorizationRequest({ client_id, redirect_uri: redirect, scope: scopes });
    const back = await authorize(visitor(vendor), url, wren, () => false);
    expect(back.searchParams.get('error')).toBe('access_denied');
  });

  it("opens one customer's base address and no other", async () => {
    const tenant = 'https://fhir.larkspur.example/t/juniper/r4';
    const here = (await connect('public')).json.access_token;
    const there = (await connect('public', wren, { aud: tenant })).json;
    const readThere = (access: string) =>
      ask(`${tenant}/Patient/patient-1`, { headers: { authorization: `Bearer ${access}` } });
    expect((await readThere(there.access_token)).status).toBe(200);
    expect((await readThere(here)).status).toBe(401);
    expect((await read('Patient/patient-1', there.access_token)).status).toBe(401);
    const claims = JSON.parse(Buffer.from(there.id_token.split('.')[1], 'base64url').toString());
    expect(claims.fhirUser).toBe(`${tenant}/Patient/patient-1`);
  });

  it.each([
    ['a wrong audience', { aud: 'https://elsewhere.example/r4' }, 'invalid_request'],
    ['no audience', { aud: '' }, 'invalid_request'],
    ['the plain code challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['no code challenge', { code_challenge: '', code_challenge_method: '' }, 'invalid_request'],
    ['an unknown launch', { launch: 'nobody-knows', scope: 'launch patient/*.rs' }, 'invalid_request'],
  ])('refuses %s', async (_what, parameters, error) => {
    const { 'client-id': client_id, redirect, scopes } = clients.public;
    const { url } = authorizationRequest({ client_id, redirect_uri: redirect, scope: scopes, ...parameters });
    const { headers } = await ask(url);
    expect(new URL(headers.location!).searchParams.get('error')).toBe(error);
  });

  it('refuses a wrong verifier, an unregistered redirect address and a used code', async () => {
    const { 'client-id': client_id, redirect, scopes } = clients.public;
    const elsewhere = authorizationRequest({ client_id, redirect_uri: 'https://elsewhere.example/', scope: scopes });
    expect((await ask(elsewhere.url)).status).toBe(400);
    const request = authorizationRequest({ client_id, redirect_uri: redirect, scope: scopes });
    const back = await authorize(visitor(vendor), request.url, wren);
    const exchange = (code_verifier: string) =>
      token('public', {
        grant_type: 'authorization_code',
        code: back.searchParams.get('code')!,
        redirect_uri: redirect,
        code_verifier,
      });
    expect((await exchange('x'.repeat(43))).json.error).toBe('invalid_grant');
    expect((await exchange(request.verifier)).status).toBe(200);
    expect((await exchange(request.verifier)).json.error).toBe('invalid_grant');
  });

  it('is told what a token opens, and takes it back', async () => {
    const { access_token, refresh_token } = (await connect('symmetric')).json;
    const { headers } = await authentication('symmetric');
    const introspect = async () =>
      (
        await ask('https://auth.larkspur.example/introspect', {
          method: 'POST',
          headers,
          body: new URLSearchParams({ token: access_token }),
        })
      ).json;
    expect(await introspect()).toMatchObject({
      active: true,
      patient: 'patient-1',
      client_id: clients.symmetric['client-id'],
    });
    const revoked = await ask('https://auth.larkspur.example/revoke', {
      method: 'POST',
      headers,
      body: new URLSearchParams({ token: access_token }),
    });
    expect(revoked.status).toBe(200);
    expect(await introspect()).toEqual({ active: false });
    expect((await read('Patient/patient-1', access_token)).status).toBe(401);
    expect(refresh_token).toBeTruthy();
  });

  it('ends an app at the page of connected apps, at once', async () => {
    const { access_token, refresh_token } = (await connect('native', sorrel)).json;
    const mine = visitor(vendor);
    const apps = 'https://auth.larkspur.example/apps';
    await mine(`${apps}/account`, {
      method: 'POST',
      body: new URLSearchParams({ username: sorrel.username, password: sorrel.password }),
    });
    const page = await mine(apps);
    const grants = [...page.body.matchAll(/name="grant" value="([^"]+)"/g)].map(([, id]) => id!);
    expect(grants.length).toBeGreaterThan(0);
    for (const grant of grants)
      await mine(`${apps}/withdraw`, { method: 'POST', body: new URLSearchParams({ grant }) });
    expect((await mine(apps)).body).toContain('No app is connected');
    expect((await read('Patient/patient-2', access_token)).status).toBe(401);
    expect((await token('native', { grant_type: 'refresh_token', refresh_token })).json.error).toBe('invalid_grant');
  });
});

describe('a clinician', () => {
  it('launches an app from the EHR, with patient and visit', async () => {
    const started = await ask('https://developer.larkspur.example/launch', {
      method: 'POST',
      body: new URLSearchParams({ 'launch-url': 'https://app.example/launch', patient: 'patient-2' }),
    });
    const target = new URL(started.headers.location!);
    expect(target.searchParams.get('iss')).toBe(base);
    const answer = await connect('public', linden, {
      scope: 'openid fhirUser launch user/*.rs patient/*.rs',
      launch: target.searchParams.get('launch')!,
    });
    const { access_token, patient, encounter, smart_style_url } = answer.json;
    expect({ patient, encounter }).toEqual({ patient: 'patient-2', encounter: 'patient-2-encounter-1' });
    expect((await ask(smart_style_url)).json.color_text).toBeTruthy();
    expect((await read(`Encounter/${encounter}`, access_token)).status).toBe(200);
    expect((await read('Patient/patient-1', access_token)).status).toBe(200);
  });

  it('picks a patient where the app asks for one', async () => {
    const { patient, access_token } = (await connect('public', linden, { scope: 'launch/patient patient/*.rs' })).json;
    expect(patient).toBe('patient-1');
    expect((await read('Patient/patient-2', access_token)).status).toBe(403);
  });
});

describe('a backend service', () => {
  it('gets a token for its signed assertion, and the population with it', async () => {
    const answer = await token('backend', { grant_type: 'client_credentials', scope: 'system/*.rs' });
    expect(answer.status, answer.body).toBe(200);
    expect(answer.json).toMatchObject({ token_type: 'Bearer', scope: 'system/*.rs', expires_in: 300 });
    expect((await read('Patient', answer.json.access_token)).json.total).toBe(6);
  });

  it('is refused without one, with one used before, and with scopes of people', async () => {
    const parameters = { grant_type: 'client_credentials', scope: 'system/*.rs' };
    const { body } = await authentication('backend');
    const send = (extra: Record<string, string>) =>
      ask(tokenEndpoint, { method: 'POST', body: new URLSearchParams({ ...parameters, ...extra }) });
    expect((await send(body)).status).toBe(200);
    expect((await send(body)).json.error).toBe('invalid_client');
    expect((await send({ client_id: clients.backend['client-id'] })).status).toBeGreaterThanOrEqual(400);
    const personal = await token('backend', { grant_type: 'client_credentials', scope: 'patient/*.rs' });
    expect(personal.json.error).toBe('invalid_scope');
  });

  it('exports a group: kick-off, status, files, deletion', async () => {
    const { access_token } = (await token('backend', { grant_type: 'client_credentials', scope: 'system/*.rs' })).json;
    const headers = { authorization: `Bearer ${access_token}`, prefer: 'respond-async' };
    const started = await ask(`${base}/Group/group-1/$export?_type=Patient,Observation`, { headers });
    expect(started.status).toBe(202);
    const location = started.headers['content-location'] as string;
    let status = await ask(location, { headers });
    expect(status.status).toBe(202);
    expect(status.headers['x-progress']).toBeTruthy();
    while (status.status === 202) {
      await new Promise(resolve => setTimeout(resolve, 150));
      status = await ask(location, { headers });
    }
    const { output, requiresAccessToken, request } = status.json;
    expect(requiresAccessToken).toBe(true);
    expect(request).toContain('$export?_type=Patient,Observation');
    expect(output.map(({ type, count }: { type: string; count: number }) => [type, count > 5])).toEqual([
      ['Observation', true],
      ['Patient', true],
    ]);
    const file = await ask(output[1].url, { headers });
    expect(file.headers['content-type']).toBe('application/fhir+ndjson');
    expect(
      file.body
        .trim()
        .split('\n')
        .map(line => JSON.parse(line).resourceType),
    ).toEqual(Array(6).fill('Patient'));
    expect((await ask(output[1].url)).status).toBe(401);
    expect((await ask(location, { headers, method: 'DELETE' })).status).toBe(202);
    expect((await ask(output[1].url, { headers })).status).toBe(404);
  });

  it.each([
    ['no Prefer header', 'Group/group-1/$export', {}, 400],
    ['an unknown group', 'Group/nobody/$export', { prefer: 'respond-async' }, 404],
    ['an unknown type', 'Group/group-1/$export?_type=Unicorn', { prefer: 'respond-async' }, 400],
    ['an unknown format', 'Group/group-1/$export?_outputFormat=csv', { prefer: 'respond-async' }, 400],
  ])('is told of %s', async (_what, path, headers, status) => {
    const { access_token } = (await token('backend', { grant_type: 'client_credentials', scope: 'system/*.rs' })).json;
    const answer = await ask(`${base}/${path}`, { headers: { authorization: `Bearer ${access_token}`, ...headers } });
    expect(answer.status).toBe(status);
    expect(answer.json.resourceType).toBe('OperationOutcome');
  });
});

describe('registration', () => {
  const metadata = {
    client_name: 'An app of a stranger',
    redirect_uris: ['https://app.example/elsewhere'],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  };

  it('is open by request, and the app works at once', async () => {
    const registered = await ask('https://auth.larkspur.example/register', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(metadata),
    });
    expect(registered.status, registered.body).toBe(201);
    const { client_id, registration_client_uri, registration_access_token } = registered.json;
    const request = authorizationRequest({
      client_id,
      redirect_uri: metadata.redirect_uris[0]!,
      scope: 'launch/patient patient/Patient.rs',
    });
    const back = await authorize(visitor(vendor), request.url, wren);
    expect(back.searchParams.get('code')).toBeTruthy();
    const headers = { authorization: `Bearer ${registration_access_token}` };
    expect((await ask(registration_client_uri, { headers })).json.client_name).toBe(metadata.client_name);
    expect((await ask(registration_client_uri, { headers, method: 'DELETE' })).status).toBe(204);
  });

  it.each([
    ['invalid_redirect_uri', { redirect_uris: ['not an address'] }],
    ['invalid_client_metadata', { token_endpoint_auth_method: 'private_key_jwt' }],
  ])('says %s', async (error, wrong) => {
    const refused = await ask('https://auth.larkspur.example/register', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...metadata, ...wrong }),
    });
    expect([refused.status, refused.json.error]).toEqual([400, error]);
    expect(refused.json.error_description).toBeTruthy();
  });

  it('is open by form', async () => {
    const body = new URLSearchParams({
      name: 'Form app',
      kind: 'symmetric',
      'redirect-urls': 'https://app.example/form',
    });
    const page = await ask('https://developer.larkspur.example/apps', { method: 'POST', body });
    expect(page.status, page.body).toBe(200);
    expect(page.body).toMatch(/id="client-id">[\w-]+</);
    expect(page.body).toMatch(/id="client-secret">[\w-]+</);
    const wrong = await ask('https://developer.larkspur.example/apps', {
      method: 'POST',
      body: new URLSearchParams({ name: 'x', kind: 'public' }),
    });
    expect(wrong.status).toBe(400);
  });
});
