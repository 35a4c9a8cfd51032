import type { Redaction } from '../evidence/redact.ts';
import type { EvidenceStore } from '../evidence/store.ts';
import type { Exhibit, ExhibitId, StepReference } from '../model/exhibit.ts';
import type { FactReader } from '../model/fact.ts';
import type {
  ActiveRequest,
  Answer,
  Browser,
  FillingBrowser,
  Hands,
  PassiveHttp,
  Request,
  Tls,
  WritingHttp,
} from '../model/hands.ts';
import { type Deployment, type Permission, patientData, type Vendor } from '../model/vendor.ts';
import { readSecret } from '../vendor/secrets.ts';
import { BrowserHand } from './browser.ts';
import { NoChromium } from './chromium.ts';
import { type Asking, HttpHand, type Leave } from './http.ts';
import { Intents } from './intents.ts';
import { Network } from './network.ts';
import { OAuthHand, type Send } from './oauth.ts';
import { PublicAddresses } from './public-addresses.ts';
import { handshake } from './tls.ts';

/** Headers that let someone in: they travel as a `credential`, which knows the one origin it may go to. */
const credentialHeaders = /^(authorization|proxy-authorization|cookie)$/i;
/** Methods that change what is there, whatever a server makes of them. */
const changing = ['PUT', 'PATCH', 'DELETE'];

