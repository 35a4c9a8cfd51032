import { pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Agent, buildConnector, type Dispatcher, ProxyAgent, request as send } from 'undici';
import type { Redaction } from '../evidence/redact.ts';
import type { EvidenceStore } from '../evidence/store.ts';
import type { ConnectionFailure, Exchange, ExhibitId, Headers, StepReference } from '../model/exhibit.ts';
import { header, mayBeTheVendors } from '../model/exhibit.ts';
import type { ActiveRequest, Answer } from '../model/hands.ts';
import { isLoopback, type Vendor } from '../model/vendor.ts';
import { AddressRefused, type Network } from './network.ts';
import { Politeness } from './politeness.ts';

/** What the hand needs to know of whoever asks. */
export interface Asking {
  readonly step: StepReference;
  readonly signal: AbortSignal;
  /** Whether the exchange may carry credentials: then telling members are taken out of what is kept. */
  readonly sensitive: boolean;
  /** The answer holds patients' records that may not touch the disk. */
  readonly withhold: boolean;
}

const defaults = { limit: 64 * 1024 * 1024, timeout: 30_000, redirects: 10 };
/** A connection is tried so often, within 15 seconds, before its failure counts. */
const networkPauses = [0, 1500, 4000];
/** On our own machine nothing heals by waiting longer. */
const pausesAtHome = [0, 100, 300];
const longestText = 16 * 1024 * 1024;

/** The socket's or OpenSSL's code, by where the attempt ended. Only the phases that a vendor can be at fault for are retried. */
function phaseOf(code: string): ConnectionFailure['phase'] {
  if (code === 'SPECIAL_EFFORT_ADDRESS_REFUSED') return 'refused-by-harness';
  if (code === 'ENOTFOUND' || code === 'ENODATA' || code === 'EAI_AGAIN' || code === 'EAI_FAIL' || code === 'ESERVFAIL')
    return 'dns';
  if (code === 'ECONNREFUSED' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'EADDRNOTAVAIL')
    return 'connect';
  if (/TIMEOUT|TIMEDOUT|ABORT/.test(code)) return 'timeout';
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'UND_ERR_SOCKET' || code === 'UND_ERR_CLOSED')
    return 'reset';
  if (code.startsWith('HPE_') || code === 'UND_ERR_RESPONSE' || code === 'UND_ERR_HEADERS_OVERFLOW') return 'protocol';
  if (code === 'UND_ERR_PROXY' || code === 'ERR_PROXY') return 'proxy';
  if (/SSL|TLS|CERT|SIGNATURE|ISSUER|SELF_SIGNED|EPROTO/.test(code)) return 'tls';
  return 'connect';
}

/** Sends one request at a time along redirects, and keeps every hop. */
export class HttpHand {
  readonly #store: EvidenceStore;
  readonly #redaction: Redaction;
  readonly #network: Network;
  readonly #politeness: Politeness;
  readonly #dispatcher: Dispatcher;
  readonly #userAgent: string;
  /** Hosts that have answered, with the address and status that did. */
  readonly #answered = new Map<string, { url: string; status: number }>();
  readonly #controls: readonly string[];

