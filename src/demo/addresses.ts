import { type HostName, hostNames } from './behaviour.ts';

export const domain = 'larkspur.example';
export const fullNames = hostNames.map(name => `${name}.${domain}`);
export const origin = (host: HostName): string => `https://${host}.${domain}`;

/** A name for acceptance tests, which leads to no system of its own. */
export const testHost = `fhir-uat.${domain}`;

export const fhirBase = `${origin('fhir')}/r4`;
/** Customers whose records lie apart from the shared base have a base address of their own. */
export const tenantBase = (tenant: string): string => `${origin('fhir')}/t/${tenant}/r4`;

/** The authorization server's endpoints, the same for every base address. */
export const endpoints = {
  issuer: origin('auth'),
  authorization: `${origin('auth')}/authorize`,
  token: `${origin('auth')}/token`,
  introspection: `${origin('auth')}/introspect`,
  revocation: `${origin('auth')}/revoke`,
  registration: `${origin('auth')}/register`,
  management: `${origin('auth')}/apps`,
  jwks: `${origin('auth')}/jwks`,
  userinfo: `${origin('auth')}/userinfo`,
} as const;

export const pages = {
  home: `${origin('www')}/`,
  api: `${origin('www')}/api`,
  registration: `${origin('www')}/api/registration`,
  fees: `${origin('www')}/api/fees`,
  terms: `${origin('www')}/api/terms`,
  changes: `${origin('www')}/api/changes`,
  ehiFormat: `${origin('www')}/ehi-export`,
  ehiTables: `${origin('www')}/ehi-export/tables`,
  ehiDictionary: `${origin('www')}/ehi-export/tables.csv`,
  disclosures: `${origin('www')}/certification`,
  practices: `${origin('www')}/fhir/practices`,
  serviceBaseUrls: `${origin('www')}/fhir/service-base-urls.json`,
  style: `${origin('www')}/smart-style.json`,
  portal: `${origin('developer')}/`,
} as const;