/** Everything that touches the network in one run. */
export class Collector {
  readonly #vendor: Vendor;
  readonly #store: EvidenceStore;
  readonly #redaction: Redaction;
  readonly #network: Network;
  readonly #http: HttpHand;
  readonly #browser: BrowserHand;
  readonly #addresses: PublicAddresses;
  /** Consent pages that are kept already, by their words. */
  readonly #consents = new Map<string, ExhibitId>();
  /** What is done once in the run, begun or done. */
  readonly #begun = new Map<string, Promise<void>>();

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
    this.#addresses = new PublicAddresses(options.vendor);
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
    const writes = permits.some(permission => permission === 'write');
    const asking: Asking = { step, signal, sensitive: active, leave: url => this.#leave(url, { active, deployment }) };
    const intents = new Intents(this.#store, step, exchange => this.#http.answerOf(exchange));

    const send = async (address: string, request: ActiveRequest): Promise<Answer> => {
      const { method = 'GET', patient = false } = request;
      const url = this.#admit(address, request);
      const secret = this.#withSecret(request, url);
      const intent =
        request.intent === undefined
          ? {}
          : { intent: intents.declare(request.intent, method, this.#redaction.url(url.href)) };
      const leave = (hop: URL) => this.#leave(hop, { active, deployment, patient });
      return this.#http.send(url.href, { ...request, ...secret }, { ...asking, ...intent, leave });
    };
    const ask =
      (method: 'GET' | 'HEAD' | 'OPTIONS') =>
      (url: string, { as, headers, namedBy, limit, timeout, redirects }: Request) =>
        send(url, defined({ as, headers, namedBy, limit, timeout, redirects, method }));
    const passive: PassiveHttp = { get: ask('GET'), head: ask('HEAD'), options: ask('OPTIONS') };
    const writing: WritingHttp = {
      ...passive,
      send: async (url, request: ActiveRequest) => {
        const { method = 'GET', intent } = request;
        const changes = changing.includes(method) || (writes && method === 'POST');
        if (changes && !writes) throw new Error(`"${step.id}" sends ${method} without the permission "write".`);
        if (changes && !intent) throw new Error(`"${step.id}" sends ${method} without saying what it intends.`);
        return send(url, request);
      },
      get left() {
        return intents.left;
      },
      settle: async (left, how) => intents.settle(left, how),
    };
    const browser: Browser = {
      render: async (url, request) => {
        const wanted = this.#admit(url, request);
        try {
          const page = await this.#browser.render(wanted.href, request, asking, attempt.say);
          const { id: exhibit, finalUrl, status, links, requests } = page;
          return { exhibit, finalUrl, status, links, requests };
        } catch (error) {
          if (!(error instanceof NoChromium)) throw error;
          this.#obstacle(step, 'not-collected', error.message);
          return undefined;
        }
      },
    };
    const filling: FillingBrowser = {
      ...browser,
      send: async (url, form) => {
        const wanted = this.#admit(url, form);
        const declare = () => void intents.declare(form.intent, 'POST', this.#redaction.url(wanted.href));
        try {
          const { page, filled } = await this.#browser.send(wanted.href, form, declare, asking, attempt.say);
          return { exhibit: page.id, ...filled };
        } catch (error) {
          if (!(error instanceof NoChromium)) throw error;
          this.#obstacle(step, 'not-collected', error.message);
          return undefined;
        }
      },
    };
    const tls: Tls = {
      handshake: (url, offer) => {
        const leave = asking.leave(this.#admit(url, offer));
        if (typeof leave === 'object') throw new Error(`"${offer.as}" shakes hands with ${url}. ${leave.refused}`);
        return handshake({ network: this.#network, store: this.#store }, url, offer, asking);
      },
    };
    return {
      vendor: this.#vendor,
      deployment,
      http: active ? writing : passive,
      browser: writes ? filling : browser,
      oauth: (active ? this.#oauth(attempt, asking, send) : undefined) as Hands<P, D>['oauth'],
      tls,
      facts: attempt.facts,
      keepFile: async ({ as, name, content, patient = false, limit }) => {
        const { deployments } = this.#vendor;
        const mayKeep = deployments.length > 0 && deployments.every(one => patientData(one) === 'keep');
        const body = await this.#store.keep(content, { ...defined({ limit }), withhold: patient && !mayKeep });
        return this.#store.record<'file'>({ kind: 'file', step, label: as, name, body }).id;
      },
      measure: async ({ as, of, by, value }) =>
        this.#store.record<'measurement'>({ kind: 'measurement', step, label: as, of, by, value }).id,
      once: (what, work) => this.#once(what, work),
      obstacle: async (reason, message) => this.#obstacle(step, reason, message),
      say: attempt.say,
      signal,
    } as Hands<P, D>;
  }

  /** What failed may be tried again by whoever asks next. */
  #once(what: string, work: () => Promise<void>): Promise<void> {
    const begun = this.#begun.get(what) ?? work();
    this.#begun.set(what, begun);
    begun.catch(() => this.#begun.delete(what));
    return begun;
  }

  #oauth(
    { step, deployment, say }: { step: StepReference; deployment: Deployment | undefined; say(text: string): void },
    asking: Asking,
    send: Send,
  ): OAuthHand {
    return new OAuthHand({
      vendor: this.#vendor,
      store: this.#store,
      redaction: this.#redaction,
      browser: this.#browser,
      consents: this.#consents,
      keep: deployment !== undefined && patientData(deployment) === 'keep',
      asking,
      send,
      say,
      admit: (url, as, namedBy) => void this.#admit(url, { as, namedBy }),
      obstacle: (reason, message) => this.#obstacle(step, reason, message),
    });
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
    this.#network.learn(url.hostname, this.#whereRead(document));
    return url;
  }

  /** The IP address that a document came from, as far as it is known. */
  #whereRead(document: Exhibit): string | undefined {
    if (document.kind === 'exchange') return document.remoteAddress;
    if (document.kind === 'page') return this.#network.addressOf(new URL(document.finalUrl).hostname);
    const source = document.kind === 'measurement' && document.of.map(id => this.#store.exhibit(id)).find(Boolean);
    return source ? this.#whereRead(source) : undefined;
  }

  /** What may be done at an address, redirects included. */
  #leave(
    url: URL,
    asked: { readonly active: boolean; readonly deployment: Deployment | undefined; readonly patient?: boolean },
  ): Leave {
    const holder = this.#addresses.recordsOf(url);
    if (!holder && !asked.patient) return 'keep';
    if (!asked.active) {
      return {
        refused: `${url.href} may hold patients' records: a step that only looks at what is public asks a FHIR server for its metadata alone.`,
      };
    }
    const source = holder ?? asked.deployment;
    const leave = this.#addresses.leave(source);
    if (leave !== 'refuse') return leave;
    const whose = source ? `the deployment ${source.id}` : 'the deployment it belongs to';
    return {
      refused: `No patient's record is requested: of ${whose} the profile does not say whose records it holds. State "data": synthetic, consenting or phi.`,
    };
  }

  #withSecret(request: ActiveRequest, url: URL): Partial<ActiveRequest> {
    const { credential } = request;
    const header = Object.keys(request.headers ?? {}).find(name => credentialHeaders.test(name));
    if (header) throw new Error(`"${request.as}" sends ${header} as a plain header: it must be a credential.`);
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

/** Without the members that are not there. */
const defined = <T extends object>(members: { readonly [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(members).filter(([, member]) => member !== undefined)) as T;