  constructor(options: {
    readonly vendor: Vendor;
    readonly store: EvidenceStore;
    readonly redaction: Redaction;
    readonly network: Network;
    readonly harness: string;
  }) {
    const { vendor, network } = options;
    this.#store = options.store;
    this.#redaction = options.redaction;
    this.#network = network;
    this.#politeness = new Politeness(vendor.politeness);
    this.#userAgent = `special-effort/${options.harness}`;
    this.#controls = [
      ...vendor.deployments.map(({ base }) => `${base}/metadata`),
      ...Object.values(vendor.pages).flatMap(pages => pages?.map(({ url }) => url) ?? []),
    ];
    const tls = { ca: [...network.certificateAuthorities] };
    // One connection a host is kept for a moment only: a list may name thousands of hosts.
    const keeping = {
      connections: vendor.politeness.connections,
      keepAliveTimeout: 1000,
      headersTimeout: 0,
      bodyTimeout: 0,
    };
    this.#dispatcher = network.proxy
      ? new ProxyAgent({ uri: network.proxy, requestTls: tls, ...keeping })
      : new Agent({ ...keeping, connect: this.#connector(tls) });
  }

  /** Connects where `resolve` says, after checking where that is; names and certificates stay those of the URL. */
  #connector(tls: { ca: string[] }): buildConnector.connector {
    const network = this.#network;
    return (options, callback) => {
      const name = options.hostname.replace(/^\[|\]$/g, '');
      const { host, port } = network.target(new URL(`${options.protocol}//${options.host ?? options.hostname}`));
      try {
        network.check(name, host);
      } catch (refused) {
        return callback(refused as Error, null);
      }
      const connect = buildConnector({
        ...tls,
        allowH2: false,
        timeout: 10_000,
        lookup: network.lookupFor(name),
        autoSelectFamily: true,
      });
      const servername = options.protocol === 'https:' && !/^[\d.]+$|:/.test(name) ? name : undefined;
      return connect(
        { ...options, hostname: host, port: String(port), ...(servername ? { servername } : {}) },
        (...result) => {
          const [error, socket] = result;
          if (!error) network.connected(name, socket.remoteAddress);
          callback(...result);
        },
      );
    };
  }

