import type { Evidence } from '../../model/evidence.ts';
import { type Exchange, type ExhibitId, header } from '../../model/exhibit.ts';
import { perDeployment } from '../../model/fact.ts';
import type { Deployment, Vendor } from '../../model/vendor.ts';
import { answerAt } from '../address.ts';

export const corsStep = 'discovery/ask as a browser app of another origin';
export const corsLabels = {
  smart: 'smart-configuration from another origin',
  metadata: 'metadata from another origin',
  token: 'preflight for the token endpoint',
  fhir: 'preflight for the FHIR API',
} as const;

/** An origin that nobody has registered, under a name that nobody can own (RFC 6761). */
export const strangersOrigin = 'https://stranger.example';

/**
 * The origin of the first public client whose registered redirect address is a web page: where a browser app of that
 * registration would run. `undefined` where the profile has none.
 */
export function registeredOrigin(vendor: Pick<Vendor, 'clients'>): string | undefined {
  return vendor.clients
    .filter(({ kind }) => kind === 'public')
    .map(({ redirect }) => redirect ?? '')
    .filter(redirect => URL.canParse(redirect) && /^https?:$/.test(new URL(redirect).protocol))
    .map(redirect => new URL(redirect).origin)[0];
}

/** What a server let a page of another origin do. */
export interface CrossOrigin {
  readonly exhibit: ExhibitId;
  readonly origin: string;
  readonly status: number;
  /** Whether a browser would hand the answer over, or send what the preflight asked leave for. */
  readonly allowed: boolean;
  /** What it lacks, as the end of a sentence. */
  readonly lacking?: string;
}

/** Plain GETs with an `Origin` of the documents that everyone may read. */
export const discoveryFromAnotherOrigin = perDeployment({
  id: 'discovery/discovery-from-another-origin',
  from: [corsStep],
  read(evidence, deployment): { readonly smart?: CrossOrigin; readonly metadata?: CrossOrigin } | undefined {
    const smart = simple(evidence, deployment, corsLabels.smart);
    const metadata = simple(evidence, deployment, corsLabels.metadata);
    return smart || metadata ? { ...(smart ? { smart } : {}), ...(metadata ? { metadata } : {}) } : undefined;
  },
});

/** Preflights: OPTIONS as a browser sends it before a request with an `Authorization` header. */
export const preflights = perDeployment({
  id: 'discovery/preflights',
  from: [corsStep],
  read(evidence, deployment): { readonly token?: CrossOrigin; readonly fhir?: CrossOrigin } | undefined {
    const token = preflight(evidence, deployment, corsLabels.token);
    const fhir = preflight(evidence, deployment, corsLabels.fhir);
    return token || fhir ? { ...(token ? { token } : {}), ...(fhir ? { fhir } : {}) } : undefined;
  },
});

function exchangeOf(evidence: Evidence, deployment: Deployment, label: string): Exchange | undefined {
  const answer = answerAt(evidence, { label, step: corsStep, deployment });
  const exhibit = answer?.kind === 'response' ? evidence.exhibit(answer.exhibit) : undefined;
  return exhibit?.kind === 'exchange' ? exhibit : undefined;
}

function simple(evidence: Evidence, deployment: Deployment, label: string): CrossOrigin | undefined {
  const exchange = exchangeOf(evidence, deployment, label);
  // Only what is served at all can be withheld from another origin.
  if (exchange?.response.status !== 200) return undefined;
  return reading(exchange, lackingOrigin(exchange));
}

function preflight(evidence: Evidence, deployment: Deployment, label: string): CrossOrigin | undefined {
  const exchange = exchangeOf(evidence, deployment, label);
  return exchange && reading(exchange, lackingLeave(exchange));
}

function reading(exchange: Exchange, lacking: string | undefined): CrossOrigin {
  return {
    exhibit: exchange.id,
    origin: originOf(exchange),
    status: exchange.response.status,
    allowed: lacking === undefined,
    ...(lacking ? { lacking } : {}),
  };
}

const originOf = ({ request }: Exchange): string => header(request.headers, 'origin') ?? '';

function lackingOrigin(exchange: Exchange): string | undefined {
  const allowed = header(exchange.response.headers, 'access-control-allow-origin');
  if (allowed === undefined) return 'no Access-Control-Allow-Origin';
  return allowed === '*' || allowed === originOf(exchange) ? undefined : `Access-Control-Allow-Origin: ${allowed}`;
}

/** The Fetch standard's CORS-preflight checks that bear on a request without credentials mode. */
function lackingLeave(exchange: Exchange): string | undefined {
  const { status, headers } = exchange.response;
  if (status < 200 || status > 299) return `status ${status}`;
  const origin = lackingOrigin(exchange);
  if (origin) return origin;
  const wanted = header(exchange.request.headers, 'access-control-request-headers')?.toLowerCase().split(',') ?? [];
  const granted = (header(headers, 'access-control-allow-headers') ?? '')
    .toLowerCase()
    .split(',')
    .map(word => word.trim());
  // By the Fetch standard the wildcard does not cover Authorization; browsers still let it pass.
  const missing = wanted.map(word => word.trim()).find(word => !granted.includes(word) && !granted.includes('*'));
  return missing ? `no ${missing} in Access-Control-Allow-Headers` : undefined;
}
