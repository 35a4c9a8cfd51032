import { once } from 'node:events';
import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, isIP, type Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { AddressRefused, bareHost, type Network } from './network.ts';
import { throughProxy } from './proxy.ts';

const longestConnect = 10_000;

/**
 * The browser's only way out: a proxy on our own machine, which reaches hosts as the profile says and looks at the address
 * of every connection before anything is sent. Nothing a page does goes round it: redirects, frames, sockets, workers.
 * TLS passes through untouched.
 */
export class Gateway {
  readonly #network: Network;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Why a host could not be reached, where the browser knows only that it could not. */
  readonly #troubles = new Map<string, string>();

  private constructor(network: Network) {
    this.#network = network;
    this.#server = createServer((asked, answer) => this.#pass(asked, answer));
    this.#server.on('connect', (asked: IncomingMessage, socket: Socket) => void this.#tunnel(asked.url ?? '', socket));
    this.#server.on('connection', (socket: Socket) => this.#track(socket));
  }

  static async open(network: Network): Promise<Gateway> {
    const gateway = new Gateway(network);
    gateway.#server.listen(0, '127.0.0.1');
    await once(gateway.#server, 'listening');
    return gateway;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What stood in the way when `host` was last tried. */
  troubleWith(host: string): string | undefined {
    return this.#troubles.get(bareHost(host));
  }

  /** For https and web sockets: a bare connection, once it is known to lead where we may go. */
  async #tunnel(target: string, browser: Socket): Promise<void> {
    try {
      const server = await this.#connect(new URL(`https://${target}`));
      browser.write('HTTP/1.1 200 Connection established\r\n\r\n');
      pipeline(browser, server, browser, () => {});
    } catch {
      browser.end('HTTP/1.1 502 Bad Gateway\r\nconnection: close\r\n\r\n');
    }
  }

  /** For plain http. What cannot be had ends without an answer, so that ours is never taken for the vendor's. */
  async #pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const give = () => void answer.destroy();
    if (!URL.canParse(asked.url ?? '')) return give();
    const url = new URL(asked.url as string);
    if (url.protocol !== 'http:') return give();
    const { 'proxy-connection': _, 'proxy-authorization': __, ...headers } = asked.headers;
    try {
      const proxied = this.#isProxied(url) && !this.#network.leadsNowhere(url);
      if (proxied) this.#checkFigures(url);
      const socket = proxied ? undefined : await this.#connect(url);
      const proxy = proxied ? new URL(this.#network.proxy as string) : undefined;
      const sent = forward({
        method: asked.method,
        path: proxy ? url.href : `${url.pathname}${url.search}`,
        headers: { ...headers, connection: 'close' },
        setHost: false,
        ...(proxy ? { host: proxy.hostname, port: proxy.port } : { createConnection: () => socket as Socket }),
      });
      sent.on('error', give);
      sent.once('response', received => {
        try {
          answer.writeHead(received.statusCode ?? 502, received.statusMessage, received.rawHeaders);
        } catch {
          return give(); // Headers that may be read but not written: no browser takes them, either.
        }
        pipeline(received, answer, () => {});
      });
      pipeline(asked, sent, () => {});
    } catch {
      give();
    }
  }

  #isProxied(url: URL): boolean {
    return this.#network.proxy !== undefined && !this.#network.isOurs(url);
  }

  async #connect(url: URL): Promise<Socket> {
    const name = bareHost(url.hostname);
    try {
      if (this.#network.leadsNowhere(url)) throw new Error('An app of ours is sent back there; it reaches nobody.');
      const socket = this.#isProxied(url) ? await this.#connectByProxy(url) : await this.#connectTo(name, url);
      this.#troubles.delete(name);
      this.#track(socket);
      return socket;
    } catch (error) {
      const { name: kind, code, message } = error as NodeJS.ErrnoException;
      const told = error instanceof AddressRefused ? message : kind === 'AbortError' ? 'TIMEOUT' : (code ?? message);
      this.#troubles.set(name, told);
      throw error;
    }
  }

  /** A proxy looks names up itself; an address that stands there in figures is ours to check. */
  #checkFigures({ hostname }: URL): void {
    const name = bareHost(hostname);
    if (isIP(name)) this.#network.check(name, name);
  }

  async #connectByProxy(url: URL): Promise<Socket> {
    this.#checkFigures(url);
    return throughProxy(this.#network.proxy as string, `${url.hostname}:${url.port || 443}`, longestConnect);
  }

  async #connectTo(name: string, url: URL): Promise<Socket> {
    const { host, port } = this.#network.target(url);
    this.#network.check(name, host);
    const socket = connect({ host, port, lookup: this.#network.lookupFor(name), autoSelectFamily: true });
    await once(socket, 'connect', { signal: AbortSignal.timeout(longestConnect) }).catch(error => {
      socket.destroy();
      throw error;
    });
    this.#network.connected(name, socket.remoteAddress);
    return socket;
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#sockets.delete(socket));
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}
