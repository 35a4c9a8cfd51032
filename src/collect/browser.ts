import { createHash } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import type { Browser, BrowserContext, Page, Response } from 'playwright-core';
import type { Redaction } from '../evidence/redact.ts';
import type { EvidenceStore } from '../evidence/store.ts';
import type { RenderedPage } from '../model/exhibit.ts';
import type { Request } from '../model/hands.ts';
import type { Vendor } from '../model/vendor.ts';
import { launchChromium } from './chromium.ts';
import type { Asking } from './http.ts';
import { classOf, type Network } from './network.ts';

const longestPage = 30_000;
const longestWait = 8000;
/** Links and requests kept of one page at most: a page of a million links is no easier to read. */
const mostListed = 5000;

/** Runs inside the page. */
const linksOfPage = `[...document.querySelectorAll('a[href], area[href]')]
  .slice(0, ${mostListed})
  .map(link => ({ href: link.href, text: (link.textContent ?? '').trim().slice(0, 300) }))`;

/** No browser can be had on this machine; the message says what to do. */
export class NoBrowser extends Error {}

/** One browser for the run, begun when first needed; a context that has never been anywhere for each page. */
export class BrowserHand {
  readonly #store: EvidenceStore;
  readonly #redaction: Redaction;
  readonly #network: Network;
  readonly #vendor: Vendor;
  readonly #headed: boolean;
  #browser: Promise<Browser> | undefined;

  constructor(options: {
    readonly vendor: Vendor;
    readonly store: EvidenceStore;
    readonly redaction: Redaction;
    readonly network: Network;
    readonly headed: boolean;
  }) {
    this.#store = options.store;
    this.#redaction = options.redaction;
    this.#network = options.network;
    this.#vendor = options.vendor;
    this.#headed = options.headed;
  }

