import { capabilityStatement, metadataLabels } from '../src/facts/discovery/capability-statement.ts';
import { corsLabels, registeredOrigin, strangersOrigin } from '../src/facts/discovery/cors.ts';
import { isObject, type Published, textIn } from '../src/facts/discovery/json.ts';
import { openidConfiguration, openidLabels } from '../src/facts/discovery/openid-configuration.ts';
import { smartConfiguration, smartLabels } from '../src/facts/discovery/smart-configuration.ts';
import { tlsLabels, tlsVersions } from '../src/facts/discovery/tls.ts';
import { type ExhibitId, header } from '../src/model/exhibit.ts';
import type { Answer } from '../src/model/hands.ts';
import { stepPerDeployment, suite } from '../src/model/suite.ts';
import { isLoopback } from '../src/model/vendor.ts';

/** Discovery documents are small; what is longer than this tells enough by its beginning. */
const limit = 16 * 1024 * 1024;
const json = { accept: 'application/json' };
const fhirJson = { accept: 'application/fhir+json' };

export default suite('discovery', 'Can an app learn, as a stranger, where and how to connect?', [
  stepPerDeployment('ask for the CapabilityStatement', { permits: ['passive'] }, async ({ deployment, http }) => {
    const [asked, askedByParameter, unasked] = metadataLabels;
    const address = `${deployment.base}/metadata`;
    const answer = await http.get(address, { as: asked, headers: fhirJson, limit });
    const isJson = /\bjson\b/i.test(header(answer.headers, 'content-type') ?? '');
    // A server that overlooks the Accept header may still heed the parameter that FHIR gives for such cases.
    if (answer.status === 200 && !isJson) await http.get(`${address}?_format=json`, { as: askedByParameter, limit });
    await http.get(address, { as: unasked, limit });
  }),

  stepPerDeployment('ask for the SMART configuration', { permits: ['passive'] }, async ({ deployment, http }) => {
    const [asked, unasked] = smartLabels;
    const address = `${deployment.base}/.well-known/smart-configuration`;
    await http.get(address, { as: asked, headers: json, limit });
    await http.get(address, { as: unasked, limit });
  }),

  stepPerDeployment(
    'follow its issuer to the OpenID configuration and keys',
    { permits: ['passive'] },
    async ({ deployment, http, facts }) => {
      const smart = await facts.read(smartConfiguration, deployment);
      if (!smart) return;
      const { issuer, jwks } = { issuer: webAddress(smart.says.issuer), jwks: webAddress(smart.says.jwks_uri) };
      const namedBySmart = jwks && { address: jwks, namedBy: smart.exhibit };
      const configuration =
        issuer &&
        (await http.get(openidAddress(issuer), {
          as: openidLabels.configuration,
          headers: json,
          limit,
          namedBy: smart.exhibit,
        }));
      const keys = (configuration && (await keysNamedBy(configuration))) ?? namedBySmart;
      if (keys) await http.get(keys.address, { as: openidLabels.keys, headers: json, limit, namedBy: keys.namedBy });
    },
  ),

  stepPerDeployment(
    'ask as a browser app of another origin',
    { permits: ['passive'] },
    async ({ vendor, deployment, http, facts }) => {
      const { base } = deployment;
      const stranger = { origin: strangersOrigin };
      await http.get(`${base}/.well-known/smart-configuration`, {
        as: corsLabels.smart,
        headers: { ...json, ...stranger },
        limit,
      });
      await http.get(`${base}/metadata`, { as: corsLabels.metadata, headers: { ...fhirJson, ...stranger }, limit });

      const origin = registeredOrigin(vendor) ?? strangersOrigin;
      const preflight = (method: string) => ({
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': 'authorization',
      });
      await http.options(`${base}/metadata`, { as: corsLabels.fhir, headers: preflight('GET') });
      const smart = await facts.read(smartConfiguration, deployment);
      const token = smart && webAddress(smart.says.token_endpoint);
      if (token) {
        await http.options(token, { as: corsLabels.token, headers: preflight('POST'), namedBy: smart.exhibit });
      }
    },
  ),

  stepPerDeployment(
    'shake hands in each version of TLS',
    { permits: ['passive'] },
    async ({ deployment, tls, facts, say }) => {
      if (isLoopback(deployment.base)) return;
      const metadata = await facts.read(capabilityStatement, deployment);
      const smart = await facts.read(smartConfiguration, deployment);
      const openid = await facts.read(openidConfiguration, deployment);
      const addresses = onePerHost([
        { url: `${deployment.base}/metadata`, as: metadata ? tlsLabels.document : tlsLabels.endpoint },
        ...(smart ? addressesOf(smart, openid !== undefined) : []),
      ]);
      for (const { url, as, namedBy } of addresses) {
        say(`shaking hands with ${new URL(url).host}`);
        for (const version of tlsVersions) await tls.handshake(url, { as, version, ...(namedBy ? { namedBy } : {}) });
      }
    },
  ),
]);

interface Address {
  readonly url: string;
  readonly as: string;
  readonly namedBy?: Published['exhibit'];
}

/** Where apps send requests; first the one document that everyone may read, if it was there. */
function addressesOf({ says, exhibit }: Published, servesOpenid: boolean): Address[] {
  const issuer = webAddress(says.issuer);
  const document = servesOpenid && issuer ? [{ url: openidAddress(issuer), as: tlsLabels.document }] : [];
  const endpoints = [says.issuer, says.jwks_uri, ...endpointMembers.map(member => says[member])].flatMap(value => {
    const url = webAddress(value);
    return url ? [{ url, as: tlsLabels.endpoint }] : [];
  });
  return [...document, ...endpoints].map(address => ({ ...address, namedBy: exhibit }));
}

const endpointMembers = ['authorization', 'token', 'introspection', 'revocation', 'registration'].map(
  name => `${name}_endpoint`,
);

const openidAddress = (issuer: string): string => `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

/** The key set's address in an OpenID configuration that has just been asked for. */
async function keysNamedBy(answer: Answer): Promise<{ address: string; namedBy: ExhibitId } | undefined> {
  if (answer.status !== 200) return undefined;
  try {
    const document: unknown = JSON.parse(await answer.text());
    const address = isObject(document) ? webAddress(document.jwks_uri) : undefined;
    return address ? { address, namedBy: answer.exhibit } : undefined;
  } catch {
    return undefined; // no JSON: what was there instead is kept, and a rule looks at it
  }
}

/** The first address of each host that speaks TLS and is not our own machine. */
function onePerHost(addresses: readonly Address[]): Address[] {
  const byHost = new Map<string, Address>();
  for (const address of addresses) {
    const { protocol, host } = new URL(address.url);
    if (protocol === 'https:' && !isLoopback(address.url) && !byHost.has(host)) byHost.set(host, address);
  }
  return [...byHost.values()];
}

/** An absolute http(s) address, or `undefined`: a document may say anything. */
function webAddress(value: unknown): string | undefined {
  const address = textIn(value);
  if (!address || !URL.canParse(address)) return undefined;
  return /^https?:$/.test(new URL(address).protocol) ? address : undefined;
}
