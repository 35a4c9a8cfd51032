import { isIP } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent, buildConnector, type Dispatcher, ProxyAgent, request as send } from 'undici';
import type { Redaction } from '../evidence/redact.ts';
import { type EvidenceStore, lookedAtWhole } from '../evidence/store.ts';
import type { Body, ConnectionFailure, Exchange, ExhibitId, Headers, StepReference } from '../model/exhibit.ts';
import { header, mayBeTheVendors } from '../model/exhibit.ts';
import type { ActiveRequest, Answer } from '../model/hands.ts';
import type { Vendor } from '../model/vendor.ts';
import { Controls } from './control.ts';
import { acceptedEncodings, decoded } from './encoding.ts';
import { bareHost, type Network } from './network.ts';
import { Politeness } from './politeness.ts';
import { beforeSending, troubleOf } from './trouble.ts';

/** What may be done at an address: keep what it answers, keep only a measure of it, or not ask. */
export type Leave = 'keep' | 'measure' | { readonly refused: string };

/** What the hand needs to know of whoever asks. */
export interface Asking {
  readonly step: StepReference;
  readonly signal: AbortSignal;
  /** Whether the exchange may carry credentials: then telling members are taken out of what is kept. */
  readonly sensitive: boolean;
  /** Asked before each hop: a redirect may lead to patients' records. */
  readonly leave: (url: URL) => Leave;
  /** What the request is to change, recorded before it is sent. */
  readonly intent?: ExhibitId;
}

const defaults = { limit: 64 * 1024 * 1024, timeout: 30_000, redirects: 10 };
/** A connection is tried so often, within 15 seconds, before its failure counts. */
const networkPauses = [0, 1500, 4000];
/** On our own machine nothing heals by waiting longer. */
const pausesAtHome = [0, 100, 300];
const longestText = 16 * 1024 * 1024;

