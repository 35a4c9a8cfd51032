import { randomBytes } from 'node:crypto';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { type Account, signIn } from './accounts.ts';
import type { AuthorizationStore } from './authorization-store.ts';
import { type Html, html, pageText } from './html.ts';
import { readForm } from './koa-form.ts';

const cookie = 'larkspur_person';

/** Where people see the apps they have let in, and take it back (SMART's `management_endpoint`). */
export function managementPage(provider: Provider, store: AuthorizationStore) {
  const signedIn = new Map<string, Account>();

  return async (context: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    if (!/^\/apps(\/(account|withdraw))?$/.test(context.path)) return next();
    const show = (body: Html, status = 200) => {
      context.status = status;
      context.type = 'html';
      context.set('cache-control', 'no-store');
      context.body = pageText({ title: 'Your connected apps', body });
    };
    if (context.method === 'POST' && context.path === '/apps/account') {
      const form = await readForm(context);
      const account = signIn(form.get('username') ?? '', form.get('password') ?? '');
      if (!account) return show(signInForm(true), 401);
      const token = randomBytes(24).toString('base64url');
      signedIn.set(token, account);
      context.cookies.set(cookie, token, {
        path: '/apps',
        httpOnly: true,
        secure: true,
        sameSite: 'lax',
        signed: false,
      });
      return context.redirect('/apps');
    }
    const account = signedIn.get(context.cookies.get(cookie) ?? '');
    if (!account) return show(signInForm(false));

    const grants = store.grantsOf(account.username);
    if (context.method === 'POST' && context.path === '/apps/withdraw') {
      const id = (await readForm(context)).get('grant');
      // Only one's own: a grant of someone else is simply not among them.
      if (grants.some(grant => grant.id === id)) store.withdraw(id!);
      return context.redirect('/apps');
    }
    const rows = await Promise.all(
      grants.map(async ({ id, clientId, scope }) => {
        const client = await provider.Client.find(clientId);
        return html`<tr><td>${client?.clientName ?? clientId}</td><td><code>${scope}</code></td><td>
<form method="post" action="/apps/withdraw"><input type="hidden" name="grant" value="${id}"><button type="submit">Take back</button></form></td></tr>`;
      }),
    );
    return show(html`<p>${account.name}, these apps can read your record. Taking it back ends their access at once.</p>
<table><thead><tr><th>App</th><th>What it may do</th><th>End it</th></tr></thead><tbody>${rows}</tbody></table>
${rows.length === 0 && html`<p>No app is connected.</p>`}`);
  };
}

const signInForm = (failed: boolean) => html`
${failed && html`<p role="alert">That name and password do not belong together.</p>`}
<form method="post" action="/apps/account">
<label>User name <input name="username" autocomplete="username" required autofocus></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button type="submit">Sign in</button>
</form>`;
