import type { Environment } from './words.ts';

/** Where a secret lies: `env:NAME` or `file:PATH`. Never the secret itself. */
export type SecretReference = `env:${string}` | `file:${string}`;

export const permissions = ['passive', 'consented', 'negative', 'load', 'write'] as const;
/**
 * What a step does to a vendor. `passive` reads what is public; `consented` uses the credentials given; `negative` sends
 * what must be refused; `load` sends in parallel; `write` registers, exports, cancels or loads seed data.
 */
export type Permission = (typeof permissions)[number];

/** Leave to do more than look, given by a named person. */
export interface Engagement {
  readonly by: string;
  /** The paper that gives leave; needed for everything beyond `consented`. */
  readonly document?: string;
  /** Last day (YYYY-MM-DD, inclusive, UTC) on which anything but `passive` is allowed. */
  readonly until?: string;
  readonly permits: readonly Permission[];
}

export interface Deployment {
  readonly id: string;
  /** FHIR base address, without a trailing slash. */
  readonly base: string;
  readonly environment?: Environment;
  /** Who runs it: decides whom a finding is attributed to. */
  readonly host: 'developer' | 'customer' | 'unknown';
  /** Whose records it holds: decides what may touch the disk. */
  readonly data?: 'synthetic' | 'consenting' | 'phi';
}

/** What a page is for: the key under `pages` in a profile. */
export const pageRoles = [
  'api',
  'registration',
  'fees',
  'terms',
  'ehi-format',
  'service-base-urls',
  'disclosures',
] as const;
export type PageRole = (typeof pageRoles)[number];

export interface PageAddress {
  readonly url: string;
  /** How the address is known: registered on CHPL, found by following links, or told by a person. */
  readonly source?: 'chpl' | 'found' | 'told';
}

export const clientKinds = ['public', 'symmetric', 'asymmetric', 'native', 'backend'] as const;
export interface Client {
  readonly id: string;
  readonly kind: (typeof clientKinds)[number];
  readonly clientId?: string;
  readonly redirect?: string;
  readonly secret?: SecretReference;
  readonly key?: SecretReference;
  readonly scopes?: string;
  readonly jwks?: string;
}

/** A form to register with, as a person would fill it in. */
export interface Registration {
  readonly page: string;
  /** Values by the labels of their fields, or by CSS selectors. */
  readonly fields: Readonly<Record<string, string>>;
  /** What the button says. */
  readonly press: string;
  /** Where the page that follows shows what was issued, by CSS selectors. */
  readonly take: { readonly [what in 'client-id' | 'secret' | 'management' | 'management-token']?: string };
  /** Texts that a named person agrees to, each by the SHA-256 that a report prints beside it. */
  readonly agreed: readonly { readonly sha256: string; readonly by: string }[];
}

/** The vendor under test, as its profile describes it. */
export interface Vendor {
  readonly name: string;
  /** The name as a folder: lower case, words joined by `-`. */
  readonly slug: string;
  readonly product: {
    readonly name?: string;
    readonly version?: string;
    readonly chpl?: string;
    readonly criteria?: readonly string[];
  };
  readonly purpose: 'certification' | 'surveillance' | 'connection';
  readonly audience: readonly ('patient' | 'provider')[];
  /** What the vendor claims to conform to. */
  readonly standards: { readonly 'us-core'?: string; readonly smart?: string; readonly bulk?: string };
  readonly engagement?: Engagement;
  readonly deployments: readonly Deployment[];
  readonly pages: { readonly [role in PageRole]?: readonly PageAddress[] };
  readonly access?: { readonly token: SecretReference };
  readonly patients: readonly { readonly id: string; readonly signIn?: string }[];
  readonly clients: readonly Client[];
  /** Blocks that belong to one topic; their suites read them. */
  readonly signIn?: Readonly<Record<string, unknown>>;
  readonly launch?: Readonly<Record<string, unknown>>;
  /** How an app is registered where no program can: the form, what goes into it, and who agreed to what it binds us to. */
  readonly registration?: Registration;
  readonly bulk?: Readonly<Record<string, unknown>>;
  readonly ehiExport?: Readonly<Record<string, unknown>>;
  readonly parity?: Readonly<Record<string, unknown>>;
  readonly claims: readonly unknown[];
  /** The folder of the case that its runs belong to, where it is not `reports/<slug>`. */
  readonly caseFolder?: string;
  /** How many of the addresses in a service base URL list are knocked at. */
  readonly endpoints: { readonly knock: 'none' | 'sample' | 'all'; readonly sample: number };
  /** Per host; does not bind on loopback. */
  readonly politeness: { readonly requestsPerSecond: number; readonly connections: number };
  readonly network: {
    /** A PEM file of extra certificate authorities. */
    readonly ca?: SecretReference;
    /** Host name to `address:port`; the name stays what certificates and rules are judged by. */
    readonly resolve: Readonly<Record<string, string>>;
    readonly proxy?: string;
  };
}

/** Loopback is judged by the URL as written, never by what `network.resolve` maps. */
export function isLoopback(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname.toLowerCase() : '';
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * What may be done with patients' records of a deployment: `keep` stores bodies as exhibits, `measure` reads them while
 * collecting and stores only measurements, `refuse` asks for no patient resource at all.
 */
export function patientData(deployment: Deployment): 'keep' | 'measure' | 'refuse' {
  if (deployment.data === 'synthetic' || deployment.data === 'consenting') return 'keep';
  if (deployment.data === 'phi' || deployment.environment === 'sandbox') return 'measure';
  return 'refuse';
}

/**
 * Whether a step that needs `permission` may run, as a sentence saying why not, or `undefined` when it may.
 * @param day the day of asking, YYYY-MM-DD
 * @param authorised whether the person at the keyboard said `--i-am-authorised`
 */
export function refusal(
  vendor: Vendor,
  permission: Permission,
  { day, authorised, environment }: { day: string; authorised: boolean; environment?: Environment | undefined },
): string | undefined {
  if (permission === 'passive') return undefined;
  const { engagement } = vendor;
  if (!engagement) {
    return `The profile has no engagement, so only public pages are read. Add:\n  engagement: { by: YOUR NAME, permits: [${permission}] }`;
  }
  if (!engagement.permits.includes(permission)) {
    return `The engagement does not permit "${permission}". Add it to engagement.permits: [${[...engagement.permits, permission].join(', ')}]`;
  }
  if (engagement.until && day > engagement.until) {
    return `The engagement ended on ${engagement.until}; from then on only public pages are read. Renew engagement.until.`;
  }
  if (permission === 'consented') return undefined;
  if (!engagement.document) {
    return `"${permission}" needs a document that gives leave. Add engagement.document: the file or reference of the contract.`;
  }
  if (environment === 'production' && !authorised) {
    return `"${permission}" on a deployment that is not stated to be a sandbox also needs --i-am-authorised on the command line; it is sealed into the run.`;
  }
  return undefined;
}
