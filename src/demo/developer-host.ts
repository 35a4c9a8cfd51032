import { Hono } from 'hono';
import { accounts, ownPatients, patientOf, signIn } from './accounts.ts';
import { endpoints, fhirBase, origin, pages } from './addresses.ts';
import type { AuthorizationServer } from './authorization-server.ts';
import type { Behaviour } from './behaviour.ts';
import { html, pageAnswer, pageText, siteFile } from './html.ts';

const menu = [
  ['Register an app', `${origin('developer')}/`],
  ['Launch from the EHR', `${origin('developer')}/launch`],
  ['API documentation', pages.api],
] as const;

/** Where the app of the embedded vendor's own clients is launched. */
const appLaunch = 'https://app.example/launch';

/** The developer portal: a form that registers an app at once, and a page that starts one as the EHR would. */
export function developerHost(
  authorization: AuthorizationServer,
  behaviour: Pick<Behaviour, 'pages'>,
): (request: Request) => Response | Promise<Response> {
  const app = new Hono();

  app.get('/', context => {
    const markup = pageText({ title: 'Register an app', menu, body: registrationForm });
    return context.html(behaviour.pages.reduce((text, change) => change(pages.portal, text), markup));
  });

  app.post('/apps', async context => {
    const form = await context.req.formData();
    const field = (name: string) => String(form.get(name) ?? '').trim();
    const answer = await authorization.register(clientMetadata(field));
    const registered = (await answer.json()) as Record<string, unknown>;
    if (!answer.ok) {
      return pageAnswer(
        {
          title: 'The app is not registered yet',
          menu,
          body: html`<p role="alert">${String(registered.error_description ?? registered.error)}</p><p><a href="/">Back to the form</a></p>`,
        },
        400,
      );
    }
    return pageAnswer({
      title: 'The app is registered',
      menu,
      body: html`
<p>It works now, on this base address: <code>${fhirBase}</code>. Keep what is below: the secret is shown once.</p>
<dl>
<dt>client_id</dt><dd><code id="client-id">${String(registered.client_id)}</code></dd>
${registered.client_secret !== undefined && html`<dt>client_secret</dt><dd><code id="client-secret">${String(registered.client_secret)}</code></dd>`}
<dt>registration_client_uri</dt><dd><code id="management">${String(registered.registration_client_uri)}</code></dd>
<dt>registration_access_token</dt><dd><code id="management-token">${String(registered.registration_access_token)}</code></dd>
</dl>
<p>With the last two you can read, change or delete the registration (RFC 7592).</p>`,
    });
  });

  app.get('/launch', () => pageAnswer({ title: 'Launch an app from the EHR', menu, body: launchForm }));

  app.post('/launch', async context => {
    const form = await context.req.formData();
    const target = String(form.get('launch-url') ?? '');
    const patient = String(form.get('patient') ?? '');
    if (!URL.canParse(target) || !ownPatients.some(id => id === patient)) {
      return pageAnswer(
        {
          title: 'Nothing was launched',
          menu,
          body: html`<p role="alert">Give the launch address of your app as a whole URL, and one of the patients listed.</p>`,
        },
        400,
      );
    }
    const url = new URL(target);
    url.searchParams.set('iss', fhirBase);
    url.searchParams.set('launch', authorization.launch({ patient, encounter: `${patient}-encounter-1` }));
    return context.redirect(url.href, 303);
  });

  app.get('/launch/chart', () => pageAnswer({ title: 'Sign in to Larkspur EHR', menu, body: chartForm(false) }));

  app.post('/launch/chart', async context => {
    const form = await context.req.formData();
    const account = signIn(String(form.get('username') ?? ''), String(form.get('password') ?? ''));
    if (!account || patientOf(account)) {
      return pageAnswer({ title: 'Sign in to Larkspur EHR', menu, body: chartForm(true) }, 401);
    }
    const [patient] = ownPatients;
    const url = new URL(appLaunch);
    url.searchParams.set('iss', fhirBase);
    url.searchParams.set('launch', authorization.launch({ patient, encounter: `${patient}-encounter-1` }));
    return context.redirect(url.href, 303);
  });

  app.notFound(
    context =>
      siteFile(context.req.path) ??
      pageAnswer({ title: 'There is no such page', menu, body: html`<p><a href="/">To the portal</a></p>` }, 404),
  );
  return request => app.fetch(request);
}

function clientMetadata(field: (name: string) => string): object {
  const kind = field('kind');
  const list = (name: string) => field(name).split(/\s+/).filter(Boolean);
  const common = {
    client_name: field('name'),
    ...(field('launch-url') && { initiate_login_uri: field('launch-url') }),
  };
  const keys = {
    token_endpoint_auth_method: 'private_key_jwt',
    ...(field('jwks-url') ? { jwks_uri: field('jwks-url') } : { jwks: parsed(field('jwks')) }),
  };
  if (kind === 'backend') {
    return { ...common, ...keys, grant_types: ['client_credentials'], response_types: [], redirect_uris: [] };
  }
  const authentication = {
    symmetric: { token_endpoint_auth_method: 'client_secret_basic' },
    asymmetric: keys,
    native: { token_endpoint_auth_method: 'none', application_type: 'native' },
    public: { token_endpoint_auth_method: 'none' },
  };
  return {
    ...common,
    ...(authentication[kind as keyof typeof authentication] ?? authentication.public),
    redirect_uris: list('redirect-urls'),
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const registrationForm = html`
<p>Fill in the form and the app is registered at once, for every customer of Larkspur Health. There is no fee, no agreement to
sign and no waiting for approval. The same is done by a program with one request to <code>${endpoints.registration}</code>: see
<a href="${pages.registration}">registration</a>.</p>
<form method="post" action="/apps">
<label>Name of the app, as patients will read it <input name="name" required></label>
<label>Kind of app <select name="kind">
<option value="public">In a browser, without a secret (public)</option>
<option value="native">On a phone or computer, without a secret (native)</option>
<option value="symmetric">On a server, with a client secret (confidential)</option>
<option value="asymmetric">On a server, with its own keys (confidential)</option>
<option value="backend">A backend service, without a person (system scopes)</option>
</select></label>
<label>Redirect addresses, one per line <textarea name="redirect-urls" rows="2" cols="60"></textarea></label>
<label>Launch address, if the app starts from the EHR <input name="launch-url" type="url"></label>
<label>Address of the app's public keys (JWKS) <input name="jwks-url" type="url"></label>
<label>or the keys themselves <textarea name="jwks" rows="3" cols="60"></textarea></label>
<button type="submit">Register the app</button>
</form>`;

const launchForm = html`
<p>Starts your app as Larkspur EHR would for a clinician: with <code>iss</code> and <code>launch</code>. The clinician's account
is on the <a href="${pages.registration}#accounts">registration page</a>.</p>
<form method="post" action="/launch">
<label>Launch address of the app <input name="launch-url" type="url" required></label>
<label>Patient <select name="patient">${accounts.flatMap(account => {
  const id = patientOf(account);
  return id ? [html`<option value="${id}">${account.name}</option>`] : [];
})}</select></label>
<button type="submit">Launch</button>
</form>`;

const chartForm = (failed: boolean) => html`
<p>Opens the chart of the first test patient and starts the app <em>Riverbend Journal</em> in it, as its button there would.</p>
${failed && html`<p role="alert">That name and password do not belong to somebody who sees patients here.</p>`}
<form method="post" action="/launch/chart">
<label>User name <input name="username" autocomplete="username" required autofocus></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button type="submit">Sign in</button>
</form>`;
