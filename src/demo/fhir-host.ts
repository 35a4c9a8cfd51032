import { Hono } from 'hono';
import { fhirBase, origin, tenantBase } from './addresses.ts';
import type { Behaviour } from './behaviour.ts';
import { capabilityStatement } from './capability-statement.ts';
import type { FhirEngine } from './fhir-engine.ts';
import { siteFile } from './html.ts';
import { failure } from './operation-outcome.ts';
import { tenants } from './service-base-urls.ts';
import { smartConfiguration } from './smart-configuration.ts';

export const fhirJson = 'application/fhir+json; charset=utf-8';

/** Anyone's script in a browser may call the API: it is the token that lets it in (SMART 2.2.0, Cross-Origin Resource Sharing). */
export const crossOrigin: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, HEAD, POST, DELETE, OPTIONS',
  'access-control-allow-headers':
    'Authorization, Accept, Content-Type, Prefer, If-None-Match, If-Modified-Since, X-Requested-With, Origin',
  'access-control-expose-headers':
    'Content-Location, Location, ETag, Last-Modified, X-Progress, Retry-After, WWW-Authenticate',
  'access-control-max-age': '600',
};

/** The host of the FHIR API: discovery for anyone, all else through the engine, which asks for a token. */
export function fhirHost(
  behaviour: Behaviour,
  engine: (base: string) => Promise<FhirEngine>,
): (request: Request) => Response | Promise<Response> {
  const app = new Hono();

  app.options('*', () => new Response(null, { status: 204 }));

  const discovery = (path: string, base: (tenant: string) => string) => {
    app.get(`${path}/metadata`, context => {
      const statement = capabilityStatement(base(context.req.param('tenant') ?? ''));
      for (const change of behaviour.capabilityStatement) change(statement);
      return context.body(JSON.stringify(statement), 200, { 'content-type': fhirJson });
    });
    app.get(`${path}/.well-known/smart-configuration`, context => {
      const configuration = smartConfiguration();
      for (const change of behaviour.smartConfiguration) change(configuration);
      return context.json(configuration);
    });
  };
  app.use('/t/:tenant/*', async (context, next) =>
    tenants.has(context.req.param('tenant')) ? next() : failure(404, 'not-found', 'No customer has this base address.'),
  );
  discovery('/r4', () => fhirBase);
  discovery('/t/:tenant/r4', tenantBase);

  for (const path of ['/r4', '/r4/*']) {
    app.all(path, async context => (await engine(fhirBase)).answer(context.req.raw));
    app.all(`/t/:tenant${path}`, async context =>
      (await engine(tenantBase(context.req.param('tenant')!))).answer(context.req.raw),
    );
  }

  app.get('/', () => Response.redirect(`${origin('www')}/api`, 302));
  app.notFound(
    context =>
      siteFile(context.req.path) ??
      failure(404, 'not-found', `Nothing is served here. The base address is ${fhirBase}`),
  );
  app.onError(error => failure(500, 'exception', error.message));

  return request => app.fetch(request);
}
