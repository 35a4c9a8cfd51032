import { endpoints, fhirBase, pages } from '../addresses.ts';
import { softwareVersion } from '../capability-statement.ts';
import { type Html, html, type Page } from '../html.ts';
import { commonSearch, profileAddress, resources, withProvenance } from '../us-core.ts';

/** The technical documentation: syntax, functions, parameters, returns, errors, what an app needs to talk to it. */
export const apiPage = (): Page => ({
  title: 'API documentation',
  body: html`
<p>Larkspur EHR ${softwareVersion} gives patients, clinicians and the apps they choose access to records by HL7 FHIR R4 (4.0.1),
US Core 6.1.0, SMART App Launch 2.2.0, OpenID Connect Core 1.0 and FHIR Bulk Data Access 2.0.0. This page is all that is needed to write an app;
it can be read by anyone, and using the API costs nothing (<a href="${pages.fees}">fees</a>, <a href="${pages.terms}">terms</a>).
How to register: <a href="${pages.registration}">registration</a>. Base addresses of all customers: <a href="${pages.practices}">practices</a>.</p>

<h2 id="base">Base address and discovery</h2>
<p>Examples use <code>${fhirBase}</code>. Customers with an address of their own answer alike. Two requests need no token:</p>
<pre>GET ${fhirBase}/metadata
GET ${fhirBase}/.well-known/smart-configuration</pre>
<p>The first returns a <code>CapabilityStatement</code>, the second a JSON object with the addresses of the authorization server,
its capabilities and the scopes it grants. OpenID Connect discovery: <code>${endpoints.issuer}/.well-known/openid-configuration</code>.</p>

<h2 id="components">What an app needs</h2>
<ul>
<li>An HTTPS client with TLS 1.2 or 1.3; older versions are refused. HTTP/1.1 is enough.</li>
<li>A JSON parser. All bodies are UTF-8 JSON: <code>application/fhir+json</code> from the API, <code>application/json</code> from the authorization server, <code>application/fhir+ndjson</code> in bulk files.</li>
<li>SHA-256 for PKCE (S256 only). Apps with keys of their own also need RS384 or ES384 signatures; ID tokens are signed with RS256, by the keys at <code>${endpoints.jwks}</code>.</li>
<li>A browser or web view for the person to sign in. Scripts in a browser may call the API, discovery and the token endpoint from any origin (CORS).</li>
</ul>
<p>No library of ours, no licence and no network allow-list are needed; nothing has to be configured at a practice.</p>

<h2 id="authorization">Authorization</h2>
<h3>A person with an app (standalone launch)</h3>
<pre>GET ${endpoints.authorization}
    ?response_type=code
    &amp;client_id=CLIENT_ID
    &amp;redirect_uri=https%3A%2F%2Fapp.example%2Fcallback
    &amp;scope=openid%20fhirUser%20launch%2Fpatient%20offline_access%20patient%2F*.rs
    &amp;state=RANDOM
    &amp;aud=${encodeURIComponent(fhirBase)}
    &amp;code_challenge=BASE64URL_SHA256_OF_VERIFIER
    &amp;code_challenge_method=S256</pre>
<p>The same parameters may be sent as a form with <code>POST</code>. All are required text parameters. The person signs in, takes out what the app shall not have, and comes back
to <code>redirect_uri</code> with <code>code</code>, <code>state</code> and <code>iss</code>, or with <code>error</code>, <code>error_description</code> and <code>state</code>. The code holds for one minute and one use.</p>
<pre>POST ${endpoints.token}
Content-Type: application/x-www-form-urlencoded

grant_type=authorization_code&amp;code=CODE&amp;redirect_uri=https%3A%2F%2Fapp.example%2Fcallback&amp;code_verifier=VERIFIER&amp;client_id=CLIENT_ID</pre>
<table>
<thead><tr><th>Returned</th><th>Type</th><th>Meaning</th></tr></thead>
<tbody>
<tr><td><code>access_token</code></td><td>string</td><td>Sent as <code>Authorization: Bearer ...</code></td></tr>
<tr><td><code>token_type</code></td><td>string</td><td><code>Bearer</code></td></tr>
<tr><td><code>expires_in</code></td><td>number</td><td>Seconds: 3600</td></tr>
<tr><td><code>scope</code></td><td>string</td><td>What was granted, which may be less than was asked</td></tr>
<tr><td><code>id_token</code></td><td>string</td><td>With scope <code>openid</code>; a JWT with <code>sub</code>, and <code>fhirUser</code> where granted</td></tr>
<tr><td><code>refresh_token</code></td><td>string</td><td>With scope <code>offline_access</code></td></tr>
<tr><td><code>patient</code></td><td>string</td><td>Id of the patient whose record is open</td></tr>
<tr><td><code>encounter</code></td><td>string</td><td>When launched from the EHR: id of the visit</td></tr>
<tr><td><code>need_patient_banner</code></td><td>boolean</td><td>Whether the app shall show whose record it is</td></tr>
<tr><td><code>smart_style_url</code></td><td>string</td><td>Colours and sizes of the EHR</td></tr>
</tbody>
</table>
<p>A confidential app authenticates at the token endpoint with <code>client_secret_basic</code>, <code>client_secret_post</code> or <code>private_key_jwt</code>; a public app sends <code>client_id</code>.</p>

<h3>From within the EHR (EHR launch)</h3>
<p>The EHR opens the app's launch address with <code>iss</code> (the base address) and <code>launch</code>. The app asks for the scope <code>launch</code> and hands <code>launch</code> on to the
authorization endpoint. Patient and visit come with the token.</p>

<h3 id="refresh">Refresh</h3>
<pre>grant_type=refresh_token&amp;refresh_token=TOKEN&amp;client_id=CLIENT_ID</pre>
<p>A refresh token is valid for 120 days. Each use returns a new one, valid for another 120 days; the old one is void, and using it again ends the grant.
This holds for confidential apps and for native apps alike: <strong>a native app gets a refresh token by asking for <code>offline_access</code></strong>
and is registered as <code>application_type: native</code>; it must be able to keep the token from others, for instance in the key store of the phone,
and its redirect address may be an https address it has claimed, a private scheme, or <code>http://127.0.0.1</code> with any port. We take the developer's word that it can.</p>

<h3>Backend services</h3>
<pre>grant_type=client_credentials&amp;scope=system%2F*.rs&amp;client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&amp;client_assertion=JWT</pre>
<p>The JWT has the header fields <code>alg</code> (RS384 or ES384), <code>kid</code> and <code>typ: JWT</code>, and the claims <code>iss</code> and <code>sub</code> (the client id), <code>aud</code> (<code>${endpoints.token}</code>),
<code>exp</code> (at most five minutes ahead) and <code>jti</code> (used once). The access token holds for five minutes.</p>

<h3>Scopes</h3>
<p><code>openid fhirUser profile launch launch/patient offline_access</code>, and <code>patient/TYPE.rs</code>, <code>user/TYPE.rs</code>, <code>system/TYPE.rs</code> for each type below or <code>*</code>;
<code>.r</code> reads, <code>.s</code> searches, and <code>.read</code> is version 1 for both. Condition and Observation can be asked and granted by category:
<code>patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory</code>.</p>

<h3>Introspection and revocation</h3>
<p><code>POST ${endpoints.introspection}</code> and <code>POST ${endpoints.revocation}</code> take <code>token</code> and the app's own authentication (RFC 7662, RFC 7009). Introspection returns <code>active</code>,
<code>scope</code>, <code>client_id</code>, <code>exp</code>, <code>iat</code>, <code>sub</code>, <code>iss</code> and what came with the token (<code>patient</code>, <code>fhirUser</code>).
People see and end the access of their apps at <a href="${endpoints.management}">${endpoints.management}</a>; it ends at once.</p>

<h2 id="functions">Functions</h2>
<table>
<thead><tr><th>Request</th><th>Returns</th></tr></thead>
<tbody>
<tr><td><code>GET [base]/[type]/[id]</code></td><td>The resource; <code>ETag</code> is its version</td></tr>
<tr><td><code>GET [base]/[type]/[id]/_history/[version]</code></td><td>That version of it</td></tr>
<tr><td><code>GET [base]/[type]/[id]/_history</code></td><td><code>Bundle</code> of type <code>history</code></td></tr>
<tr><td><code>GET [base]/[type]?[parameters]</code></td><td><code>Bundle</code> of type <code>searchset</code></td></tr>
<tr><td><code>POST [base]/[type]/_search</code></td><td>The same, with the parameters as a form</td></tr>
<tr><td><code>GET [base]/DocumentReference/$docref?patient=[id]</code></td><td><code>Bundle</code> of the patient's documents; optional <code>start</code>, <code>end</code> (date), <code>type</code> (token)</td></tr>
<tr><td><code>GET [base]/Group/[id]/$export</code></td><td>See <a href="#bulk">bulk export</a></td></tr>
</tbody>
</table>
<p>Parameters of every search: <code>_id</code> (token), <code>_lastUpdated</code> (date), <code>_profile</code> (uri), <code>_count</code> (number, 1 to 1000; 100 unless given), <code>_sort</code> (a date parameter, <code>-</code> before it for newest first),
<code>_include</code>, <code>_revinclude</code> and <code>_format</code>. A token is <code>code</code>, <code>system|code</code>, <code>|code</code> or <code>system|</code>; a date is a FHIR date or dateTime with an
optional prefix <code>eq ne gt lt ge le sa eb</code>; a reference is <code>id</code>, <code>Type/id</code> or the whole address; strings match from the beginning of a word, without regard to case and accents, <code>:exact</code> and <code>:contains</code> change that.
Commas mean "or", repeating a parameter means "and". A <code>Bundle</code> has <code>total</code>, <code>link</code> (<code>self</code>, and <code>next</code> while there is more) and <code>entry</code> with <code>fullUrl</code>, <code>resource</code> and <code>search.mode</code>.</p>
${resourceTable()}
<p>Codes, units and must-support elements are those of the US Core profiles. Elements that US Core requires and a practice has not recorded carry a data-absent-reason.
<code>Binary</code> holds the content of notes; ask for it with <code>Accept: application/fhir+json</code>, or with the type of its content to get the bytes.</p>

<h2 id="bulk">Bulk export</h2>
<pre>GET ${fhirBase}/Group/[id]/$export
Accept: application/fhir+json
Prefer: respond-async</pre>
<table>
<thead><tr><th>Parameter</th><th>Type</th><th>Meaning</th></tr></thead>
<tbody>
<tr><td><code>_type</code></td><td>string</td><td>Types wanted, with commas between; all unless given</td></tr>
<tr><td><code>_since</code></td><td>instant</td><td>Only what changed later</td></tr>
<tr><td><code>_outputFormat</code></td><td>string</td><td><code>application/fhir+ndjson</code>, which is also the default; <code>application/ndjson</code> and <code>ndjson</code> mean the same</td></tr>
</tbody>
</table>
<p>All are optional. The answer is <code>202</code> with <code>Content-Location</code>. That address answers <code>202</code> with <code>X-Progress</code> and <code>Retry-After</code> while it works, then <code>200</code> with <code>transactionTime</code>, <code>request</code>,
<code>requiresAccessToken: true</code>, <code>output</code> (<code>type</code>, <code>url</code>, <code>count</code>) and <code>error</code>. <code>DELETE</code> on it cancels the export or removes its files.
<strong>Files are fetched with the same bearer token</strong>, from the same host over TLS 1.2 or newer, by a client with the scopes of the export; they are kept for one hour.</p>

<h2 id="errors">Errors and what to do</h2>
<p>The API answers errors with an <code>OperationOutcome</code>: <code>issue[0].code</code> says what kind, <code>issue[0].details.text</code> what is wrong. Nothing is half done: a request that failed can be sent again.</p>
<table>
<thead><tr><th>Status</th><th><code>issue.code</code></th><th>When</th><th>What to do</th></tr></thead>
<tbody>
<tr><td>400</td><td><code>invalid</code></td><td>A parameter is unknown or its value cannot be read</td><td>Correct the request; <code>Prefer: handling=lenient</code> has unknown parameters ignored</td></tr>
<tr><td>401</td><td><code>login</code></td><td>No token, or one that is expired or was taken back</td><td>Refresh; if that fails, ask the person to sign in</td></tr>
<tr><td>403</td><td><code>forbidden</code></td><td>The token's scopes or patient do not reach this</td><td>Ask for the scope</td></tr>
<tr><td>404</td><td><code>not-found</code></td><td>Nothing has this address, or not in this record</td><td>Do not repeat</td></tr>
<tr><td>405</td><td><code>not-supported</code></td><td>The API reads; it takes no changes</td><td>Do not repeat</td></tr>
<tr><td>406</td><td><code>not-supported</code></td><td>A format other than JSON was asked for</td><td>Ask for JSON</td></tr>
<tr><td>500</td><td><code>exception</code></td><td>Our fault</td><td>Try again later</td></tr>
</tbody>
</table>
<p>The authorization server answers with JSON, <code>error</code> and <code>error_description</code>: <code>invalid_request</code>, <code>invalid_client</code>, <code>invalid_grant</code>, <code>invalid_scope</code>, <code>unauthorized_client</code>,
<code>unsupported_grant_type</code> with status 400 or 401; at the redirect address also <code>access_denied</code> when the person said no.</p>
<p>There is no limit on the number of requests. <a href="${pages.changes}">Changes</a> are announced at least 90 days before they take effect.</p>`,
});

function resourceTable(): Html {
  return html`<table>
<thead><tr><th>Type and profiles</th><th>Search parameters (type)</th><th>Included on demand</th></tr></thead>
<tbody>${Object.entries(resources).map(
    ([type, { profiles, search, includes, searchable }]) => html`<tr>
<td><strong>${type}</strong>${profiles.map(name => html`<br><a href="${profileAddress(name)}">${name}</a>`)}</td>
<td>${searchable ? Object.entries({ ...search, _id: commonSearch._id! }).map(([name, { type: kind }], index) => `${index ? ', ' : ''}${name} (${kind})`) : 'read only'}</td>
<td>${includes.map(name => html`<code>_include=${name}</code> `)}${searchable && withProvenance(type) && html`<code>_revinclude=Provenance:target</code>`}</td>
</tr>`,
  )}</tbody>
</table>`;
}
