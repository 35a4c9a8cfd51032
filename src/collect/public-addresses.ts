import { type Deployment, patientData, type Vendor } from '../model/vendor.ts';

/** What anyone may ask a FHIR server without being someone. */
const publicInteractions = /^\/(metadata|\.well-known\/[\w-]+|\$versions)$/;
/** How a FHIR server's other addresses begin: a type of resource, an operation, a search or history of everything, or nothing. */
const recordInteractions = /^\/?($|\?|[A-Z][A-Za-z]+(\/|$)|[$_]\w)/;

/** Which of the addresses beneath a deployment's base are public, and which may hold patients' records. */
export class PublicAddresses {
  readonly #bases: readonly { readonly base: string; readonly deployment: Deployment }[];
  /** A developer may put pages beneath the base: those that the profile names are pages. */
  readonly #pages: ReadonlySet<string>;
  readonly #deployments: readonly Deployment[];

  constructor({ deployments, pages }: Pick<Vendor, 'deployments' | 'pages'>) {
    this.#deployments = deployments;
    this.#bases = deployments
      .map(deployment => ({ base: plain(new URL(deployment.base)).replace(/\/$/, ''), deployment }))
      .sort((a, b) => b.base.length - a.base.length);
    this.#pages = new Set(Object.values(pages).flatMap(found => found?.map(({ url }) => plain(new URL(url))) ?? []));
  }

  /** The deployment whose records an address may hold; `undefined` for what is public. */
  recordsOf(url: URL): Deployment | undefined {
    const address = plain(url);
    const beneath = this.#bases.find(({ base }) => address === base || address.startsWith(`${base}/`));
    if (!beneath || this.#pages.has(address)) return undefined;
    const path = address.slice(beneath.base.length);
    return !publicInteractions.test(path) && recordInteractions.test(path) ? beneath.deployment : undefined;
  }

  /** What may be done with records that come from `deployment`; unknown whose they are, what the most careful of all asks for. */
  leave(deployment: Deployment | undefined): ReturnType<typeof patientData> {
    if (deployment) return patientData(deployment);
    const all = this.#deployments.map(patientData);
    return all.length === 0 || all.includes('refuse') ? 'refuse' : all.includes('measure') ? 'measure' : 'keep';
  }
}

/** An address without query, doubled slashes and needless escapes: servers do not tell these apart. */
function plain({ origin, pathname }: URL): string {
  let path = pathname;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    // No escapes of ours: it stays as it is.
  }
  return `${origin}${path.replace(/\/{2,}/g, '/')}`;
}
