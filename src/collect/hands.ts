import type { Redaction } from '../evidence/redact.ts';
import type { EvidenceStore } from '../evidence/store.ts';
import type { StepReference } from '../model/exhibit.ts';
import type { FactReader } from '../model/fact.ts';
import type { ActiveHttp, ActiveRequest, Answer, Browser, Hands, Request, Tls } from '../model/hands.ts';
import { type Deployment, type Permission, patientData, type Vendor } from '../model/vendor.ts';
import { readSecret } from '../vendor/secrets.ts';
import { BrowserHand, NoBrowser } from './browser.ts';
import { type Asking, HttpHand } from './http.ts';
import { Network } from './network.ts';
import { handshake } from './tls.ts';

/** What anyone may ask a FHIR server without being someone. */
const publicInteractions = /^\/(metadata|\.well-known\/[\w-]+|\$versions)$/;

/** Everything that touches the network in one run. */
export class Collector {
  readonly #vendor: Vendor;
  readonly #store: EvidenceStore;
  readonly #redaction: Redaction;
  readonly #network: Network;
  readonly #http: HttpHand;
  readonly #browser: BrowserHand;
  /** FHIR bases beneath which nothing but discovery is public. */
  readonly #bases: readonly string[];

  constructor(options: {
    readonly vendor: Vendor;
    readonly store: EvidenceStore;
    readonly redaction: Redaction;
    readonly harness: string;
    readonly headed: boolean;
  }) {
    const network = new Network(options.vendor);
    this.#vendor = options.vendor;
    this.#store = options.store;
    this.#redaction = options.redaction;
    this.#network = network;
    this.#http = new HttpHand({ ...options, network });
    this.#browser = new BrowserHand({ ...options, network });
    this.#bases = options.vendor.deployments.map(({ base }) => base);
  }

  /** The hands of one attempt at one step: they do what its permissions allow, and nothing else. */
  hands<P extends Permission, D extends Deployment | undefined>(attempt: {
    readonly step: StepReference;
    readonly permits: readonly P[];
    readonly deployment: D;
    readonly facts: FactReader;
    readonly signal: AbortSignal;
    readonly say: (progress: string) => void;
  }): Hands<P, D> {
    const { step, deployment, signal, permits } = attempt;
    const active = permits.some(permission => permission !== 'passive');
    const asking: Asking = {
      step,
      signal,
      sensitive: active,
      withhold: deployment !== undefined && patientData(deployment) === 'measure',
    };

    const ask =
      (method: 'GET' | 'HEAD' | 'OPTIONS') =>
      async (url: string, request: Request): Promise<Answer> => {
        const wanted = this.#admit(url, request);
        if (!active && this.#isBeyondDiscovery(wanted)) {
          return this.#http.refuse(
            url,
            request,
            asking,
            'A step that only looks at what is public may not ask a FHIR server for more than its metadata.',
          );
        }
        return this.#http.send(wanted.href, { ...request, method }, asking);
      };
    const http: ActiveHttp = {
      get: ask('GET'),
      head: ask('HEAD'),
      options: ask('OPTIONS'),
      send: async (url: string, request: ActiveRequest) => {
        const wanted = this.#admit(url, request);
        if (!active) throw new Error(`The step "${step.id}" sends requests that it asked no permission for.`);
        if (request.patient && deployment && patientData(deployment) === 'refuse') {
          return this.#http.refuse(
            url,
            request,
            asking,
            `No patient's record is requested from ${deployment.id}: its profile says neither that its data are synthetic or consented to, nor that they are phi.`,
          );
        }
        return this.#http.send(wanted.href, { ...request, ...this.#withSecret(request, wanted) }, asking);
      },
    };
    const browser: Browser = {
      render: async (url, request) => {
        const wanted = this.#admit(url, request);
        try {
          const page = await this.#browser.render(wanted.href, request, asking);
          return { exhibit: page.id, finalUrl: page.finalUrl };
        } catch (error) {
          if (!(error instanceof NoBrowser)) throw error;
          this.#obstacle(step, 'blocked-network', error.message);
          return undefined;
        }
      },
    };
    const tls: Tls = {
      handshake: (url, offer) => {
        this.#admit(url, offer);
        return handshake({ network: this.#network, store: this.#store }, url, offer, asking);
      },
    };
    return {
      vendor: this.#vendor,
      deployment,
      http,
      browser,
      tls,
      facts: attempt.facts,
      measure: async ({ as, of, by, value }) =>
        this.#store.record<'measurement'>({ kind: 'measurement', step, label: as, of, by, value }).id,
      obstacle: async (reason, message) => this.#obstacle(step, reason, message),
      say: attempt.say,
      signal,
    } as Hands<P, D>;
  }

  #obstacle(
    step: StepReference,
    reason: 'blocked-network' | Parameters<Hands<'passive', undefined>['obstacle']>[0],
    message: string,
  ): void {
    this.#store.record<'step'>({
      kind: 'step',
      step,
      event: 'obstacle',
      reason,
      message: this.#redaction.text(message),
    });
  }

  /** A request goes to what the profile names, or to what a document that we read named. */
  #admit(address: string, { namedBy, as }: { readonly namedBy?: Request['namedBy']; readonly as: string }): URL {
    if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
      throw new Error(`"${as}" asks for ${address}, which is no http address: a step must look before it asks.`);
    const url = new URL(address);
    url.username = '';
    url.password = '';
    url.hash = '';
    if (this.#network.isNamed(url.hostname)) return url;
    const document = namedBy && this.#store.exhibit(namedBy);
    if (!document)
      throw new Error(`"${as}" asks for ${address}, which neither the profile nor a document that was read names.`);
    this.#network.learn(
      url.hostname,
      document.kind === 'exchange'
        ? document.remoteAddress
        : this.#network.addressOf(new URL(document.kind === 'page' ? document.finalUrl : address).hostname),
    );
    return url;
  }

  #isBeyondDiscovery(url: URL): boolean {
    const address = `${url.origin}${url.pathname}`;
    const base = this.#bases
      .filter(candidate => address === candidate || address.startsWith(`${candidate}/`))
      .sort((a, b) => b.length - a.length)[0];
    return base !== undefined && !publicInteractions.test(address.slice(base.length));
  }

  #withSecret(request: ActiveRequest, url: URL): Partial<ActiveRequest> {
    const { credential } = request;
    if (!credential) return {};
    if (url.origin !== new URL(credential.origin).origin)
      throw new Error(`"${request.as}" would send a credential of ${credential.origin} to ${url.origin}.`);
    const live = typeof credential.secret === 'string' ? readSecret(credential.secret) : credential.secret.live;
    this.#redaction.register(live);
    return { credential: { ...credential, origin: url.origin, secret: { live } } };
  }

  async close(): Promise<void> {
    await Promise.all([this.#http.close(), this.#browser.close()]);
  }
}