  async #launch(): Promise<Browser> {
    const rules = Object.entries(this.#network.resolve).map(([host, target]) => `MAP ${host} ${target}`);
    const trusted = await this.#trustedKeys();
    try {
      return await launchChromium({
        headless: !this.#headed,
        args: [
          ...(rules.length > 0 ? [`--host-resolver-rules=${rules.join(',')}`] : []),
          ...(trusted.length > 0 ? [`--ignore-certificate-errors-spki-list=${trusted.join(',')}`] : []),
        ],
        ...(this.#network.proxy ? { proxy: { server: this.#network.proxy } } : {}),
      });
    } catch (error) {
      throw new NoBrowser((error as Error).message);
    }
  }

  /**
   * Public keys that Chromium is to accept, because the profile's own authority signed them: each was first verified
   * here, chain, name and dates. Certificate errors are never ignored for any other.
   */
  async #trustedKeys(): Promise<string[]> {
    if (!this.#network.hasOwnAuthority) return [];
    const addresses = [
      ...Object.keys(this.#network.resolve).map(host => `https://${host}`),
      ...this.#vendor.deployments.map(({ base }) => base),
    ];
    const hosts = new Map(
      addresses
        .filter(address => address.startsWith('https:'))
        .map(address => [new URL(address).host, new URL(address)]),
    );
    return (await Promise.all([...hosts.values()].map(url => this.#verifiedKey(url)))).filter(key => key !== undefined);
  }

  #verifiedKey(url: URL): Promise<string | undefined> {
    const { host, port, servername } = this.#network.target(url);
    return new Promise(resolve => {
      const socket = connect(
        {
          host,
          port,
          ...(isIP(servername) ? {} : { servername }),
          ca: [...this.#network.certificateAuthorities],
          timeout: 5000,
        },
        () => {
          const key = socket.getPeerX509Certificate()?.publicKey.export({ type: 'spki', format: 'der' });
          socket.destroy();
          resolve(key ? createHash('sha256').update(key).digest('base64') : undefined);
        },
      );
      socket.once('error', () => resolve(undefined));
      socket.once('timeout', () => socket.destroy(new Error('timeout')));
    });
  }

  /** Opens a page as a stranger, waits until it is drawn, and keeps what it shows. */
  async render(address: string, request: Pick<Request, 'as' | 'timeout'>, asking: Asking): Promise<RenderedPage> {
    this.#browser ??= this.#launch();
    const browser = await this.#browser;
    const context = await browser.newContext({
      acceptDownloads: false,
      serviceWorkers: 'block',
      viewport: { width: 1280, height: 900 },
    });
    const stop = () => void context.close().catch(() => {});
    asking.signal.addEventListener('abort', stop, { once: true });
    try {
      return await this.#draw(context, address, request, asking);
    } finally {
      asking.signal.removeEventListener('abort', stop);
      await context.close().catch(() => {});
    }
  }

  async #draw(
    context: BrowserContext,
    address: string,
    request: Pick<Request, 'as' | 'timeout'>,
    asking: Asking,
  ): Promise<RenderedPage> {
    const page = await context.newPage();
    const seen = new Seen(page);
    await context.route('**/*', async route => {
      const url = new URL(route.request().url());
      const refusal = /^https?:$/.test(url.protocol) ? await this.#refusal(url) : undefined;
      if (!refusal) return route.continue();
      seen.withheld.push(refusal);
      return route.abort('blockedbyclient');
    });
    let opened: Response | null = null;
    let broke: string | undefined;
    try {
      opened = await page.goto(address, { timeout: request.timeout ?? longestPage, waitUntil: 'load' });
      await page.waitForLoadState('networkidle', { timeout: longestWait }).catch(() => {});
    } catch (error) {
      // A download is no page, and a page that never ends loading is still looked at.
      broke = (error as Error).message.split('\n')[0];
    }
    const links = await page.evaluate<{ href: string; text: string }[]>(linksOfPage).catch(() => []);
    const screenshot = await page.screenshot({ fullPage: true, timeout: 10_000 }).catch(() => undefined);
    const dom = await page.content().catch(() => '');
    const text = await page.evaluate<string>(`document.body?.innerText ?? ''`).catch(() => '');
    const incomplete = [...(broke ? [broke] : []), ...seen.withheld, ...seen.failures].slice(0, 20).join('; ');
    return this.#store.record<'page'>({
      kind: 'page',
      step: asking.step,
      label: request.as,
      url: this.#redaction.url(address),
      finalUrl: this.#redaction.url(page.url()),
      status: opened?.status() ?? null,
      title: this.#redaction.text(await page.title().catch(() => '')),
      dom: await this.#store.keep(dom, { type: 'text/html', sensitive: asking.sensitive }),
      text: await this.#store.keep(text, { type: 'text/plain', sensitive: asking.sensitive }),
      ...(screenshot ? { screenshot: await this.#store.keep(screenshot, { type: 'image/png' }) } : {}),
      links: links.map(link => ({ href: this.#redaction.url(link.href), text: this.#redaction.text(link.text) })),
      requests: seen.requests.slice(0, mostListed).map(one => ({ ...one, url: this.#redaction.url(one.url) })),
      ...(incomplete ? { incomplete } : {}),
    });
  }

  /** A page from outside may not have us knock inside: the same limits as for our own requests. */
  async #refusal(url: URL): Promise<string | undefined> {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (this.#network.isNamed(host) || this.#network.proxy) return undefined;
    const address = isIP(host)
      ? host
      : await lookup(host).then(
          found => found.address,
          () => undefined,
        );
    if (address === undefined) return undefined;
    try {
      this.#network.check(host, address);
      return undefined;
    } catch {
      return `not asked for ${url.origin}, a ${classOf(address)} address`;
    }
  }

  async close(): Promise<void> {
    await this.#browser?.then(
      browser => browser.close(),
      () => {},
    );
  }
}

/** What a page asked for while it was being drawn. */
class Seen {
  readonly requests: { url: string; status: number | null; type: string }[] = [];
  readonly failures: string[] = [];
  readonly withheld: string[] = [];

  constructor(page: Page) {
    page.on('response', response => {
      this.requests.push({ url: response.url(), status: response.status(), type: response.request().resourceType() });
    });
    page.on('requestfailed', request => {
      this.requests.push({ url: request.url(), status: null, type: request.resourceType() });
      const needed = ['script', 'fetch', 'xhr', 'document'].includes(request.resourceType());
      if (needed && request.failure()?.errorText !== 'net::ERR_BLOCKED_BY_CLIENT')
        this.failures.push(`${request.url()} failed: ${request.failure()?.errorText}`);
    });
  }
}
