import type { InteractionResults, KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Launches } from './access.ts';
import { type Account, accountOf, accounts, ownPatients, patientOf, signIn } from './accounts.ts';
import type { AuthorizationBehaviour } from './behaviour.ts';
import { type Html, html, pageText } from './html.ts';
import { readForm } from './koa-form.ts';
import { granular, resourceScopes } from './scopes.ts';
import { resources } from './us-core.ts';

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

/** Signing in, and the person's own decision about each thing an app asks for. */
export function consentPages(provider: Provider, launches: Launches, asks: AuthorizationBehaviour['consent']) {
  return async (context: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    const match = /^\/sign-in\/[\w-]+(?:\/(account|consent|deny))?$/.exec(context.path);
    if (!match) return next();
    const interaction = await provider.interactionDetails(context.req, context.res);
    const finish = async (result: InteractionResults) => {
      context.redirect(await provider.interactionResult(context.req, context.res, result));
    };
    const show = (title: string, body: Html, status = 200) => {
      context.status = status;
      context.type = 'html';
      context.set('cache-control', 'no-store');
      context.body = pageText({ title, body });
    };
    const action = context.method === 'POST' ? match[1] : undefined;

    if (action === 'account') {
      const form = await readForm(context);
      const account = signIn(form.get('username') ?? '', form.get('password') ?? '');
      if (!account) return show('Sign in', signInForm(interaction, true), 401);
      return finish({ login: { accountId: account.username } });
    }
    const form = action === undefined ? undefined : await readForm(context);
    if (action === 'deny' || (action === 'consent' && !form?.has('grant'))) {
      return finish({ error: 'access_denied', error_description: 'The person who was asked said no.' });
    }
    if (form) return finish({ consent: { grantId: await grant(interaction, form) } });
    if (interaction.prompt.name === 'login') return show('Sign in', signInForm(interaction, false));
    const client = await provider.Client.find(String(interaction.params.client_id));
    const account = accountOf(interaction.session?.accountId ?? '');
    if (!account) throw new Error('Consent was asked of nobody.');
    return show('Connect an app', consentForm(interaction, client?.clientName ?? 'An app', account, asks));
  };

  /** Writes down what was granted: the grant itself, the scopes that remain, and the record they open. */
  async function grant(interaction: Interaction, form: URLSearchParams): Promise<string> {
    const account = accountOf(interaction.session?.accountId ?? '');
    if (!account) throw new Error('Consent was given by nobody.');
    const chosen = new Set(form.getAll('grant'));
    const scopes = requested(interaction).flatMap(scope => {
      const parts = choices(scope, account).map(choice => choice.scope);
      return !asks.honoured || parts.every(part => chosen.has(part)) ? [scope] : parts.filter(part => chosen.has(part));
    });
    const scope = scopes.join(' ');
    const given = new provider.Grant({
      accountId: account.username,
      clientId: String(interaction.params.client_id),
    });
    given.addOIDCScope(scope);
    const grantId = await given.save();

    const { launch, aud } = interaction.params;
    const patient = patientOf(account) ?? form.get('patient');
    const chosenHere = patient ? { patient } : {};
    launches.remember(grantId, {
      base: String(aud).replace(/\/$/, ''),
      ...(typeof launch === 'string' ? launches.launched(launch) : chosenHere),
    });

    // The rest of the authorization goes on with what the person left standing.
    interaction.params.scope = scope;
    await interaction.persist();
    return grantId;
  }
}

/** What an app asked for, but for what only backend services may have. */
function requested(interaction: Interaction): string[] {
  const scope = interaction.params.scope;
  return typeof scope === 'string' ? scope.split(' ').filter(one => one && !one.startsWith('system/')) : [];
}

interface Choice {
  readonly scope: string;
  readonly text: string;
}

const plainTexts: { readonly [scope: string]: string } = {
  openid: 'Know that it is you',
  fhirUser: 'Know your name and which record is yours',
  profile: 'Know your name and which record is yours',
  offline_access: 'Keep its access while you are away, until you take it back',
  launch: 'Open where you are now in Larkspur EHR',
  'launch/patient': 'Know which patient is chosen',
};

/** The parts of one scope that a person can grant by themselves; a patient can go down to categories. */
function choices(scope: string, account: Account): Choice[] {
  const [parsed] = resourceScopes(scope);
  if (!parsed) return [{ scope, text: plainTexts[scope] ?? scope }];
  const { level, type, category } = parsed;
  if (!patientOf(account) || category) return [{ scope, text: `Read ${type === '*' ? 'all records' : type}` }];
  const access = scope.slice(scope.indexOf('.'));
  const types = type === '*' ? Object.keys(resources) : [type];
  return types.flatMap(one => {
    const parts = granular.filter(part => part.type === one);
    if (parts.length === 0) return { scope: `${level}/${one}${access}`, text: `Read ${spaced(one)}` };
    return parts.map(part => ({
      scope: `${level}/${one}${access === '.read' ? '.rs' : access}?category=${part.category}`,
      text: part.name,
    }));
  });
}

const spaced = (type: string) => type.replace(/(?!^)([A-Z])/g, sign => ` ${sign.toLowerCase()}`);

function signInForm(interaction: Interaction, failed: boolean): Html {
  return html`
${failed && html`<p role="alert">That name and password do not belong together.</p>`}
<form method="post" action="/sign-in/${interaction.uid}/account">
<label>User name <input name="username" autocomplete="username" required autofocus></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button type="submit">Sign in</button>
</form>`;
}

function consentForm(
  interaction: Interaction,
  client: string,
  account: Account,
  asks: AuthorizationBehaviour['consent'],
): Html {
  const scopes = requested(interaction);
  const silent = (scope: string) => scope === 'offline_access' && !asks.tellsOfOfflineAccess;
  const given = scopes.filter(scope => silent(scope) || !asks.boxes);
  const asked = scopes.filter(scope => !silent(scope));
  const pickPatient = scopes.includes('launch/patient') && !patientOf(account);
  const patients = accounts.filter(one => ownPatients.some(id => id === patientOf(one)));
  return html`
<p>You are signed in as ${account.name}. <strong>${client}</strong> asks for what is listed here. Take out what it shall not have.</p>
${asks.price && html`<p>${asks.price}</p>`}
<form method="post" action="/sign-in/${interaction.uid}/consent">
${pickPatient && html`<label>Patient <select name="patient">${patients.map(one => html`<option value="${patientOf(one)}">${one.name}</option>`)}</select></label>`}
${asked.map(scope =>
  asks.boxes
    ? html`<fieldset><legend><code>${scope}</code></legend>${choices(scope, account).map(choice => html`<label><input type="checkbox" name="grant" value="${choice.scope}" checked> ${choice.text}</label>`)}</fieldset>`
    : html`<p>${choices(scope, account)
        .map(({ text }) => text)
        .join(', ')}</p>`,
)}
${given.flatMap(scope => choices(scope, account).map(choice => html`<input type="hidden" name="grant" value="${choice.scope}">`))}
<button type="submit" name="decision" value="allow">Allow</button>
</form>
<form method="post" action="/sign-in/${interaction.uid}/deny"><button type="submit">Do not allow</button></form>
<p>You can take this back at any time at <a href="/apps">your connected apps</a>; access ends at once.</p>`;
}
