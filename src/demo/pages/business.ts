import { endpoints, fhirBase, pages } from '../addresses.ts';
import { released, softwareVersion } from '../capability-statement.ts';
import { html, type Page } from '../html.ts';

export const homePage = (): Page => ({
  title: 'Larkspur Health',
  body: html`
<p>We make Larkspur EHR, an electronic health record for practices and hospitals.</p>
<ul>
<li>Patients: <a href="${endpoints.management}">the apps that read your record</a></li>
<li>Developers: <a href="${pages.api}">API documentation</a> and <a href="${pages.portal}">portal</a></li>
<li>Practices: <a href="${pages.disclosures}">certification, costs and limitations</a></li>
</ul>`,
});

export const feesPage = (): Page => ({
  title: 'Fees',
  body: html`
<p><strong>Developers and users of apps pay nothing.</strong> There is no charge for documentation, registration, test accounts, production access,
base addresses, calls of the API, bulk export or support by the portal, whatever the app is for and however much it is used. Patients are not charged for access to their records.</p>
<p>Practices and hospitals that run Larkspur EHR have the API as a part of their subscription. We charge them nothing beyond it, be it by call, app or patient.</p>
<p>We sell no optional services to developers.</p>
<p>If this should ever change, it will be said here at least 90 days before.</p>`,
});

export const termsPage = (): Page => ({
  title: 'Terms of use of the API',
  body: html`
<p>Effective ${released}. These are all the terms there are; registering an app is all it takes to accept them. They are the same for everyone, for our competitors and partners as well.</p>
<ol>
<li><strong>What you may do.</strong> Use the API, build products that work with it, and offer and distribute them, in production, for any lawful purpose. The right is not exclusive and costs nothing.</li>
<li><strong>What you do not have to do.</strong> You do not have to sign an agreement, buy anything, pass a review or test of ours, share data or revenue with us, license or assign anything to us, or refrain from competing with us.</li>
<li><strong>What you must do.</strong> Keep your app's secrets and tokens to yourself. Do not try to reach records that nobody has opened to you. Say truthfully in <code>client_name</code> what your app is called.</li>
<li><strong>Registration.</strong> By form or by request, without waiting: <a href="${pages.registration}">registration</a>.</li>
<li><strong>When we may close an app's access.</strong> Only while it endangers the security of records, and after telling its developer why where that can wait. It opens again once the danger is past.</li>
<li><strong>Data.</strong> What a person has let an app read is theirs to use. We claim nothing in it.</li>
<li><strong>Changes.</strong> Of the API and of these terms: announced on <a href="${pages.changes}">the page of changes</a> at least 90 days before, so that apps can be adapted.</li>
<li><strong>Fees.</strong> None: <a href="${pages.fees}">fees</a>.</li>
</ol>`,
});

export const changesPage = (): Page => ({
  title: 'Changes',
  body: html`
<table>
<thead><tr><th>Announced</th><th>In effect</th><th>What</th></tr></thead>
<tbody>
<tr><td>2026-06-22</td><td>${released}</td><td>Larkspur EHR ${softwareVersion}: SMART App Launch 2.2.0; scopes by category for Condition and Observation. Nothing was taken away.</td></tr>
<tr><td>2026-01-12</td><td>2026-04-20</td><td>Larkspur EHR 12.0: group export by Bulk Data 2.0.0.</td></tr>
<tr><td>2025-08-18</td><td>2025-12-01</td><td>Larkspur EHR 11.4: US Core 6.1.0.</td></tr>
</tbody>
</table>`,
});

export const disclosuresPage = (): Page => ({
  title: 'Certification, costs and limitations',
  body: html`
<p>This Health IT Module is certified to 45 CFR 170.315 paragraphs (b)(10) and (g)(10), among others, by an ONC-Authorized Certification Body in accordance with the applicable certification criteria adopted by the Secretary of Health and Human Services.
This certification does not represent an endorsement by the U.S. Department of Health and Human Services.</p>
<table>
<tbody>
<tr><th>Developer</th><td>Larkspur Health</td></tr>
<tr><th>Product and version</th><td>Larkspur EHR ${softwareVersion}</td></tr>
<tr><th>CHPL id</th><td>15.04.04.1234.Lark.12.01.1.260101</td></tr>
<tr><th>Costs and limitations</th><td>None beyond the subscription; none for apps and their users. <a href="${pages.fees}">Fees</a></td></tr>
<tr><th>API documentation and terms</th><td><a href="${pages.api}">${pages.api}</a>, <a href="${pages.terms}">${pages.terms}</a></td></tr>
<tr><th>Service base URLs</th><td><a href="${pages.serviceBaseUrls}">${pages.serviceBaseUrls}</a></td></tr>
<tr><th>EHI export documentation</th><td><a href="${pages.ehiFormat}">${pages.ehiFormat}</a></td></tr>
</tbody>
</table>
<p>The API's base address: <code>${fhirBase}</code></p>`,
});
