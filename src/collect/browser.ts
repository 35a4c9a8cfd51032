import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import type { Browser, BrowserContext, Page, Response } from 'playwright-core';
import type { Redaction } from '../evidence/redact.ts';
import type { EvidenceStore } from '../evidence/store.ts';
import type { RenderedPage, TextBlock } from '../model/exhibit.ts';
import type { FormToSend, Request } from '../model/hands.ts';
import type { Vendor } from '../model/vendor.ts';
import { isReference, readSecret } from '../vendor/secrets.ts';
import { launchChromium } from './chromium.ts';
import { type Filled, fillIn } from './form-filling.ts';
import { Gateway } from './gateway.ts';
import type { Asking } from './http.ts';
import type { Network } from './network.ts';

const longestPage = 30_000;
const longestWait = 8000;
/** To read and photograph what was drawn. A page whose scripts never pause would keep us for ever. */
const longestLook = 15_000;
/** Pixels from the top that are photographed. */
const tallest = 12_000;
/** Links and requests kept of one page at most: a page of a million links is no easier to read. */
const mostListed = 5000;

/** Runs inside the page. */
const linksOfPage = `[...document.querySelectorAll('a[href], area[href]')]
  .slice(0, ${mostListed})
  .map(link => ({ href: link.href, text: (link.textContent ?? '').trim().slice(0, 300) }))`;

/**
 * Runs inside the page: the innermost blocks that hold text of their own, and where they stand. The same blocks that a reader
 * of the markup sees as passages.
 */
const blocksOfPage = `(() => {
  const inline = /^(inline|contents|ruby)/;
  const found = [];
  const seen = new Set();
  const walker = document.createTreeWalker(document.body ?? document.documentElement, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()) && found.length < ${mostListed}; ) {
    if (!node.data.trim()) continue;
    let block = node.parentElement;
    while (block && block.parentElement && inline.test(getComputedStyle(block).display)) block = block.parentElement;
    const row = block?.closest('tr');
    if (row) block = row;
    if (!block || seen.has(block)) continue;
    seen.add(block);
    const { x, y, width, height } = block.getBoundingClientRect();
    const text = block.innerText?.replace(/\\s+/g, ' ').trim().slice(0, 2000);
    if (!text || width === 0 || height === 0) continue;
    const [left, top] = [x + scrollX, y + scrollY].map(Math.round);
    found.push({ text, x: left, y: top, width: Math.round(width), height: Math.round(height) });
  }
  return found;
})()`;

/** One browser for the run, begun when first needed; a context that has never been anywhere for each page. */
export class BrowserHand {
  readonly #store: EvidenceStore;
  readonly #redaction: Redaction;
  readonly #network: Network;
  readonly #vendor: Vendor;
  readonly #headed: boolean;
  #browser: Promise<Browser> | undefined;
  #gateway: Gateway | undefined;

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

