import { pages } from '../addresses.ts';
import { html, type Page } from '../html.ts';
import { baseOf, customers } from '../service-base-urls.ts';

/** The list of customers for people; programs read the Bundle. */
export const practicesPage = (): Page => ({
  title: 'Practices and their base addresses',
  body: html`
<p>For programs: <a href="${pages.serviceBaseUrls}">${pages.serviceBaseUrls}</a>, a FHIR Bundle of Endpoint and Organization resources, free for anyone. It is reviewed every week.</p>
<table>
<thead><tr><th>Practice</th><th>Place</th><th>Base address</th></tr></thead>
<tbody>${customers.map(customer => {
    const { name, line, city, state, postalCode, partOf } = customer;
    const holder = partOf ? customers.find(one => one.id === partOf)! : customer;
    return html`<tr><td>${name}</td><td>${line}, ${city}, ${state} ${postalCode}</td><td><code>${baseOf(holder)}</code></td></tr>`;
  })}</tbody>
</table>`,
});