  async send(address: string, request: ActiveRequest, asking: Asking): Promise<Answer> {
    let url = new URL(address);
    let redirectedFrom: ExhibitId | undefined;
    const allowed = request.redirects ?? defaults.redirects;
    const follows = (request.method ?? 'GET') === 'GET' || request.method === 'HEAD';
    for (let hop = 0; ; hop++) {
      const exhibit = await this.#hop(url, request, asking, redirectedFrom);
      if (exhibit.kind === 'failure') return this.#answer(exhibit, url);
      const location = header(exhibit.response.headers, 'location');
      const { status } = exhibit.response;
      if (!follows || ![301, 302, 303, 307, 308].includes(status) || !location || !URL.canParse(location, url.href))
        return this.#answer(exhibit, url);
      const next = new URL(location, url);
      if (hop >= allowed || !/^https?:$/.test(next.protocol)) {
        const failure = this.#fail(next.href, request, asking, {
          phase: hop >= allowed ? 'redirects' : 'protocol',
          code: hop >= allowed ? 'TOO_MANY_REDIRECTS' : 'UNSUPPORTED_SCHEME',
          message:
            hop >= allowed
              ? `After ${allowed} redirects ${next.href} was still not the end.`
              : `A redirect leads to ${next.href}, which is not on the web.`,
          redirectedFrom: exhibit.id,
        });
        return this.#answer(failure, next);
      }
      if (!this.#network.isNamed(next.hostname)) this.#network.learn(next.hostname, exhibit.remoteAddress);
      redirectedFrom = exhibit.id;
      url = next;
    }
  }

  async #hop(
    url: URL,
    request: ActiveRequest,
    asking: Asking,
    redirectedFrom: ExhibitId | undefined,
  ): Promise<Exchange | ConnectionFailure> {
    const tries: { at: string; code: string }[] = [];
    const pauses = this.#network.isOurs(url) ? pausesAtHome : networkPauses;
    for (const pause of pauses) {
      if (pause > 0) await new Promise(resolve => setTimeout(resolve, pause));
      const at = new Date().toISOString();
      try {
        const ask = () => this.#exchange(url, request, asking, redirectedFrom);
        return await (this.#network.isOurs(url) ? ask() : this.#politeness.at(url.host, ask));
      } catch (error) {
        if (asking.signal.aborted) throw asking.signal.reason;
        const { code, message } = causeOf(error);
        tries.push({ at, code });
        const phase = phaseOf(code);
        const retried = mayBeTheVendors({ phase, code }) && (request.method ?? 'GET') !== 'POST';
        if (retried && tries.length < pauses.length) continue;
        const control = mayBeTheVendors({ phase, code }) ? await this.#control(url, asking) : undefined;
        return this.#fail(url.href, request, asking, { phase, code, message, tries, control, redirectedFrom });
      }
    }
    throw new Error('A connection must be tried at least once.');
  }

  async #exchange(
    url: URL,
    request: ActiveRequest,
    asking: Asking,
    redirectedFrom: ExhibitId | undefined,
  ): Promise<Exchange> {
    const began = performance.now();
    const method = request.method ?? 'GET';
    const { credential } = request;
    const authorization =
      credential && url.origin === credential.origin
        ? { authorization: `${credential.scheme} ${(credential.secret as { live: string }).live}` }
        : {};
    const headers = {
      'user-agent': this.#userAgent,
      'accept-encoding': 'gzip, deflate, br',
      accept: '*/*',
      ...lowerCased(request.headers),
      ...authorization,
    };
    const timeout = AbortSignal.timeout(request.timeout ?? defaults.timeout);
    const response = await send(url, {
      method,
      headers,
      ...(request.body === undefined ? {} : { body: request.body }),
      dispatcher: this.#dispatcher,
      signal: AbortSignal.any([asking.signal, timeout]),
      responseHeaders: 'raw',
    } as Parameters<typeof send>[1]);
    const received = asPairs(response.headers as unknown);
    const type = header(received, 'content-type');
    const encoding = header(received, 'content-encoding')?.toLowerCase();
    response.body.on('error', () => {}); // what broke off is kept as far as it came
    const body =
      method === 'HEAD'
        ? await response.body.dump().then(() => undefined)
        : await this.#store.keep(decoded(response.body, encoding), {
            type,
            limit: request.limit ?? defaults.limit,
            sensitive: asking.sensitive,
            withhold: asking.withhold && (request.patient ?? false),
          });
    // A body that was cut at its limit is still being sent.
    response.body.destroy();
    const sent =
      request.body === undefined
        ? undefined
        : await this.#store.keep(request.body, {
            type: header(Object.entries(headers), 'content-type'),
            sensitive: true,
          });
    const byProxy =
      this.#network.proxy !== undefined &&
      (response.statusCode === 407 || header(received, 'proxy-status') !== undefined);
    const exchange = this.#store.record<'exchange'>({
      kind: 'exchange',
      step: asking.step,
      label: request.as,
      request: {
        method,
        url: this.#redaction.url(url.href),
        headers: this.#redaction.headers(Object.entries(headers)),
        ...(sent ? { body: sent } : {}),
      },
      response: {
        status: response.statusCode,
        headers: this.#redaction.headers(received),
        ...(body && body.size > 0 ? { body } : {}),
      },
      took: Math.round((performance.now() - began) * 100) / 100,
      ...(redirectedFrom ? { redirectedFrom } : {}),
      ...(this.#network.addressOf(url.hostname)
        ? { remoteAddress: this.#network.addressOf(url.hostname) as string }
        : {}),
      ...(byProxy ? { madeByProxy: true as const } : {}),
    });
    if (!byProxy) this.#answered.set(url.hostname, { url: exchange.request.url, status: exchange.response.status });
    return exchange;
  }

  /**
   * Whether another host answers by the same route: if none does, the fault may be our own network's. Asked only when
   * nothing else has answered yet, at addresses that the profile names.
   */
  async #control(url: URL, asking: Asking): Promise<ConnectionFailure['control']> {
    if (isLoopback(url.href)) return { url: url.href, status: 'loopback' };
    const known = [...this.#answered].find(([host]) => host !== url.hostname && !isLoopback(`http://${host}`));
    if (known) return known[1];
    for (const candidate of this.#controls) {
      const other = new URL(candidate);
      if (other.hostname === url.hostname || isLoopback(candidate)) continue;
      try {
        const exchange = await this.#exchange(
          other,
          { as: 'control', method: 'HEAD', timeout: 10_000 },
          { ...asking, sensitive: false, withhold: false },
          undefined,
        );
        if (!exchange.madeByProxy) return { url: exchange.request.url, status: exchange.response.status };
      } catch {
        // This one is no control; the next may be.
      }
    }
    return undefined;
  }

  #fail(
    url: string,
    request: ActiveRequest,
    asking: Asking,
    what: Pick<ConnectionFailure, 'phase' | 'code' | 'message'> & {
      tries?: ConnectionFailure['tries'];
      control?: ConnectionFailure['control'] | undefined;
      redirectedFrom?: ExhibitId | undefined;
    },
  ): ConnectionFailure {
    return this.#store.record<'failure'>({
      kind: 'failure',
      step: asking.step,
      label: request.as,
      url: this.#redaction.url(url),
      method: request.method ?? 'GET',
      phase: what.phase,
      code: what.code,
      message: this.#redaction.text(what.message),
      tries: what.tries ?? [],
      ...(what.control ? { control: what.control } : {}),
      ...(what.redirectedFrom ? { redirectedFrom: what.redirectedFrom } : {}),
    });
  }

  /** What we ourselves refused to send, kept so that a reader sees why nothing came. */
  refuse(url: string, request: ActiveRequest, asking: Asking, message: string): Answer {
    return this.#answer(
      this.#fail(url, request, asking, { phase: 'refused-by-harness', code: 'SPECIAL_EFFORT_REFUSED', message }),
      new URL(url),
    );
  }

  #answer(exhibit: Exchange | ConnectionFailure, url: URL): Answer {
    if (exhibit.kind === 'failure') return { exhibit: exhibit.id, headers: [], url: url.href, text: async () => '' };
    const { body, headers, status } = exhibit.response;
    return {
      exhibit: exhibit.id,
      status,
      headers,
      url: url.href,
      ...(body && !body.withheld ? { body } : {}),
      text: async () => {
        if (!body) return '';
        if (body.size > longestText) throw new Error(`${url.href} sent ${body.size} bytes: too long to hold as text.`);
        return this.#store.text(body);
      },
    };
  }

  async close(): Promise<void> {
    await this.#dispatcher.destroy();
  }
}