  async #launch(say: (line: string) => void): Promise<Browser> {
    this.#gateway = await Gateway.open(this.#network);
    const trusted = await this.#trustedKeys();
    return launchChromium({
      say,
      headless: !this.#headed,
      args: trusted.length > 0 ? [`--ignore-certificate-errors-spki-list=${trusted.join(',')}`] : [],
      proxy: { server: this.#gateway.address },
    });
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
      ...Object.values(this.#vendor.pages).flatMap(pages => pages?.map(({ url }) => url) ?? []),
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

  /**
   * A browser that has never been anywhere; whoever opens it closes it.
   * @throws NoChromium
   */
  async context(say: (line: string) => void): Promise<BrowserContext> {
    // One that died, for want of memory say, takes only the pages with it that were open then.
    if (this.#browser && !(await this.#browser).isConnected()) {
      this.#gateway?.close();
      this.#browser = undefined;
    }
    this.#browser ??= this.#launch(say);
    const browser = await this.#browser;
    return browser.newContext({
      acceptDownloads: false,
      serviceWorkers: 'block',
      viewport: { width: 1280, height: 900 },
    });
  }

  /** Whether somebody can see it, and lend a hand. */
  get headed(): boolean {
    return this.#headed;
  }

  /**
   * Opens a page as a stranger, waits until it is drawn, and keeps what it shows.
   * @throws NoChromium when no browser can be had on this machine; its message says what to do
   */
  async render(
    address: string,
    request: Pick<Request, 'as' | 'timeout'>,
    asking: Asking,
    say: (line: string) => void,
    act?: (page: Page) => Promise<void>,
  ): Promise<RenderedPage> {
    const context = await this.context(say);
    const stop = () => void context.close().catch(() => {});
    asking.signal.addEventListener('abort', stop, { once: true });
    const patience = setTimeout(stop, (request.timeout ?? longestPage) + longestWait + longestLook);
    try {
      return await this.#draw(context, address, request, asking, act);
    } finally {
      clearTimeout(patience);
      asking.signal.removeEventListener('abort', stop);
      await context.close().catch(() => {});
    }
  }

  /** Opens a page, fills in its form and sends it, and keeps the page that follows without what was taken from it. */
  async send(
    address: string,
    form: FormToSend,
    declare: () => void,
    asking: Asking,
    say: (progress: string) => void,
  ): Promise<{ page: RenderedPage; filled: Filled }> {
    let filled: Filled = { stopped: `${address} was not drawn.` };
    const page = await this.render(address, form, asking, say, async drawn => {
      filled = await fillIn(drawn, { ...form, fields: this.#withSecrets(form.fields) }, declare);
      if ('taken' in filled) for (const secret of Object.values(filled.taken)) this.#redaction.register(secret);
    });
    return { page, filled };
  }

  #withSecrets(fields: FormToSend['fields']): FormToSend['fields'] {
    return Object.fromEntries(
      Object.entries(fields).map(([label, value]) => {
        if (!isReference(value)) return [label, value];
        const secret = readSecret(value);
        this.#redaction.register(secret);
        return [label, secret];
      }),
    );
  }

  async #draw(
    context: BrowserContext,
    address: string,
    request: Pick<Request, 'as' | 'timeout'>,
    asking: Asking,
    act: ((page: Page) => Promise<void>) | undefined,
  ): Promise<RenderedPage> {
    const page = await context.newPage();
    const seen = new Seen(page, this.#gateway as Gateway);
    await context.route('**/*', async route => {
      const url = new URL(route.request().url());
      const leave = /^https?:$/.test(url.protocol) ? asking.leave(url) : 'keep';
      if (typeof leave === 'object') {
        seen.note(leave.refused);
        return route.abort('blockedbyclient');
      }
      this.#learn(url, page.url());
      return route.continue();
    });
    let opened: Response | null = null;
    let broke: string | undefined;
    try {
      opened = await page.goto(address, { timeout: request.timeout ?? longestPage, waitUntil: 'load' });
      // What no script draws is whole once it is loaded.
      if (await page.evaluate<boolean>('document.scripts.length > 0'))
        await page.waitForLoadState('networkidle', { timeout: longestWait }).catch(() => {});
    } catch (error) {
      // A download is no page, and a page that never ends loading is still looked at.
      broke = (error as Error).message.split('\n')[0];
    }
    if (act && broke === undefined) await act(page);
    const links = await page.evaluate<{ href: string; text: string }[]>(linksOfPage).catch(() => []);
    const blocks = await page.evaluate<TextBlock[]>(blocksOfPage).catch(() => undefined);
    // What is done to a page may show what nobody is to see.
    const screenshot = act
      ? undefined
      : await page
          .screenshot({ fullPage: true, clip: { x: 0, y: 0, width: 1280, height: tallest }, timeout: 10_000 })
          .catch(() => undefined);
    const dom = await page.content().catch(() => '');
    const text = await page.evaluate<string>(`document.body?.innerText ?? ''`).catch(() => '');
    const title = await page.title().catch(() => '');
    if (dom === '')
      seen.note('The page kept the browser busy until we stopped waiting, so that nothing of it could be read.');
    asking.signal.throwIfAborted();
    // A redirect is not stopped on its way; what it led to is not kept.
    const end = URL.canParse(page.url()) ? asking.leave(new URL(page.url())) : 'keep';
    if (typeof end === 'object') seen.note(end.refused);
    const shown = typeof end === 'object' ? undefined : { links, blocks, screenshot, dom, text, title };
    const incomplete = [...(broke ? [broke] : []), ...seen.troubles].slice(0, 20).join('; ');
    const show = (url: string) => (asking.sensitive ? this.#redaction.url(url) : this.#redaction.publicUrl(url));
    return this.#store.record<'page'>({
      kind: 'page',
      step: asking.step,
      label: request.as,
      url: show(address),
      finalUrl: show(page.url()),
      status: opened?.status() ?? null,
      title: shown?.title ?? '',
      dom: await this.#store.keep(shown?.dom ?? '', { type: 'text/html', sensitive: asking.sensitive }),
      text: await this.#store.keep(shown?.text ?? '', { type: 'text/plain', sensitive: asking.sensitive }),
      ...(shown?.screenshot ? { screenshot: await this.#store.keep(shown.screenshot, { type: 'image/png' }) } : {}),
      ...(shown?.blocks
        ? {
            blocks: await this.#store.keep(JSON.stringify(shown.blocks), {
              type: 'application/json',
              sensitive: asking.sensitive,
            }),
          }
        : {}),
      links: (shown?.links ?? []).map(({ href, text }) => ({ href: show(href), text })),
      requests: seen.requests.map(one => ({ ...one, url: show(one.url) })),
      ...(incomplete ? { incomplete } : {}),
    });
  }

  /** What a page asks for may lie where the page itself lies, and in public; the gateway lets nothing else through. */
  #learn(url: URL, page: string): void {
    if (this.#network.isNamed(url.hostname)) return;
    const from = URL.canParse(page) ? this.#network.addressOf(new URL(page).hostname) : undefined;
    if (from) this.#network.learn(url.hostname, from);
  }

  async close(): Promise<void> {
    await this.#browser?.then(
      browser => browser.close(),
      () => {},
    );
    this.#gateway?.close();
  }
}

/** What a page asked for while it was being drawn, and what kept it from being whole. */
class Seen {
  readonly requests: { url: string; status: number | null; type: string }[] = [];
  readonly troubles = new Set<string>();

  constructor(page: Page, gateway: Gateway) {
    page.on('response', response => {
      this.#list({ url: response.url(), status: response.status(), type: response.request().resourceType() });
    });
    page.on('requestfailed', request => {
      this.#list({ url: request.url(), status: null, type: request.resourceType() });
      const error = request.failure()?.errorText;
      if (!['script', 'fetch', 'xhr', 'document'].includes(request.resourceType())) return;
      if (error === 'net::ERR_BLOCKED_BY_CLIENT') return;
      const host = URL.canParse(request.url()) ? new URL(request.url()).hostname : '';
      const ofProxy = /TUNNEL|PROXY|EMPTY_RESPONSE/.test(error ?? '');
      this.note(`${request.url()} failed: ${(ofProxy && gateway.troubleWith(host)) || error}`);
    });
  }

  note(trouble: string): void {
    if (this.troubles.size < mostListed) this.troubles.add(trouble);
  }

  #list(request: { url: string; status: number | null; type: string }): void {
    if (this.requests.length < mostListed) this.requests.push(request);
  }
}
