import { accounts, ownGroup } from '../accounts.ts';
import { endpoints, fhirBase, pages } from '../addresses.ts';
import { html, type Page } from '../html.ts';

/** What an app must bring to be registered, how, and how long it takes. */
export const registrationPage = (): Page => ({
  title: 'Registering an app',
  body: html`
<p>Anyone can register an app, at once, in one of two ways. No fee, no contract, no approval by us and none by a practice stands before it,
and one registration works with every customer of Larkspur Health. It makes no difference how many patients or customers the developer has.</p>
<ol>
<li>With the form of the <a href="${pages.portal}">developer portal</a>.</li>
<li>With a request to <code>${endpoints.registration}</code> (OAuth 2.0 Dynamic Client Registration, RFC 7591). It needs no token.</li>
</ol>
<pre>POST ${endpoints.registration}
Content-Type: application/json

{
  "client_name": "Riverbend Journal",
  "redirect_uris": ["https://app.example/callback"],
  "grant_types": ["authorization_code", "refresh_token"],
  "response_types": ["code"],
  "token_endpoint_auth_method": "none"
}</pre>
<h2>Attributes</h2>
<table>
<thead><tr><th>Attribute</th><th>Type</th><th>Required</th><th>Meaning</th></tr></thead>
<tbody>
<tr><td><code>client_name</code></td><td>string</td><td>no</td><td>What patients read when they are asked</td></tr>
<tr><td><code>redirect_uris</code></td><td>list of strings</td><td>for apps with people</td><td>Where the person comes back to; compared letter by letter (for native apps on <code>http://127.0.0.1</code> any port)</td></tr>
<tr><td><code>application_type</code></td><td>string</td><td>no</td><td><code>web</code> (default) or <code>native</code></td></tr>
<tr><td><code>grant_types</code></td><td>list of strings</td><td>no</td><td><code>authorization_code</code> and <code>refresh_token</code>, or <code>client_credentials</code> for backend services</td></tr>
<tr><td><code>response_types</code></td><td>list of strings</td><td>no</td><td><code>code</code>; empty for backend services</td></tr>
<tr><td><code>token_endpoint_auth_method</code></td><td>string</td><td>no</td><td><code>none</code> (public), <code>client_secret_basic</code> (default), <code>client_secret_post</code>, <code>private_key_jwt</code></td></tr>
<tr><td><code>jwks_uri</code> or <code>jwks</code></td><td>string or object</td><td>with <code>private_key_jwt</code></td><td>The app's public keys, RS384 or ES384; an address is read again when a key is not known</td></tr>
<tr><td><code>scope</code></td><td>string</td><td>no</td><td>Scopes the app limits itself to</td></tr>
<tr><td><code>initiate_login_uri</code></td><td>string</td><td>no</td><td>Launch address, for apps started from the EHR</td></tr>
</tbody>
</table>
<p>The answer is <code>201</code> with <code>client_id</code>, <code>client_secret</code> where there is one, <code>registration_client_uri</code> and <code>registration_access_token</code>; with the last two the
registration is read, changed and deleted (RFC 7592). Errors are <code>400</code> with <code>error</code> <code>invalid_client_metadata</code> or <code>invalid_redirect_uri</code> and <code>error_description</code>.</p>

<h2>How long it takes</h2>
<p>Registration is immediate, and the app is enabled in production with it. We may ask an app's developer, under objective rules that are the same for all, to show that the app is
what it says it is; that never takes more than ten business days from the registration, and an app then stays or is enabled within five business days.</p>

<h2 id="accounts">Trying it out</h2>
<p>The records at <code>${fhirBase}</code> include made-up patients. These accounts are for everyone:</p>
<table>
<thead><tr><th>User name</th><th>Password</th><th>Who</th><th>Record</th></tr></thead>
<tbody>${accounts.map(account => html`<tr><td><code>${account.username}</code></td><td><code>${account.password}</code></td><td>${account.name}</td><td><code>${account.fhirUser}</code></td></tr>`)}</tbody>
</table>
<p>The group to export is <code>Group/${ownGroup}</code>. Apps that clinicians use are registered in the same way; a practice decides, as with any business partner, which of them its staff may use with its records.</p>`,
});