/** Sends one request at a time along redirects, and keeps every hop. */
export class HttpHand {
  readonly #store: EvidenceStore;
  readonly #redaction: Redaction;
  readonly #network: Network;
  readonly #politeness: Politeness;
  readonly #dispatcher: Dispatcher;
  /** Our own machine is never reached through a proxy. */
  readonly #direct: Agent;
  readonly #userAgent: string;
  readonly #controls: Controls;

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
    this.#controls = new Controls(vendor);
    const tls = { ca: [...network.certificateAuthorities] };
    // One connection a host is kept for a moment only: a list may name thousands of hosts.
    const keeping = {
      connections: vendor.politeness.connections,
      keepAliveTimeout: 1000,
      maxHeaderSize: 256 * 1024,
      headersTimeout: 0,
      bodyTimeout: 0,
    };
    this.#direct = new Agent({ ...keeping, connect: this.#connector(tls) });
    this.#dispatcher = network.proxy
      ? new ProxyAgent({ uri: network.proxy, requestTls: tls, ...keeping })
      : this.#direct;
  }

  /** Connects where `resolve` says, after checking where that is; names and certificates stay those of the URL. */
  #connector(tls: { ca: string[] }): buildConnector.connector {
    const network = this.#network;
    return (options, callback) => {
      const name = bareHost(options.hostname);
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
      const came = await this.#hop(url, request, asking, redirectedFrom);
      if ('kind' in came) return nothingCame(came, url);
      const { exchange } = came;
      const location = redirection(came);
      if (!follows || allowed === 0 || location === undefined || !URL.canParse(location, url.href))
        return this.#answer(came, url);
      const next = new URL(location, url);
      next.username = '';
      next.password = '';
      if (hop >= allowed || !/^https?:$/.test(next.protocol)) {
        const shown = this.#shown(next.href, asking);
        const failure = this.#fail(next.href, request, asking, {
          phase: hop >= allowed ? 'redirects' : 'protocol',
          code: hop >= allowed ? 'TOO_MANY_REDIRECTS' : 'UNSUPPORTED_SCHEME',
          message:
            hop >= allowed
              ? `After ${allowed} redirects ${shown} was still not the end.`
              : `A redirect leads to ${shown}, which is not on the web.`,
          redirectedFrom: exchange.id,
        });
        return nothingCame(failure, next);
      }
      if (!this.#network.isNamed(next.hostname)) this.#network.learn(next.hostname, exchange.remoteAddress);
      redirectedFrom = exchange.id;
      url = next;
    }
  }

  async #hop(
    url: URL,
    request: ActiveRequest,
    asking: Asking,
    redirectedFrom: ExhibitId | undefined,
  ): Promise<Came | ConnectionFailure> {
    const leave = asking.leave(url);
    if (typeof leave === 'object') {
      return this.#fail(url.href, request, asking, {
        phase: 'refused-by-harness',
        code: 'SPECIAL_EFFORT_REFUSED',
        message: leave.refused,
        redirectedFrom,
      });
    }
    const began = performance.now();
    const tries: { at: string; code: string }[] = [];
    const pauses = this.#network.isOurs(url) ? pausesAtHome : networkPauses;
    for (const wait of pauses) {
      await pause(wait, undefined, { signal: asking.signal });
      const at = new Date().toISOString();
      try {
        return await this.#turn(url, asking, () => this.#exchange(url, request, asking, redirectedFrom));
      } catch (error) {
        asking.signal.throwIfAborted();
        const trouble = troubleOf(error, this.#isProxied(url));
        if (!trouble) throw error;
        tries.push({ at, code: trouble.code });
        const mayBeTheirs = mayBeTheVendors(trouble);
        const again = mayBeTheirs && (isSafe(request) || beforeSending.has(trouble.phase));
        if (again && tries.length < pauses.length) continue;
        // What was tried once is nobody's fault yet, and needs no control.
        const counts = mayBeTheirs && tries.length === pauses.length;
        const control = counts
          ? await this.#controls.find(url, began, other => this.#askControl(other, asking))
          : undefined;
        asking.signal.throwIfAborted();
        return this.#fail(url.href, request, asking, { ...trouble, tries, control, redirectedFrom });
      }
    }
    throw new Error('A connection must be tried at least once.');
  }

  #isProxied(url: URL): boolean {
    return this.#network.proxy !== undefined && !this.#network.isOurs(url);
  }

  /** Waits for a host's turn, except on our own machine: nobody needs sparing there. */
  #turn<T>(url: URL, { signal }: Asking, ask: () => Promise<T>): Promise<T> {
    return this.#network.isOurs(url) ? ask() : this.#politeness.at(url.host, signal, ask);
  }

  async #exchange(
    url: URL,
    request: ActiveRequest,
    asking: Asking,
    redirectedFrom: ExhibitId | undefined,
  ): Promise<Came> {
    const began = performance.now();
    const method = request.method ?? 'GET';
    const { credential } = request;
    const authorization =
      credential && url.origin === credential.origin
        ? { authorization: `${credential.scheme} ${(credential.secret as { live: string }).live}` }
        : {};
    const headers = {
      'user-agent': this.#userAgent,
      'accept-encoding': acceptedEncodings,
      accept: '*/*',
      ...lowerCased(request.headers),
      ...authorization,
    };
    const proxied = this.#isProxied(url);
    const host = bareHost(url.hostname);
    // A proxy looks names up itself; an address that stands there in figures is ours to check.
    if (proxied && isIP(host)) this.#network.check(host, host);
    const timeout = AbortSignal.timeout(request.timeout ?? defaults.timeout);
    const response = await send(url, {
      method,
      headers,
      ...(request.body === undefined ? {} : { body: request.body }),
      dispatcher: proxied ? this.#dispatcher : this.#direct,
      signal: AbortSignal.any([asking.signal, timeout]),
      responseHeaders: 'raw',
    } as Parameters<typeof send>[1]);
    const received = asPairs(response.headers as unknown);
    const type = header(received, 'content-type');
    const encoding = header(received, 'content-encoding');
    response.body.on('error', () => {}); // what broke off is kept as far as it came
    const withhold = asking.leave(url) === 'measure';
    const longest = withhold || request.live ? longestText : lookedAtWhole;
    const memory: Memory | undefined = withhold || asking.sensitive ? { longest, pieces: [] } : undefined;
    let body: Body | undefined;
    let sent: Body | undefined;
    try {
      if (method === 'HEAD') {
        await response.body.dump();
      } else {
        const bytes = decoded(response.body, encoding);
        body = await this.#store.keep(memory ? remembered(bytes, memory) : bytes, {
          type,
          limit: request.limit ?? defaults.limit,
          sensitive: asking.sensitive,
          withhold,
        });
      }
      if (request.body !== undefined) {
        const sentType = header(Object.entries(headers), 'content-type');
        sent = await this.#store.keep(request.body, { type: sentType, sensitive: true, withhold });
      }
    } finally {
      // A body that was cut at its limit is still being sent.
      response.body.destroy();
    }
    const byProxy = proxied && (response.statusCode === 407 || header(received, 'proxy-status') !== undefined);
    const remoteAddress = this.#network.addressOf(url.hostname);
    const exchange = this.#store.record<'exchange'>({
      kind: 'exchange',
      step: asking.step,
      label: request.as,
      request: {
        method,
        url: this.#shown(url.href, asking),
        headers: this.#redaction.headers(Object.entries(headers), asking.sensitive),
        ...(sent ? { body: sent } : {}),
      },
      response: {
        status: response.statusCode,
        headers: this.#redaction.headers(received, asking.sensitive),
        ...(body && (body.size > 0 || body.truncated) ? { body } : {}),
      },
      took: Math.round((performance.now() - began) * 100) / 100,
      ...(redirectedFrom ? { redirectedFrom } : {}),
      ...(asking.intent ? { intent: asking.intent } : {}),
      ...(remoteAddress && !proxied ? { remoteAddress } : {}),
      ...(byProxy ? { madeByProxy: true as const } : {}),
    });
    if (!byProxy) this.#controls.note(url.hostname, exchange);
    return { exchange, headers: received, memory };
  }

  /** Asks another host, as a stranger, whether it can be reached. */
  async #askControl(other: URL, { step, signal }: Asking): Promise<Exchange> {
    const stranger: Asking = { step, signal, sensitive: false, leave: () => 'keep' };
    const request = { as: 'control', method: 'HEAD', timeout: 10_000 } as const;
    const came = await this.#turn(other, stranger, () => this.#exchange(other, request, stranger, undefined));
    return came.exchange;
  }

  #shown(url: string, { sensitive }: Asking): string {
    return sensitive ? this.#redaction.url(url) : this.#redaction.publicUrl(url);
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
      url: this.#shown(url, asking),
      method: request.method ?? 'GET',
      phase: what.phase,
      code: what.code,
      message: this.#redaction.text(what.message),
      tries: what.tries ?? [],
      ...(what.control ? { control: what.control } : {}),
      ...(what.redirectedFrom ? { redirectedFrom: what.redirectedFrom } : {}),
      ...(asking.intent ? { intent: asking.intent } : {}),
    });
  }

  /** What came back in an exchange of an earlier attempt, as it was stored. */
  answerOf(exchange: Exchange): Answer {
    return this.#answer({ exchange, headers: exchange.response.headers }, new URL(exchange.request.url));
  }

  #answer({ exchange, headers, memory }: Came, url: URL): Answer {
    const { body, status } = exchange.response;
    const held = async (limit: number): Promise<Uint8Array> => {
      if (!body) return new Uint8Array();
      if (body.size > limit) throw new Error(`${url.href} sent ${body.size} bytes: too long to hold.`);
      if (memory?.pieces) return Buffer.concat(memory.pieces);
      return this.#store.bytes(body);
    };
    return {
      exhibit: exchange.id,
      status,
      headers,
      url: url.href,
      ...(body && !body.withheld ? { body } : {}),
      text: async () => new TextDecoder().decode(await held(longestText)),
      bytes: () => held(defaults.limit),
    };
  }

  async close(): Promise<void> {
    await Promise.all([this.#dispatcher.destroy(), this.#direct.destroy()]);
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

/** Whether asking twice does no more than asking once. */
const isSafe = ({ method = 'GET' }: ActiveRequest): boolean => ['GET', 'HEAD', 'OPTIONS'].includes(method);

/** An answer with what its exhibit is without: the step that asked goes on from there. It lives no longer than the answer. */
interface Came {
  readonly exchange: Exchange;
  readonly headers: Headers;
  readonly memory?: Memory | undefined;
}

const nothingCame = ({ id }: ConnectionFailure, { href }: URL): Answer => ({
  exhibit: id,
  headers: [],
  url: href,
  text: async () => '',
  bytes: async () => new Uint8Array(),
});

const redirection = ({ exchange, headers }: Came): string | undefined =>
  [301, 302, 303, 307, 308].includes(exchange.response.status) ? header(headers, 'location') || undefined : undefined;

/** A body as it came, while it is no longer than it may be. */
interface Memory {
  readonly longest: number;
  pieces: Uint8Array[] | undefined;
}

/** Passes pieces on and remembers them. */
async function* remembered(pieces: AsyncIterable<Uint8Array>, memory: Memory): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size <= memory.longest) memory.pieces?.push(piece);
    else memory.pieces = undefined;
    yield piece;
  }
}
