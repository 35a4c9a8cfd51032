import { Hono } from 'hono';
import { pages } from './addresses.ts';
import type { Behaviour } from './behaviour.ts';
import { publishedDictionary } from './ehi-export/exports.ts';
import { html, type Page, pageAnswer, pageText, siteFile } from './html.ts';
import { apiPage } from './pages/api.ts';
import { changesPage, disclosuresPage, feesPage, homePage, termsPage } from './pages/business.ts';
import { ehiExportPage, ehiTablesPage } from './pages/ehi-export.ts';
import { menu } from './pages/menu.ts';
import { practicesPage } from './pages/practices.ts';
import { registrationPage } from './pages/registration.ts';
import { serviceBaseUrls } from './service-base-urls.ts';

const published: { readonly [address: string]: () => Page } = {
  [pages.home]: homePage,
  [pages.api]: apiPage,
  [pages.registration]: registrationPage,
  [pages.fees]: feesPage,
  [pages.terms]: termsPage,
  [pages.changes]: changesPage,
  [pages.ehiFormat]: ehiExportPage,
  [pages.ehiTables]: ehiTablesPage,
  [pages.disclosures]: disclosuresPage,
  [pages.practices]: practicesPage,
};

const path = (address: string) => new URL(address).pathname;

/** The public web site: documentation, terms, fees and the list of base addresses, for anyone. */
export function wwwHost(behaviour: Behaviour): (request: Request) => Response | Promise<Response> {
  const app = new Hono();
  for (const [address, page] of Object.entries(published)) {
    app.get(path(address), context =>
      context.html(behaviour.pages.reduce((markup, change) => change(address, markup), pageText({ menu, ...page() }))),
    );
  }
  app.get(path(pages.serviceBaseUrls), () => {
    const bundle = serviceBaseUrls();
    for (const change of behaviour.serviceBaseUrls) change(bundle);
    return new Response(JSON.stringify(bundle, null, 1), {
      headers: {
        'content-type': 'application/fhir+json; charset=utf-8',
        'access-control-allow-origin': '*',
        'cache-control': 'public, max-age=3600',
      },
    });
  });
  app.get(
    path(pages.ehiDictionary),
    () =>
      new Response(
        behaviour.ehiExport.dictionary.reduce((text, change) => change(text), publishedDictionary()),
        { headers: { 'content-type': 'text/csv; charset=utf-8' } },
      ),
  );
  app.get(path(pages.style), () =>
    Response.json(
      {
        color_background: '#ffffff',
        color_error: '#9d2235',
        color_highlight: '#5b4b8a',
        color_modal_backdrop: '#1d2733',
        color_success: '#2f6b3a',
        color_text: '#1d2733',
        dim_border_radius: '4px',
        dim_font_size: '16px',
        dim_spacing_size: '16px',
        font_family_body: 'system-ui, sans-serif',
        font_family_heading: 'system-ui, sans-serif',
      },
      { headers: { 'access-control-allow-origin': '*' } },
    ),
  );
  app.notFound(
    context =>
      siteFile(context.req.path) ??
      pageAnswer(
        { title: 'There is no such page', menu, body: html`<p><a href="${pages.home}">To the front page</a></p>` },
        404,
      ),
  );
  return request => app.fetch(request);
}