const lowerCased = (headers: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** undici's raw headers (name, value, name, value ...) or its record, as pairs. */
function asPairs(headers: unknown): Headers {
  if (Array.isArray(headers)) {
    return Array.from(
      { length: headers.length / 2 },
      (_, i) => [String(headers[2 * i]), String(headers[2 * i + 1])] as const,
    );
  }
  return Object.entries(headers as Record<string, string | string[]>).flatMap(([name, value]) =>
    Array.isArray(value) ? value.map(one => [name, one] as const) : [[name, value] as const],
  );
}

/** The bytes a reader would see. What does not decode ends where it ceases to. */
function decoded(body: AsyncIterable<Uint8Array>, encoding: string | undefined): AsyncIterable<Uint8Array> {
  const decoder =
    encoding === 'gzip' || encoding === 'x-gzip'
      ? createGunzip()
      : encoding === 'br'
        ? createBrotliDecompress()
        : encoding === 'deflate'
          ? createInflate()
          : undefined;
  if (!decoder) return body;
  pipeline(body, decoder, () => {});
  return decoder;
}

/** The code and message of the innermost error that has one. */
function causeOf(error: unknown): { code: string; message: string } {
  const chain: { code?: string; message: string; name?: string }[] = [];
  for (
    let at = error as Error | undefined;
    at && chain.length < 8;
    at = (at instanceof AggregateError ? at.errors[0] : at.cause) as Error | undefined
  )
    chain.push(at);
  if (error instanceof AddressRefused) return { code: error.code, message: error.message };
  const named = chain.findLast(link => typeof link.code === 'string');
  const aborted = chain.some(link => link.name === 'TimeoutError' || link.name === 'AbortError');
  return {
    code: aborted ? 'TIMEOUT' : (named?.code ?? 'UNKNOWN'),
    message: (named ?? chain[0])?.message ?? String(error),
  };
}
