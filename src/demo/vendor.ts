import { domain, fhirBase } from './addresses.ts';
import { AuthorizationServer } from './authorization-server.ts';
import type { BarrierSwitch } from './behaviour.ts';
import { type HostName, hostNames, openBehaviour } from './behaviour.ts';
import { authorityCertificate } from './certificates.ts';
import { developerHost } from './developer-host.ts';
import type { FhirEngine } from './fhir-engine.ts';
import { crossOrigin, fhirHost } from './fhir-host.ts';
import { openPort } from './port.ts';
import { writeProfile } from './profile.ts';
import { wwwHost } from './www-host.ts';

export interface EmbeddedVendor {
  /** FHIR base address. */
  readonly base: string;
  /** Where all its hosts are served: `127.0.0.1:port`. */
  readonly address: string;
  /** PEM of the authority that signed its certificates. */
  readonly certificateAuthority: string;
  /** Writes a complete profile, with its secrets and certificate authority beside it (0600), and returns its absolute path. */
  profile(directory: string, name?: string): Promise<string>;
  close(): Promise<void>;
}

/**
 * Starts Larkspur Health, open and correct but for the barriers given. Loopback only; any free port unless one is named.
 * @throws when the port is taken
 */
export async function startEmbeddedVendor({
  barriers = [],
  port = 0,
}: {
  barriers?: readonly BarrierSwitch[];
  port?: number;
} = {}): Promise<EmbeddedVendor> {
  const behaviour = openBehaviour();
  for (const barrier of barriers) barrier.apply(behaviour);

  const authorization = new AuthorizationServer(behaviour);
  const engines = new Map<string, Promise<FhirEngine>>();
  // Its code and records are loaded when first asked for: many runs never go beyond discovery.
  const engine = (base: string): Promise<FhirEngine> => {
    const loaded =
      engines.get(base) ?? import('./fhir-engine.ts').then(made => new made.FhirEngine(authorization, base));
    engines.set(base, loaded);
    return loaded;
  };
  const hosts: { readonly [host in HostName]: (request: Request) => Response | Promise<Response> } = {
    fhir: fhirHost(behaviour, engine),
    auth: request => authorization.answer(request),
    www: wwwHost(behaviour),
    developer: developerHost(authorization, behaviour),
  };
  const named = new Map(hostNames.map(host => [`${host}.${domain}`, host]));

  const answer = async (request: Request): Promise<Response> => {
    const host = named.get(new URL(request.url).hostname);
    const given = await firstAnswer(behaviour.answers, request);
    if (!host) return given ?? new Response('This server does not serve that host.\n', { status: 421 });
    const response = given ?? (await hosts[host](request));
    if (host !== 'fhir' && host !== 'auth') return response;
    const headers = new Headers(response.headers);
    if (host === 'fhir') for (const [name, value] of Object.entries(crossOrigin)) headers.set(name, value);
    for (const change of behaviour.headers) change(request, headers);
    return new Response(response.body, { status: response.status, headers });
  };

  const opened = await openPort(behaviour.tls, answer, port);
  const certificateAuthority = await authorityCertificate();
  return {
    base: fhirBase,
    address: opened.address,
    certificateAuthority,
    profile: (directory, name) =>
      writeProfile(
        directory,
        {
          behaviour,
          address: opened.address,
          certificateAuthority,
          clients: authorization.clients,
          letters: behaviour.letters,
        },
        name,
      ),
    close: opened.close,
  };
}

async function firstAnswer(
  answers: readonly ((request: Request) => Response | undefined | Promise<Response | undefined>)[],
  request: Request,
): Promise<Response | undefined> {
  for (const answer of answers) {
    const given = await answer(request.clone());
    if (given) return given;
  }
  return undefined;
}
